"""What leadership costs the leader, and nobody else."""

import numpy as np
import pytest
from simulated import alone, run, tiny


def pull(**fields):
    model = alone("overstretch", cost=0.05, diffusion=0.01)
    return run(model, tiny(model, 3, room=0, **fields))[0]["growth_pull"]


def test_only_the_leader_pays_for_its_arms_and_its_lead():
    found = pull(leader=[0, 1, 0], lead=0.4, military_spending=1e11)
    assert found == pytest.approx([0, -(0.05 * 0.1 + 0.01 * 0.4), 0])


def test_a_leader_without_arms_and_lead_pays_nothing():
    assert np.array_equal(pull(leader=[1, 0, 0], lead=0, military_spending=0), np.zeros(3))


def test_without_a_leader_nobody_pays():
    assert np.array_equal(pull(leader=[0, 0, 0], lead=0.4), np.zeros(3))
