r"""Balance of a signed network: triads, walks, and the spectrum.

A signed network is a symmetric matrix with friendly ties positive, hostile ties negative, 0 where
there is none. It is *balanced* if its states fall into two camps, friends inside and enemies
across (Cartwright and Harary 1956).

References
----------
Cartwright, D. & Harary, F. (1956). Structural balance: a generalization of Heider's theory.
*Psychological Review* 63(5), 277-293.
Davis, J. A. (1967). Clustering and structural balance in graphs. *Human Relations* 20(2), 181-187.
Estrada, E. & Benzi, M. (2014). Walk-based measure of balance in signed networks: detecting lack
of balance in social networks. *Physical Review E* 90(4), 042802.
Kunegis, J. et al. (2010). Spectral analysis of signed graphs for clustering, prediction and
visualization. *SIAM International Conference on Data Mining*, 559-570.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import connected_components

from multipolar.formulas.checks import Floats, signed_network


@dataclass(frozen=True, slots=True)
class Triads:
    """Triangles of a signed network, counted by their signs.

    ``ppp`` three friendly ties, ``ppm`` two friendly and one hostile, ``pmm`` one friendly and
    two hostile, ``mmm`` three hostile. ``ppp`` and ``pmm`` are balanced.
    """

    ppp: int
    ppm: int
    pmm: int
    mmm: int

    @property
    def total(self) -> int:
        """Number of triangles."""
        return self.ppp + self.ppm + self.pmm + self.mmm

    @property
    def balanced_share(self) -> float:
        """Balanced triangles over all (Cartwright and Harary); NaN if there are none."""
        return (self.ppp + self.pmm) / self.total if self.total else float("nan")

    @property
    def weakly_balanced_share(self) -> float:
        """Triangles other than ``ppm`` over all (Davis 1967); NaN if there are none."""
        return 1.0 - self.ppm / self.total if self.total else float("nan")


@dataclass(frozen=True, slots=True)
class WalkBalance:
    """Walk balance of the network (``overall``) and of each state (``local``)."""

    overall: float
    local: Floats


def triads(ties: ArrayLike) -> Triads:
    """Count the triangles of a signed network by their signs.

    Parameters
    ----------
    ties
        ``(state, state)`` symmetric; only the signs count.

    Returns
    -------
    Triads
        Counts, and the balanced shares as properties.

    Raises
    ------
    MeasureError
        Not a symmetric matrix of numbers with a diagonal of 0.

    Examples
    --------
    Two friends with a common enemy are balanced:

    >>> census = triads([[0, 1, -1], [1, 0, -1], [-1, -1, 0]])
    >>> census.pmm, census.balanced_share
    (1, 1.0)
    """
    matrix = signed_network(ties)
    plus = (matrix > 0).astype(np.float64)
    minus = (matrix < 0).astype(np.float64)
    plus_plus, minus_minus = plus @ plus, minus @ minus

    def count(paths: Floats, closing: Floats, each: int) -> int:
        return round(float(np.sum(paths * closing)) / each)

    return Triads(
        ppp=count(plus_plus, plus, 6),
        ppm=count(plus_plus, minus, 2),
        pmm=count(minus_minus, plus, 2),
        mmm=count(minus_minus, minus, 6),
    )


def walk_balance(ties: ArrayLike) -> WalkBalance:
    r"""Walk balance of Estrada and Benzi.

    .. math:: K = \frac{\mathrm{tr}\, e^{A}}{\mathrm{tr}\, e^{|A|}}, \qquad
              K_i = \frac{(e^{A})_{ii}}{(e^{|A|})_{ii}}

    Closed walks of all lengths, long ones discounted by the factorial of the length. It falls
    with the size and density of a network at the same share of unbalanced triangles, so compare
    networks of like size.

    Parameters
    ----------
    ties
        ``(state, state)`` symmetric; weights count.

    Returns
    -------
    WalkBalance
        ``overall`` and ``local`` ``(state,)``: above 0, and 1 exactly when balanced.

    Raises
    ------
    MeasureError
        Not a symmetric matrix of numbers with a diagonal of 0.

    Examples
    --------
    >>> round(walk_balance([[0, 1, -1], [1, 0, -1], [-1, -1, 0]]).overall, 12)
    1.0
    >>> walk_balance([[0, -1, -1], [-1, 0, -1], [-1, -1, 0]]).overall < 1
    True
    """
    matrix = signed_network(ties)
    signed_value, signed_vector = np.linalg.eigh(matrix)
    plain_value, plain_vector = np.linalg.eigh(np.abs(matrix))
    top = plain_value[-1]  # no eigenvalue of A is larger, so nothing overflows
    signed_growth, plain_growth = np.exp(signed_value - top), np.exp(plain_value - top)
    local = (signed_vector**2 @ signed_growth) / (plain_vector**2 @ plain_growth)
    return WalkBalance(float(signed_growth.sum() / plain_growth.sum()), local)


def algebraic_conflict(ties: ArrayLike) -> float:
    r"""Smallest eigenvalue of the signed Laplacian, :math:`\lambda_{min}(\bar D - A)`.

    0 if and only if some component of the network is balanced (a state without ties is one): drop
    small components first, or use :func:`spectral_frustration`.

    Parameters
    ----------
    ties
        ``(state, state)`` symmetric; weights count.

    Returns
    -------
    float
        Zero or more.

    Raises
    ------
    MeasureError
        Not a symmetric matrix of numbers with a diagonal of 0.

    Examples
    --------
    >>> round(algebraic_conflict([[0, -1, -1], [-1, 0, -1], [-1, -1, 0]]), 12)
    1.0
    """
    return _smallest(signed_network(ties))


def _smallest(matrix: Floats) -> float:
    degree = np.abs(matrix).sum(axis=1)
    least = float(np.linalg.eigvalsh(np.diag(degree) - matrix)[0])
    noise = 1e-12 * max(1.0, float(degree.max()))
    return least if least > noise else 0.0


def spectral_frustration(ties: ArrayLike) -> float:
    r"""Spectral frustration of the largest component, :math:`\phi = n \lambda_{min} / (8 m)`.

    A bound from below on the share of ties that would have to go for balance, fast but loose; the
    exact number is the line index.

    Parameters
    ----------
    ties
        ``(state, state)`` symmetric; only the signs count.

    Returns
    -------
    float
        0 (balanced) upwards; NaN without ties.

    Raises
    ------
    MeasureError
        Not a symmetric matrix of numbers with a diagonal of 0.

    Examples
    --------
    Hostile all round, a triangle has to give up one tie in three:

    >>> round(spectral_frustration([[0, -1, -1], [-1, 0, -1], [-1, -1, 0]]), 6)
    0.125
    """
    matrix = np.sign(signed_network(ties))
    ties_all = np.count_nonzero(matrix) // 2
    if ties_all == 0:
        return float("nan")
    _, label = connected_components(matrix != 0, directed=False)
    keep = label == np.argmax(np.bincount(label))
    part = matrix[np.ix_(keep, keep)]
    return float(len(part) * _smallest(part) / (8.0 * (np.count_nonzero(part) // 2)))
