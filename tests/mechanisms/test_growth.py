"""Uneven development: the expected path in closed form, and shocks by their moments."""

from functools import cache

import numpy as np
import pytest
from simulated import added, alone, futures, run, tiny

STILL = {"own": 0, "common": 0, "regional": 0, "stirring": 0, "smallness": 0}
PLAIN = STILL | {"trend": 0.02, "catch_up": 0, "trap": 0, "inertia": 0}
SHOCKS = PLAIN | {"trend": 0}
HEADS = 5e7


def rates(model, incomes, years=1, frontier=None, **fields):
    """Return growth of one year of states of given output per head."""
    gdp = np.asarray(incomes) * HEADS
    top = np.log(max(incomes) if frontier is None else frontier)
    opening = tiny(model, len(gdp), room=0, gdp_ppp=gdp, frontier=top, **fields)
    return run(model, opening, years)[0]["growth"]


def test_without_shocks_output_grows_along_the_trend():
    model = alone("growth", **PLAIN)
    final, _ = run(model, tiny(model, 3, room=0, gdp_ppp=[1e9, 1e12, 3e13]), 10)
    assert final["gdp_ppp"] == pytest.approx(np.array([1e9, 1e12, 3e13]) * np.exp(0.2))
    assert final["growth"] == pytest.approx(np.full(3, 0.02))


def test_the_poor_catch_up_by_the_gap_and_no_more_than_reach():
    model = alone("growth", **PLAIN | {"catch_up": 0.01}, reach=2.0)
    found = rates(model, [40_000, 40_000 / np.e, 40_000 / np.e**3])
    assert found == pytest.approx([0.02, 0.03, 0.04])


def test_whoever_is_beyond_the_frontier_gains_nothing_and_loses_nothing():
    model = alone("growth", **PLAIN | {"catch_up": 0.01})
    assert rates(model, [90_000], frontier=40_000) == pytest.approx([0.02])


def test_two_states_converge_to_one_income():
    model = alone("growth", **PLAIN | {"catch_up": 0.1})
    opening = tiny(model, 2, room=0, gdp_ppp=[1e12, 1e11])
    gaps = []
    for years in (5, 20, 60):
        gdp = run(model, opening, years)[0]["gdp_ppp"]
        gaps.append(np.log(gdp[0] / gdp[1]))
    # the frontier is that of the end of last year, and both move along the trend
    assert gaps == pytest.approx(np.log(10) * 0.9 ** np.array([5, 20, 60]), abs=1e-6)


def test_the_slow_down_is_deepest_at_its_income_and_half_a_unit_wide():
    model = alone("growth", **PLAIN | {"trap": 0.01}, trap_income=16_000)
    off = np.array([0.0, 0.5, -0.5, 5.0])
    found = rates(model, 16_000 * np.exp(off))
    assert found == pytest.approx(0.02 - 0.01 * np.exp(-2 * off * off))


def test_a_departure_from_the_expected_fades_by_inertia():
    model = alone("growth", **PLAIN | {"inertia": 0.5})
    for years in (1, 2, 5):
        found = rates(model, [20_000], years, growth=0.10)
        assert found == pytest.approx([0.02 + 0.08 * 0.5**years])


@pytest.mark.parametrize(("pull", "rate"), [(0.03, 0.05), (-0.05, -0.03), (9, 0.4), (-9, -0.6)])
def test_what_others_add_passes_one_for_one_within_bounds(pull, rate):
    model = alone("growth", **PLAIN)
    final, _ = run(model, tiny(model, 2, room=0), changes=added(model, "growth_pull", [0], pull))
    assert final["growth"] == pytest.approx([rate, 0.02])


def test_the_common_shock_is_the_same_for_all_and_has_its_width():
    model = alone("growth", **SHOCKS | {"common": 0.02})
    opening = tiny(model, 2, room=0)
    shocks = [final["growth"] for final, _ in futures(model, opening, 200)]
    assert np.ptp(shocks, axis=1) == pytest.approx(0)
    assert np.std(shocks) == pytest.approx(0.02, rel=0.2)
    assert np.mean(shocks) == pytest.approx(0, abs=4 * 0.02 / np.sqrt(200))


def test_a_regional_shock_is_shared_by_the_region_alone():
    model = alone("growth", **SHOCKS | {"regional": 0.02})
    final, _ = run(model, tiny(model, 4, room=0, region=[1, 1, 2, 3]))
    shocks = final["growth"]
    assert shocks[0] == shocks[1]
    assert len(set(shocks)) == 3


@cache
def own_shocks(tail):
    """Return own shocks of width 0.03, shape (member, state)."""
    model = alone("growth", **SHOCKS | {"own": 0.03, "tail": tail, "lasting": 0}, calm=0.5)
    opening = tiny(model, 60, room=0)
    return np.array([final["growth"] for final, _ in futures(model, opening, 40)])


@pytest.mark.parametrize("tail", [0.0, 0.8])
def test_own_shocks_are_normal_with_a_log_normal_scale(tail):
    shocks, felt = own_shocks(tail), 0.5 * tail
    assert shocks.std() == pytest.approx(0.03 * np.exp(felt**2), rel=0.1)
    kurtosis = 3 * np.exp(4 * felt * felt)
    assert np.mean((shocks / shocks.std()) ** 4) == pytest.approx(kurtosis, rel=0.3)


def test_own_shocks_are_of_each_state_alone():
    shocks = own_shocks(0.8)
    assert abs(np.corrcoef(shocks[:, 0::2].ravel(), shocks[:, 1::2].ravel())[0, 1]) < 0.1


def turbulence(years=1, n=1, values=(), **fields):
    """Return turmoil and turbulence at the end of some years without volatility."""
    model = alone("growth", **SHOCKS | {"tail": 0, "war": 0} | dict(values))
    final, _ = run(model, tiny(model, n, room=0, **fields), years)
    return final["turmoil"], final["turbulence"]


def test_war_and_volatility_widen_shocks_by_their_logarithms():
    found = turbulence(n=2, values={"war": 0.8, "memory": 0.5}, mobilised=[0, 1], volatility=1)[1]
    assert found == pytest.approx([0.5, 1.3])


def test_small_states_are_shaken_more():
    found = turbulence(n=3, values={"smallness": 0.1}, capability=[0.02, 0.02 * np.e, 2e-4])[1]
    assert found == pytest.approx([0, -0.1, 0.1 * np.log(100)])


def test_turmoil_fades_by_what_lasts_and_has_its_width():
    own, whole = turbulence(3, values={"lasting": 0.5}, turmoil=1.6)
    assert own == pytest.approx([0.2])
    assert np.array_equal(own, whole)
    model = alone("growth", **SHOCKS | {"tail": 0.6, "lasting": 0.8})
    ends = [f["turmoil"] for f, _ in futures(model, tiny(model, 50, room=0), 4, years=15)]
    assert np.std(ends) == pytest.approx(0.6, rel=0.15)


def test_turbulence_is_bounded():
    found = turbulence(n=2, turmoil=[30, -30], values={"lasting": 0.9})[1]
    assert found == pytest.approx([3, -3])


def test_the_scale_of_shocks_is_persistent_and_bounded():
    model = alone("growth", **PLAIN | {"stirring": 0.3}, memory=0.8)
    opening = tiny(model, 1, room=0)
    series = [final["volatility"][0] for final, _ in futures(model, opening, 150, years=6)]
    expected = 0.3 * np.sqrt((1 - 0.8**12) / (1 - 0.64))
    assert np.std(series) == pytest.approx(expected, rel=0.25)
    model = alone("growth", **PLAIN | {"stirring": 2}, memory=0.99)
    ends = [final["volatility"][0] for final, _ in futures(model, opening, 10, years=8)]
    assert set(np.abs(ends) <= 2) == {True}
    assert 2 in np.abs(ends)


def test_the_scale_of_shocks_moves_both_common_and_own_shocks():
    for name, times in (("common", 1.0), ("own", 0.5)):
        values = SHOCKS | {name: 0.001, "tail": 0, "memory": 0.5, "calm": 0.5}
        model = alone("growth", **values)
        quiet, _ = run(model, tiny(model, 1, room=0, volatility=0))
        wild, _ = run(model, tiny(model, 1, room=0, volatility=2))
        assert wild["growth"] / quiet["growth"] == pytest.approx(np.exp(times * 1.0))
