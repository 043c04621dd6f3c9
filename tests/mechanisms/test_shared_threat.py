"""The enemy of my enemy."""

import numpy as np
import pytest
from simulated import alone, run, tiny


def pulls(threat=(1, 1), paths=1.0, alignment=0.0):
    model = alone("shared_threat", strength=0.1, pact=0.8)
    opening = tiny(model, 2, room=0, threat=threat, paths=paths, alignment=alignment)
    final, _ = run(model, opening)
    return final["alignment_pull"][0], final["pact_pull"][0]


def test_full_and_common_threat_draws_by_its_strength():
    assert pulls() == pytest.approx((0.1, 0.8))


def test_it_is_the_root_of_the_product_of_both_threats_up_to_one():
    assert pulls((0.25, 0.04)) == pytest.approx((0.1 * 0.1, 0.8 * 0.1), rel=1e-6)
    assert pulls((9, 4)) == pytest.approx((0.1, 0.8))
    assert pulls((0.2, 0.7)) == pulls((0.7, 0.2))


@pytest.mark.parametrize(("threat", "paths"), [((1, 0), 1), ((1, 1), 0), ((1, 1), -0.5)])
def test_one_sided_threat_or_different_enemies_do_not_bind(threat, paths):
    assert np.array_equal(pulls(threat, paths), (0, 0))


def test_it_grows_with_common_enemies_up_to_a_measure():
    assert pulls(paths=0.02) == pytest.approx((0.04, 0.32))
    assert pulls(paths=0.05) == pytest.approx(pulls(paths=0.9))


def test_partners_have_less_to_go():
    assert pulls(alignment=0.5) == pytest.approx((0.05, 0.8))
    assert pulls(alignment=1) == pytest.approx((0, 0.8))
    assert pulls(alignment=-1) == pytest.approx((0.2, 0.8))
