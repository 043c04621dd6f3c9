"""Essential states against the definition, coalition by coalition."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.errors import MeasureError
from multipolar.formulas.essential import essential_states, resource_stable, system_stable


def by_definition(resources: list[int]) -> list[bool]:
    """Member of a winning coalition that wins with none of its members left out."""
    n, total = len(resources), sum(resources)
    essential = [False] * n
    for size in range(1, n + 1):
        for coalition in itertools.combinations(range(n), size):
            held = sum(resources[i] for i in coalition)
            minimal = all(2 * (held - resources[i]) <= total for i in coalition)
            if 2 * held > total and minimal:
                for i in coalition:
                    essential[i] = True
    return essential


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=9).filter(any))
def test_small_whole_numbers(resources) -> None:
    assert essential_states(resources).tolist() == by_definition(resources)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any))
def test_real_numbers_by_halves(resources) -> None:
    """Divided by a number that leaves fractions, the same resources take the other path."""
    assert essential_states(np.array(resources) / 7.0).tolist() == by_definition(resources)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=9).filter(any), st.integers(0, 99))
def test_order_unit_and_monotony(resources, seed) -> None:
    order = np.random.default_rng(seed).permutation(len(resources))
    array = np.array(resources)
    found = essential_states(array)
    np.testing.assert_array_equal(essential_states(array[order]), found[order])
    np.testing.assert_array_equal(essential_states(array * 0.1), found)
    assert array[found].min() >= array[~found].max(initial=0)


def test_exactly_half_does_not_win() -> None:
    assert essential_states([2, 1, 1]).tolist() == [True, True, True]
    assert resource_stable([2, 1, 1])
    assert essential_states([0.2, 0.1, 0.1]).tolist() == [True, True, True]
    assert resource_stable([0.3, 0.1, 0.2])  # 0.1 + 0.2 is not quite 0.3 in binary


def test_even_states_and_a_single_odd_one() -> None:
    """101 states of 2 never sum to an odd 101: the state of 1 decides nothing."""
    assert essential_states([1] + [2] * 101).tolist() == [False] + [True] * 101
    assert essential_states([1] + [2] * 100).all()


def test_two_hundred_states_of_very_different_size() -> None:
    resources = np.random.default_rng(0).lognormal(0, 3, 200)
    assert system_stable(resources) == essential_states(resources).all()
    assert essential_states(resources).all()


def test_a_large_case_that_cannot_be_decided_is_not_guessed() -> None:
    resources = np.array([0.5] + [np.sqrt(2) * 2] * 101)
    with pytest.raises(MeasureError, match="whole numbers"):
        essential_states(resources)


@pytest.mark.parametrize(
    ("bad", "why"), [([1, -1], "negative"), ([0, 0], "zero"), ([np.nan], "missing"), ([], "empty")]
)
def test_errors(bad, why) -> None:
    for formula in (essential_states, system_stable, resource_stable):
        with pytest.raises(MeasureError, match=why):
            formula(bad)
    with pytest.raises(MeasureError, match="rtol"):
        essential_states([1, 2], rtol=1)
