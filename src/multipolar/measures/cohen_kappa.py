"""Chance-corrected similarity of alliance portfolios, own marginals (Cohen's κ)."""

from typing import Literal

from multipolar.alignment import Coding, portfolio
from multipolar.formulas import similarity
from multipolar.measure import measure
from multipolar.world import Array, World

TIES = ("defence", "offence", "neutrality", "nonaggression", "consultation")


@measure(label="Similarity (Cohen's κ)", reads=TIES, unit="1", low=-1.0, high=1.0, shape="dyad")
def cohen_kappa(
    world: World,
    *,
    coding: Coding = "binary",
    metric: Literal["nominal", "absolute", "squared"] = "squared",
) -> Array:
    r"""Chance-corrected similarity of alliance portfolios (Cohen's κ).

    One minus observed over expected disagreement, expected from each
    portfolio's own levels [Cohen1968]_, as recommended for foreign policy by
    [Haege2011]_. Unlike ``scott_pi`` it does not hold against two states that
    one has more alliances than the other.

    Parameters
    ----------
    world
        Reads the five alliance obligations (dyad).
    coding
        ``valued`` (Correlates of War), ``atop`` or ``binary``.
    metric
        Disagreement of two levels.

    Returns
    -------
    Array
        Shape ``(state, state)``, up to 1 (the same), 0 for chance. NaN where
        no disagreement is expected: both portfolios are constant and equal.

    References
    ----------
    .. [Cohen1968] Cohen, J. (1968). Weighted kappa: nominal scale agreement
       with provision for scaled disagreement or partial credit.
       *Psychological Bulletin* 70(4), 213–220.
    .. [Haege2011] Häge, F. M. (2011). Choice or circumstance? Adjusting
       measures of foreign policy similarity for chance agreement. *Political
       Analysis* 19(3), 287–305.

    Examples
    --------
    >>> defence = [[0, 0, 1], [0, 0, 1], [1, 1, 0]]
    >>> cohen_kappa(World(1900, ("A", "B", "C"), {"defence": defence})).round(2)[0, :2]
    array([ 1. , -0.5])
    """
    rows, _ = portfolio(world, coding)
    return similarity.cohen_kappa(rows, metric=metric)
