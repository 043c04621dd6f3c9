"""Trust moves by what happened, within its bounds."""

import numpy as np
import pytest
from simulated import added, alone, run, sign, tiny

VALUES = {
    "usual": 0.5, "recovery": 0.1, "war_cost": 0.02, "peace": 0, "division": 0.15, "coercion": 0.02,
    "order": 0.1, "supply": 0.3, "habit": 0.05,
}  # fmt: skip
PLAIN = VALUES | dict.fromkeys(("division", "coercion", "order", "supply"), 0)


def moved(values=PLAIN, n=4, years=1, wars=0, treaties=0, start=0.5, **fields):
    model = alone("trust", **values)
    opening = tiny(model, n, room=1, trust=start, **fields)
    for slot in range(treaties):
        opening = sign(model, opening, [slot % n, (slot + 1) % n], slot)
    changes = added(model, "wars", [0], wars)
    return run(model, opening, years, changes=changes)[0]["trust"][0]


def test_it_returns_to_the_usual_geometrically():
    for years in (1, 4, 20):
        assert moved(start=0.9, years=years) == pytest.approx(0.5 + 0.4 * 0.9**years)
    assert moved(start=0.5) == pytest.approx(0.5)


def test_each_new_war_beyond_the_usual_costs_its_part():
    assert moved(wars=3) == pytest.approx(0.5 - 0.06)
    assert moved(PLAIN | {"peace": 1}, wars=3) == pytest.approx(0.5 - 0.04)


def test_where_nothing_changes_it_keeps_to_the_usual_whatever_there_is():
    sanctions = np.ones((4, 4))
    for more in ({}, {"treaties": 8}, {"ideology": [3, -3, 3, -3]}):
        found = moved(VALUES, years=30, sanction_ij=sanctions, sanction_ji=1, **more)
        assert found == pytest.approx(0.5), more


def test_states_get_used_to_what_lasts():
    quick = PLAIN | {"order": 0.1, "recovery": 1, "habit": 0.2}
    for years in (1, 5, 30):
        found = moved(quick, years=years, treaties=8, accustomed=0.0)
        assert found == pytest.approx(0.5 + 0.1 * 8 / 4 * 0.8 ** (years - 1))


def test_all_causes_together_make_the_target():
    sanctions = np.zeros((4, 4))
    sanctions[1, 0] = sanctions[2, 0] = sanctions[3, 2] = 1
    ideas, share = np.array([2, -1, 0.5, -0.5]), np.array([0.4, 0.3, 0.2, 0.1])
    found = moved(
        VALUES, treaties=3, start=0.3, wars=1, sanction_ij=sanctions, sanction_ji=0.0,
        ideology=ideas, capability=share, lead=0.25, accustomed=0.02,
    )  # fmt: skip
    spread = np.sqrt(share @ (ideas - share @ ideas) ** 2)
    target = 0.5 - 0.15 * spread - 0.02 * 3 / 4 + 0.1 * 3 / 4 + 0.3 * 0.25 - 0.02
    assert found == pytest.approx(0.3 + 0.1 * (target - 0.3) - 0.02)


@pytest.mark.parametrize(
    ("cause", "worse", "better"),
    [
        ("ideology", {"ideology": [3, -3, 3, -3]}, {"ideology": 1}),
        ("sanctions", {"sanction_ij": 1, "sanction_ji": 1}, {}),
        ("lead", {"lead": 0.0}, {"lead": 0.6}),
        ("treaties", {"treaties": 0}, {"treaties": 8}),
        ("wars", {"wars": 5}, {"wars": 0}),
    ],
)
def test_division_coercion_and_war_lower_it_and_order_and_a_leader_raise_it(cause, worse, better):
    usual = {"accustomed": -0.1}
    assert moved(VALUES, **worse, **usual) < moved(VALUES, **better, **usual), cause


@pytest.mark.parametrize(("start", "wars", "end"), [(0.05, 50, 0.0), (1.0, 0, 1.0)])
def test_it_stays_between_none_and_full(start, wars, end):
    values = PLAIN | {"war_cost": 1, "usual": 1.0}
    assert moved(values, start=start, wars=wars) == end


def test_the_target_stays_between_none_and_full():
    high = PLAIN | {"supply": 3, "recovery": 1}
    assert moved(high, lead=0.9, accustomed=0.0) == 1
    assert moved(high | {"supply": -2}, lead=0.9, accustomed=0.0) == 0
