"""Armed conflict over the state begins and ends as often as it should."""

import numpy as np
import pytest
from simulated import added, alone, decides, likely, logistic, run, state_luck, tiny, told

from multipolar.events import INSURGENCY, INTERNAL_PEACE

PEOPLE = np.exp(16.1)
MEDIAN = PEOPLE * np.exp(9.5)
VALUES = {
    "base": -1.0, "income": 0.5, "size": 0.3, "middle": 0.6, "instability": 0.8, "crisis": 0.4,
    "recurrence": 0.5, "end_rate": 0.2, "strong_state": 0.5, "lasting": 0.7,
}  # fmt: skip
N = 150
USUAL = {"population": PEOPLE, "gdp_ppp": MEDIAN, "growth": 0, "regime": 1}


def rebelled(changes=None, **fields):
    model = alone("insurgency", **VALUES)
    return run(model, tiny(model, N, room=0, **USUAL | fields), changes=changes)


@pytest.mark.parametrize(
    ("fields", "odds"),
    [
        ({}, -1.0),
        ({"gdp_ppp": MEDIAN * np.e}, -1.5),
        ({"population": PEOPLE * np.e, "gdp_ppp": MEDIAN * np.e}, -0.7),
        ({"regime": -0.25}, -1.0 + 0.6 * 0.75),
        ({"regime_change": 1}, -0.2),
        ({"growth": -0.1}, -0.6),
        ({"growth": -0.6}, 0.2),
        ({"growth": 0.4}, -1.0),
        ({"insurgency_past": 0.95}, -1.0 + 0.5 * np.log(20)),
    ],
)
def test_onsets_are_as_frequent_as_the_logistic_of_the_odds(fields, odds):
    final, events = rebelled(**fields)
    assert likely(final["insurgency"].sum(), N, logistic(odds))
    assert len(told(events, INSURGENCY)) == final["insurgency"].sum()


def test_what_others_add_enters_the_odds():
    changes = added(alone("insurgency"), "unrest_pull", range(N), 2.0)
    assert likely(rebelled(changes)[0]["insurgency"].sum(), N, logistic(1.0))


@pytest.mark.parametrize("rich", [0.0, 2.0, -2.0])
def test_conflicts_end_at_the_rate_and_sooner_where_the_state_is_rich(rich):
    final, events = rebelled(insurgency=1, gdp_ppp=MEDIAN * np.exp(rich))
    over = N - final["insurgency"].sum()
    assert likely(over, N, 0.4 * logistic(0.5 * rich))
    assert len(told(events, INTERNAL_PEACE)) == over


def test_long_conflicts_end_more_seldom():
    final, _ = rebelled(insurgency=1, insurgency_past=6.0)
    assert likely(N - final["insurgency"].sum(), N, 0.2 / 6**0.7)


def test_years_of_conflict_are_remembered_and_fade():
    rng = np.random.default_rng(3)
    past, on = rng.uniform(0, 8, N), rng.integers(0, 2, N)
    final, _ = rebelled(insurgency=on, insurgency_past=past)
    assert final["insurgency_past"] == pytest.approx(0.9 * past + final["insurgency"])


def test_it_is_no_peace_while_another_part_fights():
    final, events = rebelled(insurgency=1, separatism=1)
    assert final["insurgency"].sum() < N
    assert not told(events, INTERNAL_PEACE)


def test_a_conflict_begins_just_where_the_draw_is_below_the_chance():
    rng = np.random.default_rng(7)
    regime, growth = rng.uniform(-1, 1, N), rng.uniform(-0.4, 0.1, N)
    rich, large, fresh = rng.normal(0, 1, N), rng.normal(0, 1, N), rng.integers(0, 2, N)
    people = PEOPLE * np.exp(large)
    model = alone("insurgency", **VALUES)
    opening = tiny(
        model, N, room=0, regime=regime, growth=growth, population=people,
        gdp_ppp=people * np.exp(9.5 + rich), regime_change=fresh,
    )  # fmt: skip
    odds = -1.0 - 0.5 * rich + 0.3 * large + 0.6 * (1 - np.abs(regime)) + 0.8 * fresh
    odds += 0.4 * 10 * np.clip(-growth, 0, 0.3)
    draws = state_luck(opening, "insurgency.rebel.u")
    assert decides(run(model, opening)[0]["insurgency"], draws, logistic(odds))
