"""Collapse and take-off: how often they come and go, and what they do."""

import numpy as np
import pytest
from simulated import alone, decides, likely, logistic, run, state_luck, tiny, told

from multipolar.events import CRASH, ECONOMIC_NORMAL, TAKE_OFF

CALM = {"crash_rate": 0, "take_off_rate": 0, "recovery": 0, "end_rate": 0}
N = 150


def turned(values, **fields):
    model = alone("upheaval", **CALM | values)
    return run(model, tiny(model, N, room=0, **fields))


def test_a_calm_economy_collapses_at_its_rate():
    final, events = turned({"crash_rate": 0.1, "depth": 0.07})
    fallen = final["growth_regime"] < 0
    assert likely(fallen.sum(), N, 0.1)
    assert len(told(events, CRASH)) == fallen.sum()
    assert final["growth_pull"] == pytest.approx(np.where(fallen, -0.07, 0))


@pytest.mark.parametrize("trouble", ["mobilised", "insurgency", "separatism"])
def test_each_war_multiplies_the_risk(trouble):
    final, _ = turned({"crash_rate": 0.05, "strain": 1.2}, **{trouble: 1})
    assert likely((final["growth_regime"] < 0).sum(), N, 0.05 * np.exp(1.2))


def test_the_risk_never_exceeds_a_half():
    final, _ = turned({"crash_rate": 0.5, "strain": 5}, mobilised=1, insurgency=1)
    assert likely((final["growth_regime"] < 0).sum(), N, 0.5)


def test_a_collapse_ends_at_its_rate():
    final, events = turned({"recovery": 0.3, "depth": 0.07}, growth_regime=-1)
    out = final["growth_regime"] == 0
    assert likely(out.sum(), N, 0.3)
    assert len(told(events, ECONOMIC_NORMAL)) == out.sum()
    assert final["growth_pull"] == pytest.approx(np.where(out, 0, -0.07))


def test_poor_economies_take_off_and_half_as_often_at_the_turning_income():
    values = {"take_off_rate": 0.3, "turning_income": 12_000, "lift": 0.025}
    final, events = turned(values, gdp_ppp=5e7 * 12_000)
    up = final["growth_regime"] > 0
    assert likely(up.sum(), N, 0.15)
    assert len(told(events, TAKE_OFF)) == up.sum()
    assert final["growth_pull"] == pytest.approx(np.where(up, 0.025, 0))
    assert likely((turned(values, gdp_ppp=5e7 * 10)[0]["growth_regime"] > 0).sum(), N, 0.3)
    assert not turned(values, gdp_ppp=5e7 * 1e9)[0]["growth_regime"].any()


def test_a_take_off_ends_at_its_rate_and_a_little_sooner_where_the_state_is_rich():
    rich = np.random.default_rng(4).normal(0, 1, N)
    model = alone("upheaval", **CALM | {"end_rate": 0.3, "turning_income": 12_000})
    opening = tiny(model, N, room=0, growth_regime=1, gdp_ppp=5e7 * 12_000 * np.exp(rich))
    chance = 0.3 * (1 + 0.2 * (1 - logistic(-rich / 0.5)))
    draws = state_luck(opening, "upheaval.turn.u")
    assert decides(run(model, opening)[0]["growth_regime"] == 0, draws, chance)


def test_without_rates_nothing_turns():
    final, events = turned({}, insurgency=1)
    assert not final["growth_regime"].any()
    assert not final["growth_pull"].any()
    assert not told(events, CRASH, TAKE_OFF, ECONOMIC_NORMAL)


def test_an_economy_turns_just_where_the_draw_is_below_the_chance():
    rng = np.random.default_rng(2)
    rebels, parts, war = rng.integers(0, 2, (3, N))
    rich = rng.normal(0, 1, N)
    values = {"crash_rate": 0.05, "strain": 0.8, "take_off_rate": 0.3, "turning_income": 12_000}
    model = alone("upheaval", **CALM | values)
    opening = tiny(
        model, N, room=0, insurgency=rebels, separatism=parts, mobilised=war,
        gdp_ppp=5e7 * 12_000 * np.exp(rich),
    )  # fmt: skip
    crash = np.minimum(0.05 * np.exp(0.8 * (rebels + parts + war)), 0.5)
    rise = 0.3 * logistic(-rich / 0.5)
    draws = state_luck(opening, "upheaval.turn.u")
    final, _ = run(model, opening)
    assert decides(final["growth_regime"] < 0, draws, crash)
    assert decides(final["growth_regime"] != 0, draws, crash + rise)
