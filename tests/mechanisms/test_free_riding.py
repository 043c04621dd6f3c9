"""Allies of the strong spend less."""

import numpy as np
import pytest
from simulated import added, alone, run, tiny


def pull(n=3, menace=0.0, **fields):
    model = alone("free_riding", strength=0.04)
    changes = added(model, "menace", range(n), menace)
    return run(model, tiny(model, n, room=0, **fields), changes=changes)[0]["arms_pull"]


def test_equal_allies_ride_by_half():
    assert pull(2, defence=1) == pytest.approx([-0.02, -0.02])


def test_without_allies_nobody_rides():
    assert np.array_equal(pull(consultation=1, nonaggression=1), np.zeros(3))


def test_the_smaller_ally_rides_more():
    assert pull(2, defence=1, military_spending=[1e10, 9e10]) == pytest.approx([-0.036, -0.004])


def test_several_allies_shelter_together():
    assert pull(4, defence=1) == pytest.approx(np.full(4, -0.04 * 0.75))


def test_whoever_is_menaced_rides_less():
    assert pull(2, menace=2e10, defence=1) == pytest.approx([-0.01, -0.01])
    assert pull(2, menace=2e15, defence=1) == pytest.approx([0, 0], abs=1e-6)
