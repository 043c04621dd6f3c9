"""Spending follows output and what pulls at it; personnel follows in part."""

import numpy as np
import pytest
from simulated import added, alone, run, tiny

STILL = {
    "spread": 0, "manning_spread": 0, "pass_through": 0.8, "war_effort": 0.2, "enlistment": 0.1,
    "manning": 0.5, "labour_saving": 0.01, "norm": 0, "manning_norm": 0,
}  # fmt: skip


def spent(n=2, pull=0.0, values=(), **fields):
    model = alone("budget", **STILL | dict(values))
    changes = added(model, "arms_pull", range(n), pull)
    return run(model, tiny(model, n, room=0, **fields), changes=changes)[0]


@pytest.mark.parametrize(("growth", "pull", "war"), [(0.05, 0, 0), (-0.1, 0.03, 1), (0, -0.02, 0)])
def test_growth_pulls_and_war_add_up(growth, pull, war):
    final = spent(pull=pull, growth=growth, mobilised=war)
    change = 0.8 * growth + pull + 0.2 * war
    assert final["military_spending"] == pytest.approx([2e10 * np.exp(change)] * 2)
    men = 0.5 * pull + 0.1 * war - 0.01
    assert final["military_personnel"] == pytest.approx([2e5 * np.exp(men)] * 2)


@pytest.mark.parametrize("pull", [5.0, -5.0])
def test_no_year_changes_more_than_its_bound(pull):
    final = spent(pull=pull, growth=0)
    assert final["military_spending"] == pytest.approx(
        [2e10 * np.exp(np.clip(pull, -1.2, 1.2))] * 2
    )
    assert final["military_personnel"] == pytest.approx(
        [2e5 * np.exp(np.clip(pull, -1.2, 1.2))] * 2
    )


def test_no_more_than_eight_in_a_hundred_are_under_arms():
    final = spent(pull=0.6, growth=0, military_personnel=[3.9e6, 5e6])
    assert final["military_personnel"] == pytest.approx([4e6, 5e6])
    final = spent(3, pull=0.6, growth=0, military_personnel=[0, 1e3, 1e5])
    assert final["military_personnel"][0] == 0


def test_nothing_spent_stays_nothing():
    assert not spent(pull=0.5, military_spending=0)["military_spending"].any()


def test_burdens_move_towards_what_is_usual():
    output, arms = np.array([1e12, 3e12]), np.array([2e10, 1e10])
    heads, men = np.array([5e7, 1e8]), np.array([2e5, 1e6])
    final = spent(
        growth=0, gdp_ppp=output, military_spending=arms, population=heads, military_personnel=men,
        values={"norm": 0.1, "manning_norm": 0.05, "labour_saving": 0},
    )  # fmt: skip
    burden, part = arms / output, men / heads
    usual = np.sqrt(burden[0] * burden[1]), np.sqrt(part[0] * part[1])
    assert final["world_burden"] == pytest.approx(usual[0])
    assert final["world_manning"] == pytest.approx(usual[1])
    asked = arms * np.exp(0.1 * np.log(usual[0] / burden))
    assert final["military_spending"] == pytest.approx(asked)
    assert final["military_personnel"] == pytest.approx(
        men * np.exp(0.05 * np.log(usual[1] / part))
    )


def test_far_from_the_usual_burden_the_pull_is_bounded():
    final = spent(growth=0, military_spending=[1e12, 1e4], values={"norm": 0.1})
    assert final["military_spending"][1] == pytest.approx(1e4 * np.exp(0.3))


def test_chance_has_the_stated_widths_and_grows_with_turbulence():
    values = {"spread": 0.08, "manning_spread": 0.05, "labour_saving": 0, "shared": 0.4}
    final = spent(200, growth=0, turbulence=0.5, values=values)
    money = np.log(final["military_spending"] / 2e10)
    men = np.log(final["military_personnel"] / 2e5)
    assert money.std() == pytest.approx(0.08 * np.exp(0.5), rel=0.2)
    assert men.std() == pytest.approx(0.05 * np.exp(0.5), rel=0.2)
    assert np.corrcoef(money, men)[0, 1] == pytest.approx(0.4, abs=0.2)


def test_who_has_no_arms_sets_no_example():
    final = spent(3, growth=0, military_spending=[2e10, 8e10, 0], values={"norm": 0.1})
    assert final["world_burden"] == pytest.approx(0.04)
    assert spent(growth=0, military_spending=0)["world_burden"] == 0
