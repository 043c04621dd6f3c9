"""What conflict costs: each kind its part, and all together their sum."""

import numpy as np
import pytest
from simulated import alone, run, tiny

COSTS = {"war_cost": 0.02, "conflict_cost": 0.01, "terror_cost": 0.003}


def pull(model, n=4, **fields):
    return run(model, tiny(model, n, room=0, **fields))[0]["growth_pull"]


def test_each_kind_of_conflict_takes_its_part_of_growth():
    found = pull(
        alone("burden_of_conflict", **COSTS),
        mobilised=[1, 0, 0, 0],
        insurgency=[0, 1, 0, 0],
        separatism=[0, 0, 1, 0],
        terrorism=[0, 0, 0, 2],
    )
    assert found == pytest.approx([-0.02, -0.01, -0.005, -0.006])


def test_costs_add_up():
    found = pull(
        alone("burden_of_conflict", **COSTS),
        1,
        mobilised=1,
        insurgency=1,
        separatism=1,
        terrorism=3,
    )
    assert found == pytest.approx([-0.02 - 0.015 - 0.009])


def test_peace_costs_nothing():
    assert np.array_equal(pull(alone("burden_of_conflict", **COSTS)), np.zeros(4))


def test_output_falls_by_what_growth_loses():
    model = alone("burden_of_conflict", "growth", **COSTS).set(
        {"growth.own": 0, "growth.common": 0, "growth.regional": 0}
    )
    final, _ = run(model, tiny(model, 2, room=0, mobilised=[1, 0]))
    assert final["gdp_ppp"][0] / final["gdp_ppp"][1] == pytest.approx(np.exp(-0.02))
