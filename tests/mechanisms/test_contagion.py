"""Regimes change in waves: neighbours of the other kind pull."""

import numpy as np
import pytest
from simulated import alone, run, tiny


def pull(n=3, borders=1, **fields):
    model = alone("contagion", strength=0.8)
    return run(model, tiny(model, n, room=0, contiguous=borders, **fields))[0]["regime_pull"]


def test_neighbours_of_the_other_kind_raise_the_odds_for_both():
    assert pull(2, regime=[1, -1]) == pytest.approx([0.8 * 0.75] * 2)


def test_like_neighbours_and_no_neighbours_lower_them_a_little():
    assert pull(3, regime=0.5) == pytest.approx(np.full(3, -0.2))
    assert pull(3, borders=0, regime=[1, -1, 0]) == pytest.approx(np.full(3, -0.2))


def test_it_is_the_mean_over_neighbours():
    assert pull(3, regime=[1, 1, -1]) == pytest.approx([0.8 * 0.25, 0.8 * 0.25, 0.8 * 0.75])


@pytest.mark.parametrize("fresh", [0, 1])
def test_a_fresh_change_next_door_counts_three_times(fresh):
    found = pull(2, regime=[1, -1], regime_change=np.arange(2) == fresh)
    assert found[fresh] == pytest.approx(0.8 * 0.75)
    assert found[1 - fresh] == pytest.approx(0.8 * 2.75)


def test_without_strength_nothing_is_added():
    model = alone("contagion", strength=0)
    final, _ = run(model, tiny(model, 3, contiguous=1, regime=[1, -1, 0]))
    assert not final["regime_pull"].any()
