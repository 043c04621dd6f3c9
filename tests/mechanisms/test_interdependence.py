"""Trade draws together and holds disputes down, by the less dependent of the two."""

import pytest
from simulated import alone, run, tiny


def pulls(out, back, gdp=(1e12, 1e12), **fields):
    model = alone("interdependence", strength=0.1, peace=2.0)
    opening = tiny(model, 2, room=0, trade_ij=[out], trade_ji=[back], gdp_ppp=gdp, **fields)
    final, _ = run(model, opening)
    return final["alignment_pull"][0], final["onset_pull"][0]


def test_it_is_the_root_of_the_lower_dependence():
    assert pulls(3e10, 1e10) == pytest.approx((0.1 * 0.2, -2 * 0.2), rel=1e-5)
    assert pulls(3e10, 1e10, gdp=(1e12, 4e12)) == pytest.approx((0.1 * 0.1, -2 * 0.1), rel=1e-5)


def test_it_does_not_matter_who_sells_and_who_stands_first():
    assert pulls(3e10, 1e10) == pulls(1e10, 3e10)
    assert pulls(3e10, 1e10, (4e12, 1e12)) == pulls(3e10, 1e10, (1e12, 4e12))


def test_without_trade_there_is_no_pull_and_a_half_is_the_most():
    assert pulls(0, 0) == (0, 0)
    assert pulls(5e13, 5e13) == pytest.approx((0.1 * 0.5**0.5, -2 * 0.5**0.5))


@pytest.mark.parametrize(("bond", "times"), [(1, 0), (-1, 2), (0.5, 0.5)])
def test_close_partners_are_drawn_less_and_kept_as_peaceful(bond, times):
    assert pulls(3e10, 1e10, alignment=bond) == pytest.approx(
        (times * 0.02, -0.4), rel=1e-5, abs=1e-9
    )
