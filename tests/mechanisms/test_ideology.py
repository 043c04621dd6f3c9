"""Positions drift towards friends, towards what the regime stands for, and by chance."""

import numpy as np
import pytest
from simulated import alone, run, tiny

STILL = {"converge": 0, "creed": 0, "wander": 0, "slope": 0.8}


def moved(n=2, years=1, values=(), **fields):
    model = alone("ideology", **STILL | dict(values))
    return run(model, tiny(model, n, room=0, **fields), years)[0]["ideology"]


def test_without_causes_nobody_moves():
    assert moved(ideology=[1.5, -2], alignment=0.7) == pytest.approx([1.5, -2])


def test_the_creed_of_the_regime_is_approached_geometrically():
    found = moved(2, 5, {"creed": 0.1}, regime=[1, -0.5], ideology=[0, 2])
    assert found == pytest.approx([0.8 * (1 - 0.9**5), -0.4 + 2.4 * 0.9**5])


def test_close_friends_meet_in_the_middle_and_their_mean_stays():
    found = moved(values={"converge": 0.1}, alignment=1, ideology=[1, -1], capability=[0.5, 0.5])
    assert found == pytest.approx([0.8, -0.8])


def test_a_state_listens_to_friends_by_capability_and_closeness():
    bonds = np.zeros((3, 3))
    bonds[1, 0], bonds[2, 0] = 0.5, 1.0
    found = moved(
        3, 1, {"converge": 0.1}, alignment=bonds, ideology=[0, 1, -1], capability=[0.3, 0.5, 0.2]
    )
    by = np.array([0.5 * 0.501, 1.0 * 0.201])
    assert found[0] == pytest.approx(0.1 * (by[0] - by[1]) / by.sum(), rel=1e-5)


def test_enemies_and_strangers_are_not_heard():
    assert moved(values={"converge": 0.5}, alignment=-1, ideology=[1, -1]) == pytest.approx([1, -1])
    assert moved(values={"converge": 0.5}, alignment=0, ideology=[1, -1]) == pytest.approx([1, -1])


def test_a_faint_friendship_pulls_less():
    found = moved(values={"converge": 0.1}, alignment=0.01, ideology=[1, -1], capability=[0.5, 0.5])
    kept = 20 * 0.01 * 0.501
    assert found == pytest.approx([1 - 0.2 * kept, -1 + 0.2 * kept], rel=1e-5)


@pytest.mark.parametrize("end", [-4, 4])
def test_positions_stay_on_the_scale(end):
    assert np.abs(moved(50, 3, {"wander": 1}, ideology=end)).max() == 4


def test_chance_has_the_stated_width():
    found = moved(150, values={"wander": 0.06})
    assert found.std() == pytest.approx(0.06, rel=0.2)
    assert found.mean() == pytest.approx(0, abs=4 * 0.06 / np.sqrt(150))
