"""Terrorism comes to rest at a level that its causes sustain."""

import numpy as np
import pytest
from simulated import alone, run, tiny

FLOOR = 0.03
STILL = {"persistence": 0.5, "feeding": 1.0, "seepage": 0.1, "spread": 0.0}


def level(n=2, years=1, values=(), **fields):
    model = alone("terrorism", **STILL | dict(values))
    return run(model, tiny(model, n, room=0, **fields), years)[0]["terrorism"]


@pytest.mark.parametrize(
    ("insurgency", "separatism", "rest"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1.5)]
)
def test_it_rests_at_what_armed_conflict_sustains(insurgency, separatism, rest):
    found = level(1, 60, insurgency=insurgency, separatism=separatism)
    assert found == pytest.approx([rest + FLOOR])


def test_it_approaches_geometrically():
    for years in (1, 2, 5):
        assert level(1, years, terrorism=2)[0] == pytest.approx(FLOOR + (2 - FLOOR) * 0.5**years)


def test_neighbours_rest_where_the_linear_equations_say():
    borders = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    found = level(3, 80, contiguous=borders, insurgency=[1, 0, 0])
    sustained = np.linalg.solve(np.eye(3) - 0.1 * borders, np.array([1.0, 0, 0]) + FLOOR)
    assert found == pytest.approx(sustained, rel=1e-5)


def test_of_a_neighbour_no_more_than_five_seeps_through():
    for found in (
        level(2, 1, contiguous=1, terrorism=[9, 0])[1],
        level(2, 1, contiguous=1, terrorism=[0, 9])[0],
    ):
        assert found == pytest.approx(0.5 * (0.1 * 5 + FLOOR))


def test_it_stays_within_its_scale_whatever_the_neighbours():
    found = level(30, 30, {"seepage": 0.5, "spread": 3}, contiguous=1, insurgency=1, terrorism=20)
    assert found.max() == 20
    assert found.min() >= 0


def test_chance_changes_the_spread_and_not_the_mean():
    found = level(150, 1, {"persistence": 0, "spread": 0.5, "seepage": 0}, insurgency=1)
    assert found.mean() == pytest.approx(1.03, rel=0.2)
    assert np.log(found).std() == pytest.approx(0.5, rel=0.2)
