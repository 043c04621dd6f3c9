"""Who held the ground of each shape of the world map, year by year since 1816.

Reads ``holdings.csv``, which names the holder of a modern shape in the years in
which that was not the state of the shape itself; in all other years the
registry (`multipolar.registry`) must have that state. What is drawn so, how it
was checked and where it is wrong: ``docs/borders.md``.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby

from multipolar.errors import DataError, UnknownName
from multipolar.registry import states
from multipolar.tables import Row, packaged, read_table

FIRST, LAST = 1816, 2025
"""First year of the table, and the last that is known; later years are drawn like it."""

CAPTION = (
    "Outlines of today. Each takes the fill of its own state in the years in which that existed, "
    "else of the state that held most of it (in a few colonies, its core) at the end of the year; "
    "where a frontier ran through an outline of today, the map is wrong by that much. "
    "Dependencies take the fill of the state that ran them; occupation in war is not drawn. "
    "Grey: held by no state of the system, contested, or not known."
)
"""What a map drawn from `holders` must say beneath itself."""

STATUSES = ("observed", "unverified")
COLUMNS = ("shape", "holder", "first_year", "last_year", "source", "status", "note")

Spell = tuple[int, int | None, str | None]
"""First year, last year (None: to this day and after), code of the holder (None: grey)."""


def holders(year: int) -> dict[str, str | None]:
    """Return the holder of every shape at the end of a year.

    Parameters
    ----------
    year
        From 1816 on. Years after 2025 are those of 2025: borders are not forecast.

    Returns
    -------
    dict of str to str or None
        The public code of a state that the registry has in that year, by the id of the shape
        in ``map.json``; None is grey.

    Raises
    ------
    UnknownName
        The year is before 1816.
    DataError
        A line of ``holdings.csv`` is wrong.

    Examples
    --------
    >>> then = holders(1914)
    >>> then["CZE"], then["IND"], then["NGA"], then["TWN"], then["IRN"]
    ('AUH', 'GBR', 'GBR', 'JPN', 'IRN')
    """
    if year < FIRST:
        msg = f"holdings.csv begins in {FIRST}; there is no map of {year}"
        raise UnknownName(msg)
    at = min(year, LAST)
    return {
        shape: next(code for first, last, code in held if first <= at and at <= (last or LAST))
        for shape, held in spells().items()
    }


@cache
def spells() -> Mapping[str, tuple[Spell, ...]]:
    """Return the holders of every shape one after another, without gap or overlap.

    Returns
    -------
    mapping of str to tuple of (int, int or None, str or None)
        First and last year (both included; None: to this day and after) and holder (None:
        grey), by shape, from 1816 on.

    Raises
    ------
    DataError
        A line of ``holdings.csv`` is wrong, or a shape has no holder in a year.

    Examples
    --------
    >>> spells()["CYP"]
    ((1816, 1877, 'TUR'), (1878, 1959, 'GBR'), (1960, None, 'CYP'))
    """
    rows = _rows()
    return {shape: tuple(_spells(shape, rows.get(shape, ()))) for shape in shapes()}


@cache
def shapes() -> Mapping[str, str]:
    """Return the fill of every shape on the map of today, by id; empty is grey."""
    topology = json.loads(packaged("map.json").read_bytes())
    geometries = topology["objects"]["states"]["geometries"]
    return {shape["id"]: shape["properties"]["fill"] for shape in geometries}


@cache
def members(year: int) -> frozenset[str]:
    """Return the codes that the registry has at the end of a year, by COW, by GW or today."""
    day = f"{year:04d}-12-31"
    return frozenset(s.code for s in states() if s.period.first <= day <= s.period.last)


def unseen() -> dict[str, list[int]]:
    """Return the years in which a state of the registry holds no shape at all, by code.

    The German and Italian states before unification, East Germany, Zanzibar: their ground lies
    within one modern outline, which another state fills.
    """
    years: dict[str, list[int]] = {}
    for year in range(FIRST, LAST + 1):
        for code in members(year) - set(holders(year).values()):
            years.setdefault(code, []).append(year)
    return dict(sorted(years.items()))


def _spells(shape: str, rows: Iterable[Row]) -> Iterable[Spell]:
    given: dict[int, str | None] = {}
    for row in rows:
        for year in range(*_years(row)):
            if year in given:
                row.fail("first_year", f"years that no other line of {shape} has; {year} is taken")
            if row["holder"] and row["holder"] not in members(year):
                row.fail(
                    "holder", f"a state that registry.csv has at the end of {year}, or nothing"
                )
            given[year] = row["holder"] or None
    held = []
    for year in range(FIRST, LAST + 1):
        if year not in given and shape not in members(year):
            msg = (
                f"holdings.csv: nobody holds {shape} in {year}; needed a line for it, with an "
                f"empty holder for grey, as registry.csv has no {shape} at the end of that year"
            )
            raise DataError(msg)
        held.append((year, given.get(year, shape)))
    for code, run in groupby(held, key=lambda pair: pair[1]):
        years = [year for year, _ in run]
        yield years[0], years[-1] if years[-1] < LAST else None, code


def _years(row: Row) -> tuple[int, int]:
    first = int(row.number("first_year", FIRST, LAST))
    last = int(row.number("last_year", first, LAST)) if row["last_year"] else LAST
    return first, last + 1


@cache
def _rows() -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in read_table(packaged("holdings.csv"), COLUMNS):
        if row["shape"] not in shapes():
            row.fail("shape", "the id of a shape in map.json")
        row.choice("status", STATUSES)
        found.setdefault(row["shape"], []).append(row)
    return found
