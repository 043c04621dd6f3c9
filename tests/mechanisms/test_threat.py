"""Threat: hostile capability nearby against one's own."""

import numpy as np
import pytest
from simulated import alone, run, tiny


def felt(capability=(0.6, 0.4), memory=0.0, n=2, years=1, **fields):
    model = alone("threat", gradient=0.5, memory=memory)
    return run(model, tiny(model, n, room=0, capability=capability, **fields), years)[0]


def test_it_is_the_share_of_hostile_in_all_capability_at_hand():
    final = felt(rivalry=1, contiguous=1, alignment=-1)
    assert final["danger"] == pytest.approx([0.4, 0.6])
    assert final["threat"] == pytest.approx([0.4 / 1.02, 0.6 / 1.02])


@pytest.mark.parametrize(
    ("fields", "enmity"),
    [
        ({"alignment": -0.5}, 0.5),
        ({"rivalry": 1}, 0.7),
        ({"rivalry": 1, "alignment": -0.9}, 0.9),
        ({}, 0),
    ],
)
def test_enmity_is_cold_alignment_or_rivalry(fields, enmity):
    assert felt(contiguous=1, **fields)["danger"] == pytest.approx([0.4 * enmity, 0.6 * enmity])


def test_it_falls_with_distance_but_not_for_neighbours():
    assert felt(alignment=-1, log_distance=8.2)["danger"] == pytest.approx(
        np.array([0.4, 0.6]) * np.exp(-1), rel=1e-5
    )
    assert felt(alignment=-1, log_distance=3)["danger"] == pytest.approx([0.4, 0.6])


def test_dangers_add_up_and_friends_add_none():
    bonds = np.zeros((3, 3))
    bonds[1, 0] = bonds[2, 0] = -1
    bonds[2, 1] = 1
    final = felt((0.2, 0.3, 0.5), n=3, alignment=bonds, contiguous=1)
    assert final["danger"] == pytest.approx([0.8, 0.2, 0.2])


def test_it_is_slow_to_be_felt_and_to_be_forgotten():
    for years in (1, 2):
        final = felt((0.5, 0.5), 0.6, years=years, alignment=-1, contiguous=1)
        assert final["threat"] == pytest.approx(np.full(2, 0.5 / 1.02 * (1 - 0.6**years)))
    assert felt(memory=0.6, threat=1, years=3)["threat"] == pytest.approx(np.full(2, 0.6**3))
