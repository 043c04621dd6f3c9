r"""Similarity of portfolios (alliances, votes), for all pairs of states at once.

A portfolio is a row: what one state has with each partner, as ordered numbers (for alliances
often 3 defence, 2 neutrality or non-aggression, 1 entente, 0 none). All measures but tau-b are

.. math:: 1 - c \, D^o_{ij} / D^e_{ij}

where :math:`D^o` is the mean disagreement observed between two rows and :math:`D^e` what it is
set against: the greatest possible (S) or that expected by chance (kappa, pi). :math:`D^o` of all
pairs is a sum of a few matrix products: over thresholds for the absolute metric, over categories
for the nominal one, a single one for the squared one.

**A state with itself.** The field puts the highest commitment (3 in the valued alliance coding)
on the diagonal. The rows given may hold anything there: pass ``self_value=3`` to set it, or
``None`` to take the matrix as it stands.

References
----------
Bueno de Mesquita, B. (1975). Measuring systemic polarity. *Journal of Conflict Resolution* 19(2),
187-216. (tau-b)
Signorino, C. S. & Ritter, J. M. (1999). Tau-b or not tau-b: measuring the similarity of foreign
policy positions. *International Studies Quarterly* 43(1), 115-144. (S)
Häge, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity for
chance agreement. *Political Analysis* 19(3), 287-305. (kappa, pi)
"""

from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

from multipolar.errors import MeasureError
from multipolar.formulas.checks import Floats, as_floats, refuse_missing, refuse_negative

Metric = Literal["nominal", "absolute", "squared"]
_FEW = 16  # up to so many levels the matrix products beat a loop over pairs


def _rows(portfolios: ArrayLike, self_value: float | None) -> Floats:
    rows = as_floats(portfolios, "portfolios", ndim=2)
    if self_value is not None:
        if rows.shape[0] != rows.shape[1]:
            msg = (
                f"portfolios: shape {rows.shape}, but self_value needs a square (state, state) "
                "matrix; pass self_value=None when partners are not the states themselves"
            )
            raise MeasureError(msg)
        rows = rows.copy()
        np.fill_diagonal(rows, self_value)
    refuse_missing(rows, "portfolios")
    return rows


def _weights(weights: ArrayLike | None, partners: int) -> Floats:
    """Weights of the partners, summing to 1."""
    if weights is None:
        return np.full(partners, 1.0 / partners)
    array = as_floats(weights, "weights", ndim=1)
    if array.size != partners:
        msg = f"weights: {array.size} values, but the portfolios have {partners} partners"
        raise MeasureError(msg)
    refuse_missing(array, "weights")
    refuse_negative(array, "weights")
    total = array.sum()
    if not total > 0:
        msg = "weights: all zero; at least one partner needs a weight"
        raise MeasureError(msg)
    return np.asarray(array / total, dtype=np.float64)


def _disagreement(rows: Floats, weight: Floats, metric: Metric) -> Floats:
    """Weighted mean disagreement between every two rows, ``(n, n)``."""
    levels = np.unique(rows)
    if metric == "squared":
        centred = rows - levels.mean()
        square = (centred**2) @ weight
        mean = square[:, None] + square[None, :] - 2.0 * (centred * weight) @ centred.T
    elif metric == "nominal":
        mean = np.ones((len(rows), len(rows)))
        for level in levels:
            hit = (rows == level).astype(np.float64)
            mean -= (hit * weight) @ hit.T
    elif metric == "absolute":
        if len(levels) > _FEW:
            return np.asarray(cdist(rows, rows, "cityblock", w=weight), dtype=np.float64)
        mean = np.zeros((len(rows), len(rows)))
        for low, high in pairwise(levels):
            above = (rows >= high).astype(np.float64)
            size = above @ weight
            apart = size[:, None] + size[None, :] - 2.0 * (above * weight) @ above.T
            mean += (high - low) * apart
    else:
        msg = f"metric: {metric!r}; give 'nominal', 'absolute' or 'squared'"
        raise MeasureError(msg)
    np.fill_diagonal(mean, 0.0)
    return np.asarray(np.maximum((mean + mean.T) / 2.0, 0.0), dtype=np.float64)


def s_score(
    portfolios: ArrayLike,
    *,
    d_max: float,
    metric: Metric = "absolute",
    weights: ArrayLike | None = None,
    self_value: float | None = None,
) -> Floats:
    r"""Signorino-Ritter S of every pair.

    .. math:: S_{ij} = 1 - 2 \frac{\sum_k w_k d(x_{ik}, x_{jk})}{d_{max} \sum_k w_k}

    Two empty portfolios are identical and score 1: S does not ask how much agreement chance
    would bring. Compare :func:`cohen_kappa` and :func:`scott_pi`.

    Parameters
    ----------
    portfolios
        ``(state, partner)``, no NaN.
    d_max
        Largest difference the coding allows: 3 for valued alliances, 2 for votes coded 1/2/3, 1
        for 0/1. It is a difference of codes also for the squared metric, where it is squared here.
    metric
        ``absolute`` (the original) or ``squared``.
    weights
        ``(partner,)``, zero or more, any scale; equal when left out.
    self_value
        Set on the diagonal first; ``None`` takes the matrix as it stands.

    Returns
    -------
    ndarray
        ``(state, state)``, -1 to 1, symmetric, 1 on the diagonal.

    Raises
    ------
    MeasureError
        NaN, wrong shapes, another metric, or differences beyond ``d_max``.

    Examples
    --------
    Identical rows score 1, opposite ones -1:

    >>> s_score([[3, 0], [3, 0], [0, 3]], d_max=3)
    array([[ 1.,  1., -1.],
           [ 1.,  1., -1.],
           [-1., -1.,  1.]])
    """
    if metric not in {"absolute", "squared"}:
        msg = f"metric: {metric!r}; S is defined for 'absolute' and 'squared'"
        raise MeasureError(msg)
    rows = _rows(portfolios, self_value)
    weight = _weights(weights, rows.shape[1])
    width = float(np.max(np.ptp(rows, axis=0)))
    if not d_max > 0 or width > d_max * (1 + 1e-12):
        msg = f"d_max: {d_max:g}, but portfolios differ by up to {width:g}; give the coding's range"
        raise MeasureError(msg)
    worst = d_max**2 if metric == "squared" else d_max
    score = 1.0 - 2.0 * _disagreement(rows, weight, metric) / worst
    return np.asarray(np.maximum(score, -1.0), dtype=np.float64)


def s_score_pair(
    one: ArrayLike,
    other: ArrayLike,
    *,
    d_max: float,
    metric: Metric = "absolute",
    weights: ArrayLike | None = None,
) -> float:
    """Signorino-Ritter S of two portfolios as they stand; see :func:`s_score`.

    Parameters
    ----------
    one, other
        ``(partner,)``; put the states' values with themselves in before.
    d_max, metric, weights
        As in :func:`s_score`.

    Returns
    -------
    float
        -1 to 1.

    Raises
    ------
    MeasureError
        As :func:`s_score`.

    Examples
    --------
    >>> s_score_pair([3, 0, 0], [0, 3, 0], d_max=3, weights=[0, 0, 1])
    1.0
    """
    return float(s_score(_pair(one, other), d_max=d_max, metric=metric, weights=weights)[0, 1])


def _pair(one: ArrayLike, other: ArrayLike) -> Floats:
    first = as_floats(one, "one", ndim=1)
    second = as_floats(other, "other", ndim=1)
    if first.shape != second.shape:
        msg = f"other: {second.size} partners, but one has {first.size}; same partners, same order"
        raise MeasureError(msg)
    return np.stack([first, second])


def _corrected(rows: Floats, weight: Floats, metric: Metric, *, pooled: bool) -> Floats:
    """1 - observed / expected disagreement; NaN where none is expected."""
    observed = _disagreement(rows, weight, metric)
    levels = np.unique(rows)
    marginal = np.stack([(rows == level) @ weight for level in levels], axis=1)
    gap = np.abs(levels[:, None] - levels[None, :])
    distance = {"nominal": (gap > 0).astype(np.float64), "absolute": gap, "squared": gap**2}[metric]
    expected = marginal @ distance @ marginal.T
    expected = (expected + expected.T) / 2.0  # equal but for rounding
    if pooled:
        own = np.diag(expected)
        expected = (own[:, None] + own[None, :] + 2.0 * expected) / 4.0
    chance = expected > 1e-12 * max(float(distance.max()), 1.0)
    share = np.divide(observed, expected, out=np.full_like(observed, np.nan), where=chance)
    return np.asarray(1.0 - share, dtype=np.float64)


def cohen_kappa(
    portfolios: ArrayLike,
    *,
    metric: Metric = "squared",
    weights: ArrayLike | None = None,
    self_value: float | None = None,
) -> Floats:
    r"""Cohen's kappa of every pair, :math:`1 - \sum O D / \sum E D`.

    Chance agreement is reckoned from the two portfolios' own distributions of codes. For 0/1
    portfolios the three metrics agree.

    Parameters
    ----------
    portfolios
        ``(state, partner)``, no NaN.
    metric
        Disagreement of two codes: ``nominal`` (same or not), ``absolute`` (linear weights), or
        ``squared``.
    weights
        ``(partner,)``, zero or more; equal when left out.
    self_value
        Set on the diagonal first; ``None`` takes the matrix as it stands.

    Returns
    -------
    ndarray
        ``(state, state)``, at most 1; NaN where no disagreement is expected (both portfolios
        constant and equal), where it is undefined.

    Raises
    ------
    MeasureError
        NaN, wrong shapes or another metric.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. *Educational and
    Psychological Measurement* 20(1), 37-46.

    Examples
    --------
    Independent portfolios score 0, however alike they look:

    >>> cohen_kappa([[1, 1, 0, 0], [1, 0, 1, 0]])[0, 1]
    np.float64(0.0)
    """
    rows = _rows(portfolios, self_value)
    return _corrected(rows, _weights(weights, rows.shape[1]), metric, pooled=False)


def scott_pi(
    portfolios: ArrayLike,
    *,
    metric: Metric = "squared",
    weights: ArrayLike | None = None,
    self_value: float | None = None,
) -> Floats:
    r"""Scott's pi of every pair, :math:`1 - \sum O D / \sum E D`.

    As :func:`cohen_kappa`, but chance agreement is reckoned from the two distributions pooled, so
    that two states that differ in how much they commit are set further apart.

    Parameters
    ----------
    portfolios, metric, weights, self_value
        As in :func:`cohen_kappa`.

    Returns
    -------
    ndarray
        ``(state, state)``, at most 1; NaN where no disagreement is expected.

    Raises
    ------
    MeasureError
        NaN, wrong shapes or another metric.

    References
    ----------
    Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale coding.
    *Public Opinion Quarterly* 19(3), 321-325.

    Examples
    --------
    Pi is never above kappa:

    >>> rows = [[1, 1, 1, 0], [1, 0, 0, 0]]
    >>> round(float(scott_pi(rows)[0, 1]), 6), round(float(cohen_kappa(rows)[0, 1]), 6)
    (0.0, 0.2)
    """
    rows = _rows(portfolios, self_value)
    return _corrected(rows, _weights(weights, rows.shape[1]), metric, pooled=True)
