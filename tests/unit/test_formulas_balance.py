"""Signed networks: brute force on small ones, certificates, symmetries."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from multipolar.errors import MeasureError
from multipolar.formulas.blocs import best_partition, signed_blocs, signed_modularity
from multipolar.formulas.cuts import Edges
from multipolar.formulas.line_index import line_index
from multipolar.formulas.signed import (
    algebraic_conflict,
    spectral_frustration,
    triads,
    walk_balance,
)
from multipolar.formulas.weak_line_index import weak_line_index


def network(seed: int, n: int, density: float = 0.7, hostile: float = 0.5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    tie = (rng.random((n, n)) < density) * np.where(rng.random((n, n)) < hostile, -1.0, 1.0)
    tie = np.triu(tie, 1)
    return tie + tie.T


def cost(ties: np.ndarray, labels, *, weighted: bool = False) -> float:
    labels = np.asarray(labels)
    same = labels[:, None] == labels[None, :]
    wrong = np.where(same, ties < 0, ties > 0)
    size = np.abs(ties) if weighted else np.ones_like(ties)
    return float(np.sum(size * np.triu(wrong)))


def partitions(n: int):
    """Restricted growth strings: every partition of n states once."""

    def grow(labels, parts):
        if len(labels) == n:
            yield labels
            return
        for part in range(parts + 1):
            yield from grow([*labels, part], max(parts, part + 1))

    yield from grow([0], 1)


small = st.builds(
    network, st.integers(0, 9999), st.integers(1, 8), st.floats(0.2, 1), st.floats(0, 1)
)


@settings(max_examples=60, deadline=None)
@given(small)
def test_line_index_is_the_minimum_over_all_divisions(ties) -> None:
    n = len(ties)
    best = min(cost(ties, (0, *rest)) for rest in itertools.product([0, 1], repeat=n - 1))
    found = line_index(ties)
    assert found.exact
    assert found.value == found.bound == best == cost(ties, found.sides) == len(found.edges)


@settings(max_examples=30, deadline=None)
@given(small)
def test_weak_line_index_is_the_minimum_over_all_partitions(ties) -> None:
    ties = ties[:7, :7]
    best = min(cost(ties, labels) for labels in partitions(len(ties)))
    found = weak_line_index(ties)
    assert found.exact
    assert found.value == found.bound == best == cost(ties, found.clusters) == len(found.edges)
    assert found.value <= line_index(ties).value


@settings(max_examples=30, deadline=None)
@given(small, st.integers(0, 999))
def test_weighted_indices_by_brute_force(ties, seed) -> None:
    ties = ties[:6, :6]
    size = np.triu(np.random.default_rng(seed).random(ties.shape), 1)
    ties = ties * (size + size.T)
    n = len(ties)
    two = min(
        cost(ties, (0, *rest), weighted=True) for rest in itertools.product([0, 1], repeat=n - 1)
    )
    many = min(cost(ties, labels, weighted=True) for labels in partitions(n))
    camps, clusters = line_index(ties, weighted=True), weak_line_index(ties, weighted=True)
    assert camps.exact
    assert clusters.exact
    assert camps.value == pytest.approx(two, abs=1e-6)
    assert clusters.value == pytest.approx(many, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_values_do_not_depend_on_the_order_of_states(seed: int) -> None:
    ties = network(seed, 20, 0.5)
    order = np.random.default_rng(seed).permutation(20)
    other = ties[np.ix_(order, order)]
    assert line_index(ties).value == line_index(other).value
    assert weak_line_index(ties).value == weak_line_index(other).value
    assert triads(ties) == triads(other)
    assert walk_balance(ties).overall == pytest.approx(walk_balance(other).overall)
    np.testing.assert_allclose(walk_balance(other).local, walk_balance(ties).local[order])
    assert algebraic_conflict(ties) == pytest.approx(algebraic_conflict(other), abs=1e-9)
    assert signed_blocs(ties).modularity == pytest.approx(signed_blocs(other).modularity)


@given(small, st.integers(0, 999))
def test_switching_camps_changes_neither_index_nor_walks(ties, seed) -> None:
    """Turning all ties of a state about moves camps, not balance."""
    turn = np.where(np.random.default_rng(seed).random(len(ties)) < 0.5, -1.0, 1.0)
    turned = turn[:, None] * ties * turn[None, :]
    assert line_index(turned).value == line_index(ties).value
    assert walk_balance(turned).overall == pytest.approx(walk_balance(ties).overall)


@pytest.mark.parametrize("n", range(2, 9))
def test_all_enemies(n: int) -> None:
    """A complete hostile network keeps the pairs inside two halves, and is weakly balanced."""
    ties = np.eye(n) - 1
    a, b = n // 2, n - n // 2
    assert line_index(ties).value == a * (a - 1) / 2 + b * (b - 1) / 2
    weak = weak_line_index(ties)
    assert (weak.value, weak.number) == (0, n)


def test_planted_camps_are_found_and_proven() -> None:
    camp = np.array([0] * 30 + [1] * 30)
    ties = np.abs(network(7, 60, 0.3)) * np.where(camp[:, None] == camp[None, :], 1.0, -1.0)
    ties[0, 1] = ties[1, 0] = -1
    found = line_index(ties)
    assert (found.value, found.exact) == (1, True)
    np.testing.assert_array_equal(found.sides, camp)
    np.testing.assert_array_equal(found.edges, [[0, 1]])
    assert found.normalized == pytest.approx(1 - 2 / found.total)


def test_a_limit_of_no_time_still_gives_a_division_and_a_true_bound() -> None:
    ties = network(11, 60, 0.4)
    rough, full = line_index(ties, time_limit=0), weak_line_index(ties, time_limit=0)
    assert 0 < rough.bound <= rough.value == cost(ties, rough.sides)
    assert 0 < full.bound <= full.value == cost(ties, full.clusters)
    assert not rough.exact


def test_no_ties_at_all() -> None:
    ties = np.zeros((3, 3))
    assert (line_index(ties).value, line_index(ties).exact) == (0, True)
    assert np.isnan(line_index(ties).normalized)
    assert weak_line_index(ties).number == 3
    assert np.isnan(triads(ties).balanced_share)
    assert np.isnan(spectral_frustration(ties))
    assert np.isnan(signed_modularity(ties, [0, 0, 0]))
    assert signed_blocs(ties).number == 3
    assert walk_balance(ties).overall == pytest.approx(1)


@given(small)
def test_triads_by_counting(ties) -> None:
    count = {3: 0, 1: 0, -1: 0, -3: 0}
    for i, j, k in itertools.combinations(range(len(ties)), 3):
        if ties[i, j] and ties[j, k] and ties[i, k]:
            count[int(ties[i, j] + ties[j, k] + ties[i, k])] += 1
    census = triads(ties)
    assert (census.ppp, census.ppm, census.pmm, census.mmm) == tuple(count.values())
    if census.total:
        assert census.balanced_share == (count[3] + count[-1]) / census.total
        assert census.weakly_balanced_share == pytest.approx(1 - count[1] / census.total)


@given(small)
def test_walk_balance_by_the_matrix_exponential(ties) -> None:
    signed, plain = expm(ties), expm(np.abs(ties))
    found = walk_balance(ties)
    assert found.overall == pytest.approx(np.trace(signed) / np.trace(plain))
    np.testing.assert_allclose(found.local, np.diag(signed) / np.diag(plain), rtol=1e-8)


@settings(deadline=None)
@given(small)
def test_spectrum_knows_balance_and_bounds_the_line_index(ties) -> None:
    found = line_index(ties)
    if found.value == 0:
        assert algebraic_conflict(ties) == 0
        assert walk_balance(ties).overall == pytest.approx(1)
    assert algebraic_conflict(ties) <= 4 * found.value / len(ties) + 1e-9


@settings(max_examples=25, deadline=None)
@given(small)
def test_blocs_against_all_partitions(ties) -> None:
    ties = ties[:7, :7]
    if not ties.any():
        return
    best = max(signed_modularity(ties, labels) for labels in partitions(len(ties)))
    assert signed_blocs(ties).modularity == pytest.approx(best)


def test_modularity_by_the_formula() -> None:
    ties, labels = network(3, 12) * 2.0, np.arange(12) % 3
    plus, minus = np.maximum(ties, 0), np.maximum(-ties, 0)
    total = 0.0
    for i in range(12):
        for j in range(12):
            if labels[i] == labels[j]:
                total += ties[i, j] - 0.7 * (
                    plus[i].sum() * plus[j].sum() / plus.sum()
                    - minus[i].sum() * minus[j].sum() / minus.sum()
                )
    expected = total / (plus.sum() + minus.sum())
    assert signed_modularity(ties, labels, resolution=0.7) == pytest.approx(expected)


def test_blocs_are_canonical_and_repeatable() -> None:
    ties = network(5, 40, 0.3)
    first, again = signed_blocs(ties, seed=4), signed_blocs(ties, seed=4)
    np.testing.assert_array_equal(first.labels, again.labels)
    size = np.bincount(first.labels)
    assert np.all(np.diff(size) <= 0)
    assert first.modularity == signed_modularity(ties, first.labels)


def test_blocs_of_relabelled_states_are_the_same_blocs() -> None:
    camp = np.repeat([0, 1, 2], 8)
    ties = np.abs(network(2, 24, 0.8)) * np.where(camp[:, None] == camp[None, :], 1.0, -1.0)
    order = np.random.default_rng(0).permutation(24)
    one, other = signed_blocs(ties).labels, signed_blocs(ties[np.ix_(order, order)]).labels
    np.testing.assert_array_equal(
        one[order][:, None] == one[order][None, :], other[:, None] == other[None, :]
    )


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ([[0, 1], [-1, 0]], "not symmetric"),
        ([[0, 1, 1], [1, 0, 1]], "square"),
        ([[0, np.nan], [np.nan, 0]], "missing"),
        ([[1, 1], [1, 0]], "diagonal"),
        ([1, 2], "dimension"),
    ],
)
def test_what_is_no_signed_network_is_refused(bad, why) -> None:
    for formula in (triads, walk_balance, algebraic_conflict, spectral_frustration, line_index,
                    weak_line_index, signed_blocs):  # fmt: skip
        with pytest.raises(MeasureError, match=why):
            formula(bad)


def test_options_are_checked() -> None:
    ties = network(0, 4)
    for formula in (line_index, weak_line_index):
        with pytest.raises(MeasureError, match="time_limit"):
            formula(ties, time_limit=-1)
    with pytest.raises(MeasureError, match="resolution"):
        signed_blocs(ties, resolution=0)
    with pytest.raises(MeasureError, match="restarts"):
        best_partition(ties, restarts=0)
    with pytest.raises(MeasureError, match="labels"):
        signed_modularity(ties, [0, 1])


def test_edges_know_their_cost() -> None:
    edges = Edges(
        3, np.array([0, 1]), np.array([1, 2]), np.array([1.0, -1.0]), np.array([2.0, 0.5])
    )
    assert edges.cost(np.array([0, 1, 1])) == 2.5
    assert not edges.whole
