r"""Blocs of a signed network by signed modularity.

References
----------
Gómez, S., Jensen, P. & Arenas, A. (2009). Analysis of community structure in networks of
correlated data. *Physical Review E* 80(1), 016114.
Traag, V. A. & Bruggeman, J. (2009). Community detection in networks with positive and negative
links. *Physical Review E* 80(3), 036115.
Blondel, V. D. et al. (2008). Fast unfolding of communities in large networks. *Journal of
Statistical Mechanics*, P10008. (the moves)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import MeasureError
from multipolar.formulas.checks import Floats, Ints, as_floats, signed_network

_GAIN = 1e-10  # a smaller gain is rounding


@dataclass(frozen=True, slots=True)
class Blocs:
    """A partition of the states (``labels``, 0 is the largest bloc) and its ``modularity``."""

    labels: Ints
    modularity: float

    @property
    def number(self) -> int:
        """How many blocs, states on their own included."""
        return int(self.labels.max()) + 1


def _excess(matrix: Floats, resolution: float) -> Floats:
    """Ties less those expected at random, over the total: Q is its sum within blocs."""
    if not resolution > 0:
        msg = f"resolution: {resolution:g}; a number above 0 is needed"
        raise MeasureError(msg)
    plus, minus = np.maximum(matrix, 0.0), np.maximum(-matrix, 0.0)
    expected = np.zeros_like(matrix)
    for part, sign in ((plus, 1.0), (minus, -1.0)):
        strength = part.sum(axis=1)
        if strength.sum() > 0:
            expected += sign * np.outer(strength, strength) / strength.sum()
    total = plus.sum() + minus.sum()
    return np.asarray((matrix - resolution * expected) / total, dtype=np.float64)


def signed_modularity(ties: ArrayLike, labels: ArrayLike, *, resolution: float = 1.0) -> float:
    r"""Signed modularity of a partition.

    .. math:: Q = \frac{1}{2w^+ + 2w^-} \sum_{ij} \left[ w_{ij} - \gamma \left(
              \frac{w_i^+ w_j^+}{2w^+} - \frac{w_i^- w_j^-}{2w^-} \right) \right] \delta(c_i, c_j)

    More friendship and less hostility inside the blocs than the states' numbers of friends and
    enemies would bring at random.

    Parameters
    ----------
    ties
        ``(state, state)`` symmetric; weights count.
    labels
        ``(state,)``; equal labels are one bloc.
    resolution
        :math:`\gamma`; above 1 favours smaller blocs.

    Returns
    -------
    float
        At most 1; NaN without ties. 0 for a single bloc at resolution 1.

    Raises
    ------
    MeasureError
        Not a symmetric matrix of numbers with a diagonal of 0, or labels of another length.

    Examples
    --------
    >>> ties = [[0, 1, -1, -1], [1, 0, -1, -1], [-1, -1, 0, 1], [-1, -1, 1, 0]]
    >>> round(signed_modularity(ties, [0, 0, 1, 1]), 6), signed_modularity(ties, [0, 0, 0, 0])
    (0.5, 0.0)
    """
    matrix = signed_network(ties)
    label = as_floats(labels, "labels", ndim=1)
    if label.size != len(matrix):
        msg = f"labels: {label.size} values, but there are {len(matrix)} states"
        raise MeasureError(msg)
    if not matrix.any():
        return float("nan")
    within = label[:, None] == label[None, :]
    total = float(np.sum(_excess(matrix, resolution)[within]))
    return total if abs(total) > 1e-14 else 0.0


def signed_blocs(
    ties: ArrayLike, *, resolution: float = 1.0, seed: int = 0, restarts: int = 20
) -> Blocs:
    """Find the partition of highest signed modularity, by local moves and merging of blocs.

    A heuristic: the partition returned cannot be improved by moving one state or merging two
    blocs, but a better one may exist. The same arguments always give the same blocs. States are
    first put in an order drawn from their ties, so the order given does not decide ties between
    equal solutions except among states no tie tells apart.

    Parameters
    ----------
    ties
        ``(state, state)`` symmetric; weights count.
    resolution
        As in :func:`signed_modularity`.
    seed, restarts
        Random orders of visiting the states; the best of ``restarts`` is kept.

    Returns
    -------
    Blocs
        Labels by falling size, then by first member; and Q (NaN, each state alone, without ties).

    Raises
    ------
    MeasureError
        Not a symmetric matrix of numbers with a diagonal of 0, or no restarts.

    Examples
    --------
    >>> ties = [[0, 1, -1, 0], [1, 0, -1, 0], [-1, -1, 0, 1], [0, 0, 1, 0]]
    >>> signed_blocs(ties).labels
    array([0, 0, 1, 1])
    """
    matrix = signed_network(ties)
    if not matrix.any():
        return Blocs(np.arange(len(matrix)), float("nan"))
    labels = best_partition(_excess(matrix, resolution), seed=seed, restarts=restarts)
    return Blocs(labels, signed_modularity(matrix, labels, resolution=resolution))


def consensus_blocs(
    ties: ArrayLike, *, resolutions: Sequence[float], seed: int = 0
) -> tuple[Ints, Floats]:
    """Find the partition that agrees best with those of several resolutions.

    Parameters
    ----------
    ties
        ``(state, state)`` symmetric; weights count.
    resolutions
        As in :func:`signed_blocs`; each gives one partition.
    seed
        Of the restarts.

    Returns
    -------
    labels
        ``(state,)``: the partition with the most pairs that more than half of the partitions put
        together, less those they put apart (the median partition; a heuristic).
    together
        ``(state, state)``: the share of resolutions that put two states together, 0 to 1.

    Raises
    ------
    MeasureError
        As :func:`signed_blocs`, or no resolution.

    Examples
    --------
    >>> ties = [[0, 1, -1, 0], [1, 0, -1, 0], [-1, -1, 0, 1], [0, 0, 1, 0]]
    >>> labels, together = consensus_blocs(ties, resolutions=(0.5, 1.0, 1.5))
    >>> labels, together[0, 1]
    (array([0, 0, 1, 1]), np.float64(1.0))
    """
    if not len(resolutions):
        msg = "resolutions: none given; at least one is needed, such as 1.0"
        raise MeasureError(msg)
    found = [signed_blocs(ties, resolution=r, seed=seed).labels for r in resolutions]
    together = np.mean([labels[:, None] == labels for labels in found], axis=0)
    if len(found) == 1:
        return found[0], together
    gain = together - 0.5
    np.fill_diagonal(gain, 0.0)
    return best_partition(gain, seed=seed), together


def best_partition(gain: Floats, *, seed: int = 0, restarts: int = 20) -> Ints:
    """Find the partition with the largest sum of a symmetric matrix within its parts (heuristic).

    Parameters
    ----------
    gain
        ``(state, state)`` symmetric: what is won if the two stand together.
    seed, restarts
        As in :func:`signed_blocs`.

    Returns
    -------
    ndarray
        Labels by falling size, then by first member.

    Raises
    ------
    MeasureError
        ``restarts`` below 1.

    Examples
    --------
    >>> best_partition(np.array([[0.0, 1, -2], [1, 0, -2], [-2, -2, 0]]))
    array([0, 0, 1])
    """
    if restarts < 1:
        msg = f"restarts: {restarts}; at least 1 is needed"
        raise MeasureError(msg)
    order = _intrinsic_order(gain)
    matrix = gain[np.ix_(order, order)]
    rng = np.random.default_rng(seed)
    candidates = [canonical_labels(_climb(matrix, rng)) for _ in range(restarts)]

    def rank(found: Ints) -> tuple[float, int, tuple[int, ...]]:
        value = float(np.sum(matrix[found[:, None] == found[None, :]]))
        return -round(value, 9), int(found.max()), tuple(found.tolist())

    labels = np.empty(len(matrix), dtype=np.int64)
    labels[order] = min(candidates, key=rank)
    return canonical_labels(labels)


def canonical_labels(labels: Ints) -> Ints:
    """Renumber parts by falling size, then by first member.

    >>> canonical_labels(np.array([7, 3, 3, 9]))
    array([1, 0, 0, 2])
    """
    _, first, inverse, size = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(first))
    return np.asarray(rank[inverse], dtype=np.int64)


def _intrinsic_order(matrix: Floats) -> Ints:
    """Order the states by what their ties look like, not by where they stand."""
    scale = float(np.abs(matrix).max()) or 1.0
    tie = matrix / scale
    look = np.round(np.stack([tie.sum(axis=1), np.abs(tie).sum(axis=1)], axis=1), 8)
    for _ in range(4):  # what the neighbours look like, and theirs
        _, colour = np.unique(look, axis=0, return_inverse=True)
        mark = np.sin(1.0 + np.ravel(colour))
        look = np.column_stack([np.ravel(colour), np.round(tie @ mark, 8)])
    return np.asarray(np.lexsort((look[:, 1], look[:, 0])), dtype=np.int64)


def _climb(matrix: Floats, rng: np.random.Generator) -> Ints:
    """Move states, merge blocs, move states again, until neither helps."""
    labels = np.arange(len(matrix), dtype=np.int64)
    while True:
        _move(matrix, labels, rng)
        _, labels = np.unique(labels, return_inverse=True)
        labels = np.asarray(labels, dtype=np.int64).copy()
        merged = _merge(matrix, labels, rng)
        if merged is None:
            return labels
        labels = merged


def _merge(matrix: Floats, labels: Ints, rng: np.random.Generator) -> Ints | None:
    """Treat each bloc as one state and move those; None if nothing moves."""
    member = np.eye(int(labels.max()) + 1)[labels]
    blocs = np.arange(member.shape[1], dtype=np.int64)
    moved = _move(member.T @ matrix @ member, blocs, rng)
    return blocs[labels] if moved else None


def _move(matrix: Floats, labels: Ints, rng: np.random.Generator) -> bool:
    """Move each state to the bloc that gains most, in place, until none gains."""
    n = len(matrix)
    own = np.diag(matrix)
    pull = matrix @ np.eye(n)[labels]  # of each bloc on each state; an empty bloc pulls with 0
    size = np.bincount(labels, minlength=n)
    moved, again = False, True
    while again:
        again = False
        for i in rng.permutation(n):
            home = labels[i]
            row = pull[i].copy()
            row[home] -= own[i]
            best = row.argmax()
            if row[best] > row[home] + _GAIN:
                labels[i] = best
                pull[:, home] -= matrix[:, i]
                pull[:, best] += matrix[:, i]
                size[home] -= 1
                size[best] += 1
                if not size[home]:
                    pull[:, home] = 0.0
                moved = again = True
    return moved
