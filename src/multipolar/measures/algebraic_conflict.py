"""Algebraic conflict."""

import math

from multipolar.alignment import Both, signed_ties
from multipolar.formulas import signed
from multipolar.measure import measure
from multipolar.world import World


@measure(label="Algebraic conflict", reads=("defence", "rivalry"), unit="1", low=0.0, high=math.inf)
def algebraic_conflict(
    world: World,
    *,
    positive: str = "defence",
    negative: str = "rivalry",
    both: Both = "negative",
) -> float:
    r"""Algebraic conflict: the least eigenvalue of the signed Laplacian.

    .. math:: \xi = \lambda_{min}(\bar D - A)

    Zero if and only if some connected part of the network is balanced
    [Kunegis_etal2010]_: an isolated pair is enough, so it says most about
    networks in one piece.

    Parameters
    ----------
    world
        Reads the ties named.
    positive, negative
        Dyad variables that make a tie friendly or hostile.
    both
        Sign of a pair that has both.

    Returns
    -------
    float
        From 0; larger is less balanced.

    References
    ----------
    .. [Kunegis_etal2010] Kunegis, J. et al. (2010). Spectral analysis of
       signed graphs for clustering, prediction and visualization. *Proceedings
       of the SIAM International Conference on Data Mining*, 559–570.

    Examples
    --------
    Three mutual rivals are unbalanced:

    >>> rivals = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    >>> world = World(1900, ("A", "B", "C"), {"rivalry": rivals, "defence": [[0] * 3] * 3})
    >>> round(algebraic_conflict(world), 6)
    1.0
    """
    return signed.algebraic_conflict(signed_ties(world, positive, negative, both))
