"""Steps: what the decorators take and refuse, and the helpers of whole steps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.errors import ModelError
from multipolar.steps import each_pair, each_state, ends, first_two, key, pair, record, whole


@each_pair(sets="alignment", adds=("menace_i", "menace_j"), draws={"u": "uniform"})
def meet(alignment, speed, u):
    moved = alignment + speed * u
    return moved, moved, -moved


def test_a_step_knows_what_it_reads_and_writes_in_order():
    step = meet.step
    assert (step.name, step.over) == ("meet", "pair")
    assert step.reads == ("alignment", "speed", "u")
    assert step.writes == ("alignment", "menace_i", "menace_j")
    assert step.draws == {"u": "uniform"}


def test_a_marked_function_still_works_as_itself():
    assert meet(0.5, 0.1, 1.0) == (0.6, 0.6, -0.6)


def test_locals_are_not_taken_for_arguments():
    @each_state(sets="growth")
    def grow(growth):
        more = growth + 1.0
        return more

    assert grow.step.reads == ("growth",)


@pytest.mark.parametrize(
    ("mark", "draws", "needed"),
    [
        (each_state, {"z": "poisson"}, "'poisson'; needed uniform or normal"),
        (each_pair, {"z": "normal"}, "'normal'; needed uniform"),
    ],
)
def test_a_distribution_that_there_is_not_is_refused(mark, draws, needed):
    with pytest.raises(ModelError, match=needed):
        mark(sets="growth", draws=draws)


@pytest.mark.parametrize("mark", [each_state, each_pair])
def test_a_step_that_writes_nothing_is_refused(mark):
    with pytest.raises(ModelError, match="must write something"):
        mark()


def test_a_whole_step_may_write_nothing_but_events():
    @whole()
    def tell(events, year):
        record(events, 1, year, 0, 1, 2.0)

    assert tell.step.writes == ()


@given(st.integers(0, 2_000), st.integers(0, 2_000))
def test_pair_and_ends_are_each_other_s_inverse(i, j):
    if i == j:
        return
    p = pair(i, j)
    assert p == pair(j, i)
    assert ends(p) == (max(i, j), min(i, j))


def test_pairs_are_numbered_like_the_lower_triangle():
    i, j = np.tril_indices(50, -1)
    assert [pair(a, b) for a, b in zip(i.tolist(), j.tolist(), strict=True)] == list(range(len(i)))


def test_ends_hold_at_the_first_pair_of_every_row():
    for i in range(1, 3_000):
        first = i * (i - 1) // 2
        assert ends(first) == (i, 0)
        assert ends(first + i - 1) == (i, i - 1)


def test_the_log_keeps_what_fits_and_counts_the_rest():
    events = np.zeros((3, 5))
    for k in range(5):
        record(events, 7, 2000 + k, k, -1, 0.5 * k)
    assert events[0, 0] == 5
    assert events[1:].tolist() == [[7, 2000, 0, -1, 0.0], [7, 2001, 1, -1, 0.5]]


def test_a_name_has_another_number_in_every_use_and_stays_within_32_bits():
    numbers = {int(key(a, use)) for a in (0, 1, 2**32 - 1) for use in range(1_000)}
    assert len(numbers) == 3_000
    assert all(0 <= x < 2**32 for x in numbers)


@given(st.lists(st.integers(0, 1), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_two_members_with_the_lowest_names_are_found_in_any_order(members, random):
    ids = np.array(random.sample(range(1_000), len(members)), np.uint32)
    inside = sorted((k for k, m in enumerate(members) if m), key=lambda k: ids[k])
    wanted = [*inside, -1, -1][:2]
    assert list(first_two(np.array(members, np.int8), ids)) == wanted
