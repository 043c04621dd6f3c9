"""Armed conflict within a state raises the odds next door."""

import numpy as np
import pytest
from simulated import alone, run, tiny


def pull(n=4, borders=1, **fields):
    model = alone("spill_over", strength=0.3, cells=0.1)
    return run(model, tiny(model, n, room=0, contiguous=borders, **fields))[0]["unrest_pull"]


def test_each_neighbour_in_conflict_adds_its_strength():
    assert pull(insurgency=[1, 1, 0, 0]) == pytest.approx([0.3, 0.3, 0.6, 0.6])


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize(
    ("fields", "felt"),
    [
        ({"insurgency": [1, 0], "separatism": [1, 0]}, 0.3),
        ({"terrorism": [2, 0]}, 0.2),
        ({"terrorism": [9, 0]}, 0.3),
        ({"terrorism": [2, 0], "insurgency": [1, 0]}, 0.3 + 0.1),
        ({"terrorism": [0.5, 0], "separatism": [1, 0]}, 0.3),
    ],
)
def test_two_conflicts_are_one_and_terrorism_beyond_them_adds_cells_up_to_a_measure(
    fields, felt, turn
):
    found = pull(2, **{name: values[::turn] for name, values in fields.items()})
    assert found[::turn] == pytest.approx([0, felt])


def test_only_neighbours_feel_it():
    borders = np.zeros((4, 4))
    borders[1, 0] = 1
    assert pull(borders=borders, insurgency=[1, 0, 0, 0]) == pytest.approx([0, 0.3, 0, 0])
