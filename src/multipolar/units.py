"""Units that people write, and what they are in the unit of a quantity."""

from multipolar.errors import DataError, suggest

WRITTEN: dict[str, dict[str, float]] = {
    "1": {"1": 1.0, "%": 0.01},
    "share": {"share": 1.0, "1": 1.0, "%": 0.01},
    "1/year": {"1/year": 1.0, "per year": 1.0, "%/year": 0.01, "% per year": 0.01},
    "year": {"year": 1.0, "years": 1.0},
    "USD": {"USD": 1.0, "million USD": 1e6, "billion USD": 1e9},
    "int$": {"int$": 1.0, "million int$": 1e6, "billion int$": 1e9},
    "persons": {"persons": 1.0, "million persons": 1e6},
}
"""Unit → what may be written for it → factor."""


def in_unit(value: float, written: str, unit: str) -> float:
    """Return a value in the unit of a quantity.

    Parameters
    ----------
    value
        As it was written.
    written
        Its unit as it was written.
    unit
        That of the quantity.

    Raises
    ------
    DataError
        The two do not fit.

    Examples
    --------
    >>> in_unit(2.0, "%/year", "1/year")
    0.02
    """
    known = WRITTEN.get(unit, {unit: 1.0})
    if written not in known:
        msg = f"unit {written!r}{suggest(written, known)} Needed {' or '.join(known)}"
        raise DataError(msg)
    return value * known[written]
