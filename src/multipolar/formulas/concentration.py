"""Concentration of a quantity among states: CON, HHI, effective number of powers and others.

Every function takes non-negative values and brings them to shares inside, so raw values and
shares give the same answer. Which states belong to the set is the caller's decision and moves
the answer: see the membership rules of the great-power lists.

References
----------
Ray, J. L. & Singer, J. D. (1973). Measuring the concentration of power in the international
system. *Sociological Methods & Research* 1(4), 403-437.
Laakso, M. & Taagepera, R. (1979). "Effective" number of parties. *Comparative Political Studies*
12(1), 3-27.
Mansfield, E. D. (1993). Concentration, polarity, and the distribution of power. *International
Studies Quarterly* 37(1), 105-128.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import MeasureError
from multipolar.formulas.checks import Floats, as_floats, refuse_missing, refuse_negative


class Mansfield(NamedTuple):
    """The two things CON mixes: how many states, and how unequal they are."""

    number: int
    variation: float


def shares(values: ArrayLike, *, missing: Literal["drop", "keep", "raise"] = "raise") -> Floats:
    """Shares of a total: non-negative values brought to sum 1.

    Parameters
    ----------
    values
        ``(state,)``, zero or more, any unit.
    missing
        What to do with NaN: ``raise`` refuses it, ``drop`` leaves those states out of the result
        (which is then shorter), ``keep`` leaves them out of the total and keeps NaN in place.

    Returns
    -------
    ndarray
        Shares, 0 to 1.

    Raises
    ------
    MeasureError
        A negative value, a NaN under ``raise``, or a total of zero.

    Examples
    --------
    >>> shares([2, 1, 1])
    array([0.5 , 0.25, 0.25])
    >>> shares([3, float("nan"), 1], missing="keep")
    array([0.75,  nan, 0.25])
    """
    if missing not in {"drop", "keep", "raise"}:
        msg = f"missing: {missing!r}; give 'drop', 'keep' or 'raise'"
        raise MeasureError(msg)
    array = as_floats(values, "values", ndim=1)
    if missing == "drop":
        array = array[~np.isnan(array)]
    refuse_missing(array[~np.isnan(array)] if missing == "keep" else array, "values")
    refuse_negative(array, "values")
    top = np.nanmax(array, initial=0.0)
    if not top > 0:
        msg = "values: all are zero or missing, so there is nothing to take shares of"
        raise MeasureError(msg)
    scaled = array / top  # so that very large or very small values cannot overflow the total
    return np.asarray(scaled / np.nansum(scaled), dtype=np.float64)


def con(values: ArrayLike) -> float:
    r"""Ray-Singer index of concentration.

    .. math:: CON = \sqrt{\frac{\sum_i s_i^2 - 1/N}{1 - 1/N}}

    0 when all are equal, 1 when one holds everything. It does not separate the number of states
    from their inequality: report :func:`mansfield` beside it.

    Parameters
    ----------
    values
        ``(state,)``, zero or more. A state with zero counts in N.

    Returns
    -------
    float
        0 to 1; NaN for a single state, where it is undefined.

    Raises
    ------
    MeasureError
        NaN, a negative value, or a total of zero.

    Examples
    --------
    >>> con([7, 7, 7])
    0.0
    >>> con([7, 0, 0])
    1.0
    >>> round(con([0.5, 0.3, 0.2]), 6)
    0.264575
    """
    share = shares(values)
    n = share.size
    if n == 1:
        return float("nan")
    # sum (s - 1/N)^2 = sum s^2 - 1/N, without the loss of digits near equality
    spread = float(np.sum((share - 1.0 / n) ** 2))
    return float(np.sqrt(min(1.0, spread / (1.0 - 1.0 / n))))


def mansfield(values: ArrayLike) -> Mansfield:
    r"""Split CON into the number of states and their inequality.

    V is the coefficient of variation (population standard deviation over the mean), and
    :math:`CON = V / \sqrt{N - 1}` for every set of shares.

    Parameters
    ----------
    values
        ``(state,)``, zero or more.

    Returns
    -------
    Mansfield
        ``number`` N and ``variation`` V.

    Raises
    ------
    MeasureError
        NaN, a negative value, or a total of zero.

    Examples
    --------
    >>> number, variation = mansfield([5, 3, 2])
    >>> number, round(variation / (number - 1) ** 0.5 - con([5, 3, 2]), 12)
    (3, 0.0)
    """
    share = shares(values)
    return Mansfield(int(share.size), float(np.std(share) * share.size))


def hhi(values: ArrayLike) -> float:
    r"""Herfindahl-Hirschman index, :math:`\sum_i s_i^2`: 1/N to 1.

    Parameters
    ----------
    values
        ``(state,)``, zero or more.

    Returns
    -------
    float
        1/N when all are equal, 1 when one holds everything.

    Raises
    ------
    MeasureError
        NaN, a negative value, or a total of zero.

    Examples
    --------
    >>> hhi([1, 1, 1, 1])
    0.25
    """
    return float(np.sum(shares(values) ** 2))


def effective_number(values: ArrayLike) -> float:
    r"""Effective number of powers, :math:`1 / \sum_i s_i^2` (Laakso and Taagepera).

    Parameters
    ----------
    values
        ``(state,)``, zero or more.

    Returns
    -------
    float
        1 to N: the number of equal states that would give the same HHI.

    Raises
    ------
    MeasureError
        NaN, a negative value, or a total of zero.

    Examples
    --------
    >>> effective_number([1, 1, 0, 0])
    2.0
    """
    return 1.0 / hhi(values)


def entropy(values: ArrayLike) -> float:
    r"""Shannon entropy, :math:`-\sum_i s_i \ln s_i`, in nats. Theil's index is ln N less this.

    Parameters
    ----------
    values
        ``(state,)``, zero or more; a share of zero adds nothing.

    Returns
    -------
    float
        0 when one holds everything, ln N when all are equal.

    Raises
    ------
    MeasureError
        NaN, a negative value, or a total of zero.

    Examples
    --------
    >>> entropy([1, 0]), round(entropy([1, 1]), 6)
    (0.0, 0.693147)
    """
    share = shares(values)
    held = share[share > 0]
    return float(abs(np.sum(held * np.log(held))))


def gini(values: ArrayLike) -> float:
    """Gini coefficient: half the mean absolute difference over the mean, each pair counted twice.

    Parameters
    ----------
    values
        ``(state,)``, zero or more.

    Returns
    -------
    float
        0 when all are equal, (N - 1)/N when one holds everything (not corrected for small N).

    Raises
    ------
    MeasureError
        NaN, a negative value, or a total of zero.

    Examples
    --------
    >>> gini([2, 2, 2]), gini([0, 0, 0, 5])
    (0.0, 0.75)
    """
    share = np.sort(shares(values))
    n = share.size
    rank = np.arange(1, n + 1)
    return float(max(0.0, np.sum((2 * rank - n - 1) * share) / n))


def top_share(values: ArrayLike, k: int = 1) -> float:
    """Return the share of the k largest together.

    Parameters
    ----------
    values
        ``(state,)``, zero or more.
    k
        How many of the largest; N or more gives 1.

    Returns
    -------
    float
        k/N to 1.

    Raises
    ------
    MeasureError
        k below 1, NaN, a negative value, or a total of zero.

    Examples
    --------
    >>> round(top_share([5, 3, 2], 2), 12)
    0.8
    """
    if k < 1:
        msg = f"k: {k}; at least 1 is needed"
        raise MeasureError(msg)
    return float(min(1.0, np.sum(np.sort(shares(values))[::-1][:k])))


def parity(challenger: ArrayLike, dominant: ArrayLike) -> Floats:
    """Ratio of a challenger to the dominant state (Organski and Kugler).

    The ratio passes 1 when the challenger overtakes; which of two is the challenger is for the
    caller to say. Writers differ on the zone of parity (often 0.8 to 1.2), so none is built in.

    Parameters
    ----------
    challenger, dominant
        Values of one quantity in one unit; scalars or arrays that broadcast.

    Returns
    -------
    ndarray
        challenger / dominant; NaN where either is missing.

    Raises
    ------
    MeasureError
        A negative value, or a dominant state with zero.

    References
    ----------
    Organski, A. F. K. & Kugler, J. (1980). *The War Ledger*. University of Chicago Press.

    Examples
    --------
    >>> parity([4, 5, 6], 5)
    array([0.8, 1. , 1.2])
    """
    top = np.asarray(challenger, dtype=np.float64)
    base = np.asarray(dominant, dtype=np.float64)
    refuse_negative(np.atleast_1d(top), "challenger")
    refuse_negative(np.atleast_1d(base), "dominant")
    if np.any(base == 0):
        msg = "dominant: zero; the dominant state needs a value above zero"
        raise MeasureError(msg)
    return np.asarray(top / base, dtype=np.float64)
