"""Chance-corrected similarity of alliance portfolios, pooled marginals (Scott's π)."""

from typing import Literal

from multipolar.alignment import Coding, portfolio
from multipolar.formulas import similarity
from multipolar.measure import measure
from multipolar.world import Array, World

TIES = ("defence", "offence", "neutrality", "nonaggression", "consultation")


@measure(label="Similarity (Scott's π)", reads=TIES, unit="1", low=-1.0, high=1.0, shape="dyad")
def scott_pi(
    world: World,
    *,
    coding: Coding = "binary",
    metric: Literal["nominal", "absolute", "squared"] = "squared",
) -> Array:
    r"""Chance-corrected similarity of alliance portfolios (Scott's π).

    One minus observed over expected disagreement, expected from the two
    portfolios' pooled levels [Scott1955]_, so that states with few alliances
    are not alike for that reason alone [Haege2011]_.

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
    .. [Scott1955] Scott, W. A. (1955). Reliability of content analysis.
       *Public Opinion Quarterly* 19(3), 321–325.
    .. [Haege2011] Häge, F. M. (2011). Choice or circumstance? Adjusting
       measures of foreign policy similarity for chance agreement. *Political
       Analysis* 19(3), 287–305.

    Examples
    --------
    >>> defence = [[0, 0, 1], [0, 0, 1], [1, 1, 0]]
    >>> scott_pi(World(1900, ("A", "B", "C"), {"defence": defence})).round(2)[0]
    array([ 1. , -0.5, -0.2])
    """
    rows, _ = portfolio(world, coding)
    return similarity.scott_pi(rows, metric=metric)
