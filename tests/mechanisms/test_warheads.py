"""Nuclear arsenals: races, limits, retirement and newcomers."""

import numpy as np
import pytest
from simulated import alone, decides, run, state_luck, tiny

VALUES = {"retirement": 0.0, "race": 0.05, "spread_rate": 0.0}


def held(n=2, years=1, values=(), **fields):
    model = alone("warheads", **VALUES | dict(values))
    return run(model, tiny(model, n, room=0, **fields), years)[0]["nuclear_warheads"]


def test_arsenals_without_rivals_retire_down_to_one():
    values = {"retirement": 0.1}
    assert held(2, 5, values, nuclear_warheads=[100, 1]) == pytest.approx([100 * np.exp(-0.5), 1])


def test_the_smaller_follows_the_larger_by_the_log_of_the_ratio():
    found = held(nuclear_warheads=[100, 200], rivalry=1)
    assert found == pytest.approx([100 * np.exp(0.05 * np.log(2)), 200], rel=1e-6)


def test_equal_rivals_stay_and_so_do_unequal_friends():
    assert held(nuclear_warheads=[300, 300], rivalry=1) == pytest.approx([300, 300])
    assert held(nuclear_warheads=[10, 300]) == pytest.approx([10, 300])


def test_several_rivals_count_together_and_the_race_has_a_bound():
    found = held(3, nuclear_warheads=[100, 100, 100], rivalry=1)
    assert found == pytest.approx(np.full(3, 100 * np.exp(0.05 * np.log(2))), rel=1e-6)
    assert held(nuclear_warheads=[1, 1e5], rivalry=1)[0] == pytest.approx(np.exp(0.15), rel=1e-6)


def test_capped_arsenals_do_not_grow_and_race_again_when_the_limit_is_gone():
    assert held(nuclear_warheads=[100, 200], rivalry=1, arms_cap=1) == pytest.approx([100, 200])
    # no treaty stands behind the flag here, so that the second year runs without it
    two = held(2, 2, nuclear_warheads=[100, 200], rivalry=1, arms_cap=1)
    assert two[0] == pytest.approx(100 * np.exp(0.05 * np.log(2)), rel=1e-6)


def test_a_limit_with_an_unarmed_state_holds_nothing():
    caps = np.zeros((3, 3))
    caps[2, 0] = 1
    rivals = np.zeros((3, 3))
    rivals[1, 0] = 1
    found = held(3, nuclear_warheads=[100, 200, 0], arms_cap=caps, rivalry=rivals)
    assert found == pytest.approx([100 * np.exp(0.05 * np.log(2)), 200, 0], rel=1e-6)


def test_states_with_a_nuclear_rival_and_the_means_acquire_weapons_at_the_rate():
    n = 150
    rivals = np.zeros((n, n))
    rivals[1:, 0] = 1
    bombs = np.zeros(n)
    bombs[0] = 1000
    rivals[100:] = 0
    gdp = np.random.default_rng(1).uniform(0.1, 3, n) * 1e12
    model = alone("warheads", **VALUES | {"spread_rate": 0.5})
    opening = tiny(model, n, room=0, nuclear_warheads=bombs, rivalry=rivals, gdp_ppp=gdp)
    found = run(model, opening)[0]["nuclear_warheads"][1:]
    chance = 0.5 * np.minimum(gdp / 1e12, 1) * np.where(np.arange(n) < 100, 1, 0.1)
    draws = state_luck(opening, "warheads.stockpile.u")
    assert decides(found == 5, draws[1:], chance[1:])
    assert set(found) == {0, 5}


def test_small_states_acquire_none():
    assert not held(100, 1, {"spread_rate": 0.5}, population=4e6, gdp_ppp=5e12).any()
