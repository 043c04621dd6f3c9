"""Action and reaction: what rivals ask of one another, and where it comes to rest."""

import numpy as np
import pytest
from simulated import alone, run, tiny

VALUES = {"reaction": 0.05, "fatigue": 0.0, "gradient": 0.6, "cap_strength": 0.4}
EVEN = 0.05 * (np.log(2) - 0.7)
PARITY = 0.7


def answered(n=2, values=(), **fields):
    model = alone("arms_race", **VALUES | dict(values))
    return run(model, tiny(model, n, room=0, **fields))[0]


def test_two_equal_rivals_feel_and_answer_alike():
    final = answered(rivalry=1, contiguous=1)
    assert final["menace"] == pytest.approx([2e10, 2e10])
    assert final["arms_pull"] == pytest.approx([EVEN, EVEN], rel=1e-5)


def test_without_enmity_there_is_no_menace_and_spending_slackens():
    final = answered(contiguous=1, alignment=0.5)
    assert not final["menace"].any()
    assert final["arms_pull"] == pytest.approx([-0.05 * PARITY] * 2)


@pytest.mark.parametrize(
    ("fields", "enmity"),
    [
        ({"rivalry": 1}, 1),
        ({"war": 1}, 1),
        ({"alignment": -0.3}, 0.3),
        ({"rivalry": 1, "war": 1}, 1),
    ],
)
def test_enmity_is_rivalry_war_or_cold_alignment(fields, enmity):
    assert answered(contiguous=1, **fields)["menace"] == pytest.approx(
        [2e10 * enmity] * 2, rel=1e-6
    )


def test_menace_falls_with_distance_beyond_500_km_but_not_for_neighbours():
    far = answered(rivalry=1, log_distance=8.2)["menace"]
    assert far == pytest.approx([2e10 * np.exp(-1.2)] * 2, rel=1e-5)
    assert answered(rivalry=1, log_distance=5)["menace"] == pytest.approx([2e10] * 2)
    assert answered(rivalry=1, log_distance=8.2, contiguous=1)["menace"] == pytest.approx(
        [2e10] * 2
    )


def test_a_limit_on_arms_cuts_menace_by_its_strength():
    assert answered(rivalry=1, contiguous=1, arms_cap=1)["menace"] == pytest.approx([1.2e10] * 2)


def test_menaces_add_up_and_third_states_feel_none():
    rivals = np.zeros((4, 4))
    rivals[1, 0] = rivals[2, 0] = 1
    final = answered(4, rivalry=rivals, contiguous=1, military_spending=[1e10, 2e10, 3e10, 4e10])
    assert final["menace"] == pytest.approx([5e10, 1e10, 1e10, 0])


def test_the_answer_is_bounded_however_great_the_menace():
    final = answered(rivalry=1, contiguous=1, military_spending=[1e6, 1e12])
    assert final["arms_pull"] == pytest.approx([0.05 * (4 - PARITY), -0.05 * PARITY], rel=1e-4)


def test_the_weaker_rival_arms_faster():
    final = answered(rivalry=1, contiguous=1, military_spending=[1e10, 4e10])
    assert final["arms_pull"] == pytest.approx(0.05 * (np.log([5, 1.25]) - PARITY), rel=1e-5)


def test_fatigue_takes_the_log_of_burden_over_the_usual():
    final = answered(values={"fatigue": 0.1, "habit": 0.2}, usual_burden=[0.01, 0])
    assert final["arms_pull"] == pytest.approx(
        [-0.05 * PARITY - 0.1 * np.log(0.02 / 0.012), -0.05 * PARITY]
    )
    assert final["usual_burden"] == pytest.approx([0.012, 0.02])


def test_a_race_of_equals_rests_where_fatigue_holds_the_reaction():
    model = alone("arms_race", "budget", **VALUES | {"fatigue": 0.2, "habit": 0}).set(
        {"budget.pass_through": 0, "budget.spread": 0, "budget.norm": 0}
    )
    three = tiny(model, 3, room=0, rivalry=1, contiguous=1, usual_burden=0.02)
    final, _ = run(model, three, 60)
    assert final["military_spending"] == pytest.approx(
        np.full(3, 2e10 * np.exp(0.05 * (np.log(3) - PARITY) / 0.2)), rel=1e-4
    )


def test_unequal_rivals_converge():
    model = alone("arms_race", "budget", **VALUES).set(
        {"budget.pass_through": 0, "budget.spread": 0, "budget.norm": 0}
    )
    opening = tiny(model, 2, room=0, rivalry=1, contiguous=1, military_spending=[1e10, 4e10])
    gaps = [4.0]
    for years in (10, 40, 160):
        spent = run(model, opening, years)[0]["military_spending"]
        gaps.append(spent[1] / spent[0])
    assert (np.diff(gaps) < 0).all()
    assert gaps[-1] == pytest.approx(1, abs=0.01)
