"""Similarity of alliance portfolios (S)."""

from typing import Literal

from multipolar.alignment import Coding, portfolio
from multipolar.formulas import similarity
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import Array, World

TIES = ("defence", "offence", "neutrality", "nonaggression", "consultation")


@measure(label="Similarity (S)", reads=TIES, unit="1", low=-1.0, high=1.0, shape="dyad")
def s_score(
    world: World,
    *,
    coding: Coding = "valued",
    metric: Literal["absolute", "squared"] = "absolute",
    weights: IndexLike | None = None,
) -> Array:
    r"""Similarity of alliance portfolios (S).

    .. math:: S_{ij} = 1 - 2 \sum_k w_k \, d(x_{ik}, x_{jk}) / d_{max}

    How alike two states' commitments are over every possible partner
    [SignorinoRitter1999]_. Two states allied with nobody are alike (S = 1);
    in a world of few alliances S is high for all. Compare chance-corrected
    ``scott_pi`` and ``cohen_kappa``.

    Parameters
    ----------
    world
        Reads the five alliance obligations (dyad).
    coding
        ``valued`` (Correlates of War), ``atop`` or ``binary``.
    metric
        Distance of two levels: ``absolute`` (the original) or ``squared``.
    weights
        Weight partners by an index of power, such as ``cinc``; equal if none.

    Returns
    -------
    Array
        Shape ``(state, state)``, −1 (opposite) to 1 (the same).

    References
    ----------
    .. [SignorinoRitter1999] Signorino, C. S. & Ritter, J. M. (1999). Tau-b or
       not tau-b: measuring the similarity of foreign policy positions.
       *International Studies Quarterly* 43(1), 115–144.

    Examples
    --------
    A and B share the ally C and nothing else divides them:

    >>> defence = [[0, 0, 1], [0, 0, 1], [1, 1, 0]]
    >>> world = World(1900, ("A", "B", "C"), {"defence": defence})
    >>> s_score(world).round(2)[0]
    array([ 1.  , -0.33,  0.33])
    """
    rows, top = portfolio(world, coding)
    weight = None
    if weights is not None:
        shares = power(world, weights)
        weight = shares.spread(shares.share, world)
        weight[weight != weight] = 0.0
    return similarity.s_score(rows, d_max=top, metric=metric, weights=weight)
