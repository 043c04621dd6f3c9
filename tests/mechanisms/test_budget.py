"""Spending follows output and what pulls at it; personnel follows in part."""

import numpy as np
import pytest
from simulated import added, alone, run, tiny

STILL = {
    "spread": 0, "pass_through": 0.8, "war_effort": 0.2, "manning": 0.5, "labour_saving": 0.01,
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
    men = 0.5 * (pull + 0.2 * war) - 0.01
    assert final["military_personnel"] == pytest.approx([2e5 * np.exp(men)] * 2)


@pytest.mark.parametrize("pull", [5.0, -5.0])
def test_no_year_changes_more_than_its_bound(pull):
    final = spent(pull=pull, growth=0)
    assert final["military_spending"] == pytest.approx(
        [2e10 * np.exp(np.clip(pull, -0.7, 0.7))] * 2
    )
    assert final["military_personnel"] == pytest.approx(
        [2e5 * np.exp(np.clip(pull, -0.7, 0.7))] * 2
    )


def test_no_more_than_eight_in_a_hundred_are_under_arms():
    final = spent(pull=0.6, growth=0, military_personnel=[3.9e6, 5e6])
    assert final["military_personnel"] == pytest.approx([4e6, 5e6])
    final = spent(3, pull=0.6, growth=0, military_personnel=[0, 1e3, 1e5])
    assert final["military_personnel"][0] == 0


def test_nothing_spent_stays_nothing():
    assert not spent(pull=0.5, military_spending=0)["military_spending"].any()


def test_chance_has_the_stated_width():
    final = spent(150, growth=0, values={"spread": 0.08, "labour_saving": 0})
    assert np.log(final["military_spending"] / 2e10).std() == pytest.approx(0.08, rel=0.2)
    assert np.log(final["military_personnel"] / 2e5).std() == pytest.approx(0.048, rel=0.2)
