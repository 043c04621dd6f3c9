"""How many states came into the system in a year."""

from functools import cache

from multipolar.codes import convert, members

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


@cache
def _numbers(year: int) -> frozenset[int]:
    found = (int(convert(s, "cow", f"{year}-12-31")) for s in members(year, "cow"))
    return frozenset(LINEAGE.get(k, k) for k in found)
