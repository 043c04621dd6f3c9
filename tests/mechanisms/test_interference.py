"""Rivals fan the armed conflicts of one another: the stronger in the weaker."""

import numpy as np
import pytest
from simulated import alone, run, tiny


def pull(n=2, capability=(0.9, 0.1), **fields):
    model = alone("interference", strength=0.4, reach=0.25)
    opening = tiny(model, n, room=0, capability=capability, **fields)
    return run(model, opening)[0]["unrest_pull"]


def test_a_rival_neighbour_as_strong_as_counts_fans_conflict_in_the_weaker_alone():
    found = pull(capability=(0.99, 0.001), rivalry=1, contiguous=1)
    assert found == pytest.approx([0, 0.4])


def test_it_grows_with_the_log_of_the_ratio():
    found = pull(rivalry=1, contiguous=1)
    assert found == pytest.approx([0, 0.4 * np.log(9) / 4], rel=1e-3)


def test_from_afar_a_rival_reaches_a_part():
    assert pull(rivalry=1)[1] == pytest.approx(0.25 * pull(rivalry=1, contiguous=1)[1])


@pytest.mark.parametrize(("alignment", "enmity"), [(-0.8, 0.5), (-0.3, 0.0), (0.5, 0.0)])
def test_cold_alignment_counts_beyond_a_measure(alignment, enmity):
    found = pull(alignment=alignment, contiguous=1)
    assert found[1] == pytest.approx(enmity * 0.4 * np.log(9) / 4, rel=1e-3, abs=1e-7)


def test_equals_do_not_meddle():
    assert not pull(capability=(0.5, 0.5), rivalry=1, contiguous=1).any()


def test_turning_the_pair_around_turns_the_pull_around():
    there = pull(capability=(0.7, 0.3), rivalry=1)
    assert pull(capability=(0.3, 0.7), rivalry=1)[::-1] == pytest.approx(there)
