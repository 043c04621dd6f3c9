"""Armed conflict within a state raises the odds next door."""

import numpy as np
import pytest
from simulated import alone, run, tiny


def pull(n=4, borders=1, **fields):
    model = alone("spill_over", strength=0.3, cells=0.1)
    return run(model, tiny(model, n, room=0, contiguous=borders, **fields))[0]["unrest_pull"]


def test_each_neighbour_in_conflict_adds_its_strength():
    assert pull(insurgency=[1, 1, 0, 0]) == pytest.approx([0.3, 0.3, 0.6, 0.6])


def test_two_conflicts_in_one_state_are_one_for_its_neighbours():
    assert pull(2, insurgency=[1, 0], separatism=[1, 0]) == pytest.approx([0, 0.3])


def test_terrorism_beyond_the_conflict_adds_cells_up_to_a_measure():
    assert pull(2, terrorism=[2, 0]) == pytest.approx([0, 0.2])
    assert pull(2, terrorism=[9, 0]) == pytest.approx([0, 0.3])
    assert pull(2, terrorism=[2, 0], insurgency=[1, 0]) == pytest.approx([0, 0.3 + 0.1])
    assert pull(2, terrorism=[0.5, 0], insurgency=[1, 0]) == pytest.approx([0, 0.3])


def test_only_neighbours_feel_it():
    borders = np.zeros((4, 4))
    borders[1, 0] = 1
    assert pull(borders=borders, insurgency=[1, 0, 0, 0]) == pytest.approx([0, 0.3, 0, 0])
