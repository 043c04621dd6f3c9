"""Armed conflict over a part of the state begins and ends as often as it should."""

import numpy as np
import pytest
from simulated import added, alone, decides, likely, logistic, run, state_luck, tiny, told

from multipolar.events import INTERNAL_PEACE, SEPARATISM

PEOPLE = np.exp(16.1)
MEDIAN = PEOPLE * np.exp(9.5)
VALUES = {
    "base": -1.0, "income": 0.4, "size": 0.5, "middle": 0.7, "loosening": 0.9, "recurrence": 0.6,
    "end_rate": 0.3, "lasting": 0.8,
}  # fmt: skip
N = 150


def parted(changes=None, **fields):
    model = alone("separatism", **VALUES)
    usual = {"population": PEOPLE, "gdp_ppp": MEDIAN, "regime": 1}
    return run(model, tiny(model, N, room=0, **usual | fields), changes=changes)


@pytest.mark.parametrize(
    ("fields", "odds"),
    [
        ({}, -1.0),
        ({"gdp_ppp": MEDIAN * np.e}, -1.4),
        ({"population": PEOPLE * np.e, "gdp_ppp": MEDIAN * np.e}, -0.5),
        ({"regime_change": 1}, -0.1),
        ({"growth_regime": -1}, -0.1),
        ({"regime_change": 1, "growth_regime": -1}, -0.1),
        ({"growth_regime": 1}, -1.0),
        ({"regime": -0.5}, -1.0 + 0.7 * 0.5),
        ({"separatism_past": 0.95}, -1.0 + 0.6 * np.log(20)),
    ],
)
def test_onsets_are_as_frequent_as_the_logistic_of_the_odds(fields, odds):
    final, events = parted(**fields)
    assert likely(final["separatism"].sum(), N, logistic(odds))
    assert len(told(events, SEPARATISM)) == final["separatism"].sum()


def test_what_others_add_enters_the_odds():
    changes = added(alone("separatism"), "unrest_pull", range(N), 2.0)
    assert likely(parted(changes)[0]["separatism"].sum(), N, logistic(1.0))


def test_conflicts_end_at_the_rate():
    final, events = parted(separatism=1)
    over = N - final["separatism"].sum()
    assert likely(over, N, 0.3)
    assert len(told(events, INTERNAL_PEACE)) == over


def test_long_conflicts_end_more_seldom():
    final, _ = parted(separatism=1, separatism_past=6.0)
    assert likely(N - final["separatism"].sum(), N, 0.3 / 6**0.8)


def test_years_of_conflict_are_remembered_and_fade():
    rng = np.random.default_rng(3)
    past, on = rng.uniform(0, 8, N), rng.integers(0, 2, N)
    final, _ = parted(separatism=on, separatism_past=past)
    assert final["separatism_past"] == pytest.approx(0.9 * past + final["separatism"])


def test_it_is_no_peace_while_rebels_fight_over_the_whole():
    final, events = parted(separatism=1, insurgency=1)
    assert final["separatism"].sum() < N
    assert not told(events, INTERNAL_PEACE)


def test_a_conflict_begins_just_where_the_draw_is_below_the_chance():
    rng = np.random.default_rng(7)
    rich, large, fresh = rng.normal(0, 1, N), rng.normal(0, 1, N), rng.integers(0, 2, N)
    fallen, people = rng.integers(-1, 2, N), PEOPLE * np.exp(large)
    model = alone("separatism", **VALUES)
    opening = tiny(
        model, N, room=0, population=people, gdp_ppp=people * np.exp(9.5 + rich),
        regime_change=fresh, growth_regime=fallen, regime=1,
    )  # fmt: skip
    odds = -1.0 - 0.4 * rich + 0.5 * large + 0.9 * np.maximum(fresh, fallen < 0)
    draws = state_luck(opening, "separatism.part.u")
    assert decides(run(model, opening)[0]["separatism"], draws, logistic(odds))
