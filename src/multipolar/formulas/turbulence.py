"""Turbulence: how much the ranking of power and the map of alliances turn over.

References
----------
Singer, J. D., Bremer, S. & Stuckey, J. (1972). Capability distribution, uncertainty, and major
power war, 1820-1965. In B. Russett (ed.), *Peace, War, and Numbers*, 19-48. Sage. (movement of
shares)
Kendall, M. G. (1938). A new measure of rank correlation. *Biometrika* 30, 81-93.
"""

from collections.abc import Mapping, Set

import numpy as np
from scipy.stats import kendalltau

from multipolar.errors import MeasureError


def share_turnover(then: Mapping[str, float], now: Mapping[str, float]) -> float:
    r"""Share of power that changed hands, :math:`\tfrac12 \sum_i |s_i - s'_i|`.

    Total variation between two distributions; an actor missing from one has nothing there. The
    denominator that Singer, Bremer and Stuckey divide it by was not verified and is left out.

    Parameters
    ----------
    then, now
        Actor → share; each sums to 1.

    Returns
    -------
    float
        0 (nothing moved) to 1 (everything did).

    Raises
    ------
    MeasureError
        A share is negative or unknown, or they do not sum to 1.

    Examples
    --------
    >>> round(share_turnover({"A": 0.6, "B": 0.4}, {"A": 0.5, "B": 0.4, "C": 0.1}), 12)
    0.1
    """
    for shares in (then, now):
        total = sum(shares.values())
        if not abs(total - 1) < 1e-6 or min(shares.values(), default=0.0) < 0:
            msg = f"shares sum to {total:g}; needed shares from 0 that sum to 1"
            raise MeasureError(msg)
    actors = then.keys() | now.keys()
    return 0.5 * sum(abs(now.get(a, 0.0) - then.get(a, 0.0)) for a in actors)


def rank_mobility(then: Mapping[str, float], now: Mapping[str, float]) -> float:
    """Rank mobility: one minus Kendall's tau-b of two rankings of the actors in both.

    Parameters
    ----------
    then, now
        Actor → share or any capability.

    Returns
    -------
    float
        0 (same order) to 2 (reversed); NaN for fewer than two common actors, or where all are
        equal.

    Examples
    --------
    >>> rank_mobility({"A": 3, "B": 2, "C": 1}, {"A": 1, "B": 2, "C": 3})
    2.0
    """
    common = sorted(then.keys() & now.keys())
    if len(common) < 2:
        return float("nan")
    before, after = (np.array([x[a] for a in common], dtype=np.float64) for x in (then, now))
    if np.ptp(before) == 0 or np.ptp(after) == 0:
        return float("nan")
    return float(1.0 - kendalltau(before, after).statistic)


def tie_turnover(then: Set[tuple[str, str]], now: Set[tuple[str, str]]) -> float:
    """Turnover of ties: one minus the Jaccard index of two sets of pairs.

    Returns
    -------
    float
        0 (the same ties) to 1 (none in common); NaN where there are none at either time.

    Examples
    --------
    >>> tie_turnover({("A", "B")}, {("A", "B"), ("A", "C")})
    0.5
    """
    either = then | now
    return 1.0 - len(then & now) / len(either) if either else float("nan")
