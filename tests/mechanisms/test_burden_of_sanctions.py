"""What sanctions cost the target and the sender."""

import numpy as np
import pytest
from simulated import alone, run, tiny

OUT, BACK, GDP = 5e10, 3e10, 1e12
SHARE = (OUT + BACK) / GDP


def pull(b_on_a=0, a_on_b=0, out=OUT, back=BACK, **values):
    model = alone("burden_of_sanctions", **{"cost": 0.2, "diverted": 0.25, "sender": 0.1} | values)
    opening = tiny(
        model,
        2,
        room=0,
        trade_ij=[out],
        trade_ji=[back],
        sanction_ij=[b_on_a],
        sanction_ji=[a_on_b],
    )
    return run(model, opening)[0]["growth_pull"]


def test_the_target_loses_what_it_cannot_divert_and_the_sender_a_part():
    assert pull(b_on_a=1) == pytest.approx([-0.2 * 0.75 * SHARE, -0.2 * 0.1 * SHARE], rel=1e-5)


def test_turning_the_pair_around_turns_the_cost_around():
    assert pull(b_on_a=1) == pytest.approx(pull(a_on_b=1)[::-1])


def test_sanctions_in_both_directions_cost_both_twice():
    both = -0.2 * (0.75 + 0.1) * SHARE
    assert pull(1, 1) == pytest.approx([both, both], rel=1e-5)


def test_without_sanctions_nothing_is_lost():
    assert np.array_equal(pull(), np.zeros(2))


@pytest.mark.parametrize(("diverted", "sender"), [(1.0, 0.0)])
def test_a_target_that_diverts_all_loses_nothing(diverted, sender):
    assert np.array_equal(pull(1, 1, diverted=diverted, sender=sender), np.zeros(2))


def test_no_more_than_half_of_output_is_ever_hit():
    assert pull(b_on_a=1, out=5e12) == pytest.approx(
        [-0.2 * 0.75 * 0.5, -0.2 * 0.1 * 0.5], rel=1e-5
    )


def test_no_pair_counts_for_more_than_half_of_output():
    model = alone("burden_of_sanctions")
    opening = tiny(model, 2, room=0, trade_ij=[5e12], sanction_ij=[1], sanction_ji=[1])
    assert run(model, opening)[0]["sanctioned"] == pytest.approx([0.5, 0.5])


def test_several_senders_add_up():
    model = alone("burden_of_sanctions", cost=0.2, diverted=0, sender=0)
    trade = np.full((4, 4), 1e10)
    on_a = np.zeros((4, 4))
    on_a[1:, 0] = 1
    opening = tiny(
        model, 4, room=0, trade_ij=trade, trade_ji=trade, sanction_ij=on_a, sanction_ji=on_a.T
    )
    final, _ = run(model, opening)
    assert final["sanctioned"] == pytest.approx([0.06, 0, 0, 0], rel=1e-5)
    assert final["growth_pull"] == pytest.approx([-0.2 * 0.06, 0, 0, 0], rel=1e-5)
