"""The weak beside the strong give in."""

import numpy as np
import pytest
from simulated import alone, run, tiny


def pull(capability=(0.9, 0.001), **fields):
    model = alone("bandwagoning", strength=0.1)
    fields = {"contiguous": 1, "alignment": 0} | fields
    opening = tiny(model, 2, room=0, capability=capability, **fields)
    return run(model, opening)[0]["alignment_pull"]


def test_a_weak_neighbour_moves_towards_mild_alignment():
    assert pull() == pytest.approx([0.1 * 0.3])
    assert pull(alignment=0.3) == pytest.approx([0], abs=1e-8)
    assert pull(alignment=1) == pytest.approx([-0.07])
    assert pull(alignment=-1) == pytest.approx([0.13])


def test_it_grows_with_the_log_of_the_ratio_from_ten_to_a_hundred():
    ratio = np.exp(3.3)
    assert pull((ratio * 0.03, 0.03)) == pytest.approx([0.1 * 0.4 * 0.3], rel=1e-3)
    assert not pull((0.3, 0.04)).any()


def test_it_is_the_same_from_both_sides():
    assert pull((0.9, 0.02)) == pytest.approx(pull((0.02, 0.9)))


@pytest.mark.parametrize("fields", [{"contiguous": 0}, {"rivalry": 1}, {"defence": 1}])
def test_the_far_the_rival_and_the_ally_do_not_give_in(fields):
    assert not pull(**fields).any()
