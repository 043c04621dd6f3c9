"""How many states came into the system in a year."""

from functools import cache

import numpy as np

from multipolar.registry import Period, states

FIRST = 1816
AWAY = 15
"""A state that was away for fewer years comes back, as from an occupation; it is not new."""
LINEAGE = {260: 255, 679: 678}
"""COW number → number of the state that it goes on from: Germany, Yemen."""


@cache
def births(year: int) -> int:
    """Return how many states were members at the end of a year that had not been for years.

    By the Correlates of War's list; nothing later is read.

    >>> births(1960), births(1991), births(2012)
    (18, 16, 0)
    """
    if year <= FIRST:
        return 0
    since = max(year - AWAY, FIRST)
    known = set().union(*(_numbers(y) for y in range(since, year)))
    return len(_numbers(year) - known)


def tide(year: int, wave: float, ebb: float, rate: float) -> float:
    """Return what the record of new states says of the tide at the end of a year.

    Parameters
    ----------
    year
        Nothing later is read.
    wave
        Standard deviation of the tide, the logarithm of the rate over its mean.
    ebb
        Part of it that is lost in a year.
    rate
        New states a year in the mean of tides.

    Returns
    -------
    float
        The mean of the tide, given the numbers of all years so far (a hidden
        Markov model on a grid, followed forward).
    """
    level = np.linspace(-3.5, 3.5, 29)
    moves = np.exp(
        -0.5 * (level - (1.0 - ebb) * level[:, None]) ** 2 / max(ebb * (2.0 - ebb), 1e-3)
    )
    moves /= moves.sum(axis=1, keepdims=True)
    above = wave * level - 0.5 * wave * wave
    mean = rate * np.exp(above)
    believed = np.exp(-0.5 * level**2)
    for when in range(FIRST + 1, year + 1):
        believed = believed @ moves
        believed = believed * np.exp(births(when) * np.log(mean) - mean)
        believed = believed / believed.sum()
    return float((believed / believed.sum()) @ above)


@cache
def _numbers(year: int) -> frozenset[int]:
    """Return the COW numbers of the members at the end of a year."""
    end = Period(f"{year}-12-31", f"{year}-12-31")
    listed = ((s.cow, s.listed("cow")) for s in states())
    found = (number for number, days in listed if number is not None and days and days.meets(end))
    return frozenset(LINEAGE.get(k, k) for k in found)
