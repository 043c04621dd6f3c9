"""Regimes change as often, and as far, as they should."""

import numpy as np
import pytest
from simulated import added, alone, decides, likely, logistic, run, state_luck, tiny, told

from multipolar.events import REGIME_CHANGE

MEDIAN = 5e7 * np.exp(9.5)
VALUES = {
    "base": -1.0, "middle": 0.8, "income": 0.6, "crisis": 0.5, "beaten": 1.0, "unrest": 0.7,
    "rooted": 0.4, "unsettled": 1.1, "opening": 0.2, "wealth": 0.8, "reversion": 1.5, "jump": 0.2,
    "conviction": 0.5,
}  # fmt: skip
N = 150


def changed(values=(), n=N, changes=None, **fields):
    model = alone("regimes", **VALUES | dict(values))
    usual = {"gdp_ppp": MEDIAN, "growth": 0, "regime": -1}
    return run(model, tiny(model, n, room=0, **usual | fields), changes=changes)


@pytest.mark.parametrize(
    ("fields", "odds"),
    [
        ({}, -1.0),
        ({"regime": 0.5}, -1.0 + 0.8 * 0.5 - 0.4 * 0.5),
        ({"regime": 0, "gdp_ppp": MEDIAN * np.e}, -1.0 + 0.8 - 0.6 * 0.5),
        ({"gdp_ppp": MEDIAN * np.e**2}, -1.0),
        ({"regime": 1, "gdp_ppp": MEDIAN * np.e**2}, -1.0 - 1.2 - 0.4),
        ({"growth": -0.1}, -1.0 + 0.5),
        ({"growth": -0.6}, -1.0 + 1.5),
        ({"defeat": 1}, 0.0),
        ({"regime_change": 1}, 0.1),
        ({"insurgency": 1, "separatism": 1}, -1.0 + 0.7 * 1.5),
    ],
)
def test_the_frequency_is_the_logistic_of_the_odds(fields, odds):
    final, events = changed(**fields)
    assert likely(final["regime_change"].sum(), N, logistic(odds))
    assert len(told(events, REGIME_CHANGE)) == final["regime_change"].sum()


def test_what_others_add_enters_the_odds():
    changes = added(alone("regimes"), "regime_pull", range(N), 2.0)
    final, _ = changed(changes=changes)
    assert likely(final["regime_change"].sum(), N, logistic(1.0))


@pytest.mark.parametrize(("regime", "income"), [(0.0, 1.0), (0.1, np.e), (-0.1, 1 / np.e)])
def test_changes_go_up_and_down_by_their_odds_and_steps(regime, income):
    final, _ = changed({"base": 2, "opening": 0.5}, regime=regime, gdp_ppp=MEDIAN * income)
    new = final["regime_change"] > 0
    step = final["regime"][new] - regime
    up = logistic(0.5 + 0.8 * np.log(income) - 1.5 * regime)
    assert likely((step > 0).sum(), new.sum(), up)
    assert np.abs(step).min() >= 0.3
    beyond = -0.2 * np.log(1 - np.arange(5) / 5)
    counts = [(np.abs(step) >= 0.3 + b).sum() for b in beyond]
    assert all(likely(c, new.sum(), 1 - k / 5) for k, c in enumerate(counts))
    assert (final["regime"][~new] == regime).all()


def test_the_scale_has_two_ends():
    for end in (-1, 1):
        final, _ = changed({"base": 2, "jump": 2}, regime=end)
        assert np.abs(final["regime"]).max() == 1


def test_the_event_says_which_regime_it_became():
    final, events = changed({"base": 0}, n=20, regime=0)
    told_as = [e for e in events if e[0] == REGIME_CHANGE]
    assert 0 < len(told_as) < 20
    assert [e[4] for e in told_as] == [final["regime"][int(e[2])] for e in told_as]


def test_ideas_turn_with_the_regime_and_the_new_ruler_starts_at_nought():
    final, _ = changed({"base": 0}, regime=0, tenure=7)
    new = final["regime_change"] > 0
    assert final["ideology"] == pytest.approx(0.5 * final["regime"])
    assert np.array_equal(final["tenure"], np.where(new, 0, 7))


def test_the_mark_of_a_change_lasts_one_year():
    final, _ = changed({"base": -12, "middle": 0, "unsettled": 0}, n=3, regime_change=1)
    assert not final["regime_change"].any()


def test_a_regime_changes_just_where_the_draw_is_below_the_chance():
    rng = np.random.default_rng(5)
    regime, growth = rng.uniform(-1, 1, N), rng.uniform(-0.4, 0.1, N)
    rich, defeat = rng.normal(0, 1, N), rng.integers(0, 2, N)
    rebels, parts = rng.integers(0, 2, (2, N))
    model = alone("regimes", **VALUES)
    opening = tiny(
        model, N, room=0, regime=regime, growth=growth, gdp_ppp=MEDIAN * np.exp(rich),
        defeat=defeat, insurgency=rebels, separatism=parts,
    )  # fmt: skip
    odds = -1.0 + 0.8 * (1 - np.abs(regime)) - 0.6 * rich * (1 + regime) / 2
    odds -= 0.4 * np.maximum(regime, 0)
    odds += 0.5 * 10 * np.clip(-growth, 0, 0.3) + defeat + 0.7 * (rebels + parts / 2)
    draws = state_luck(opening, "regimes.change.u")
    final, _ = run(model, opening)
    assert decides(final["regime_change"], draws, logistic(odds))
