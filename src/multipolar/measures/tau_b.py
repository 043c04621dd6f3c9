"""Rank correlation of alliance portfolios (tau-b)."""

from multipolar.alignment import Coding, portfolio
from multipolar.formulas import rank_similarity
from multipolar.measure import measure
from multipolar.world import Array, World

TIES = ("defence", "offence", "neutrality", "nonaggression", "consultation")


@measure(label="Similarity (tau-b)", reads=TIES, unit="1", low=-1.0, high=1.0, shape="dyad")
def tau_b(world: World, *, coding: Coding = "valued") -> Array:
    """Rank correlation of alliance portfolios, Kendall's tau-b.

    The first measure of alliance similarity [BuenodeMesquita1975]_. It asks
    whether two states order their partners alike, not whether they commit
    themselves alike: see [SignorinoRitter1999]_ for why S differs.

    Parameters
    ----------
    world
        Reads the five alliance obligations (dyad).
    coding
        ``valued`` (Correlates of War), ``atop`` or ``binary``.

    Returns
    -------
    Array
        Shape ``(state, state)``, −1 to 1. NaN where a portfolio is constant.

    References
    ----------
    .. [BuenodeMesquita1975] Bueno de Mesquita, B. (1975). Measuring systemic
       polarity. *Journal of Conflict Resolution* 19(2), 187–216.
    .. [SignorinoRitter1999] Signorino, C. S. & Ritter, J. M. (1999). Tau-b or
       not tau-b: measuring the similarity of foreign policy positions.
       *International Studies Quarterly* 43(1), 115–144.

    Examples
    --------
    A and B are allied; C, whose portfolio is empty but for itself, is not:

    >>> defence = [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    >>> tau_b(World(1900, ("A", "B", "C"), {"defence": defence})).round(2)[0]
    array([ 1.,  1., -1.])
    """
    rows, _ = portfolio(world, coding)
    return rank_similarity.tau_b(rows)
