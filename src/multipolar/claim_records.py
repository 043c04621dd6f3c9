"""Series of years counted from records of events: sanctions, exits from treaties, sides taken."""

import re
from collections.abc import Callable, Mapping
from functools import cache

import polars as pl

from multipolar.alliance_record import commitments
from multipolar.skeleton import crosswalk
from multipolar.sources import load

UNION_IN_TIES = 1000
"""The number of the European Community or Union in TIES, which is no single state."""
TIES_YEARS = (1945, 2004)
"""Whole years of TIES: of 2005 it has 7 impositions; the years before have some twenty each."""
IGO_YEARS = (1966, 2013)
"""Years in which the project looked at memberships every year, and whose next year it knows."""
DESTA_YEARS = (1948, 2020)
MID_YEARS = (1816, 2014)
ATOP_YEARS = (1815, 2016)
UNKNOWN = float("nan")
Counts = Mapping[int, float]


def _within(years: tuple[int, int], counts: Counts) -> Callable[[int], float]:
    first, last = years
    return lambda year: counts.get(year, 0.0) if first <= year <= last else UNKNOWN


def _by_year(years: pl.Series) -> Counts:
    return {int(y): float(n) for y, n in years.value_counts().iter_rows() if y is not None}


@cache
def _impositions() -> pl.DataFrame:
    """Return the impositions of TIES: the year each began, and whether one state alone imposed it.

    An institution, the European Community or an unknown sender is not one state.
    """
    cases = load("ties").filter(pl.col("ties_imposition") == 1)
    senders = pl.col("ties_senders").list.unique()
    alone = (senders.list.len() == 1) & (senders.list.first() != UNION_IN_TIES)
    institution = pl.col("ties_institution").fill_null(0) == 1
    return cases.select(
        year=pl.col("ties_since").dt.year(), alone=alone.fill_null(value=False) & ~institution
    )


def unilateral_impositions(year: int) -> float:
    """Return how many sanctions one state alone imposed on another in a year."""
    found = _impositions()
    return _within(TIES_YEARS, _by_year(found.filter("alone")["year"]))(year)


def unilateral_part(year: int) -> float:
    """Return which part of the sanctions that began in a year one state alone imposed."""
    found = _impositions().filter(pl.col("year") == year)
    inside = TIES_YEARS[0] <= year <= TIES_YEARS[1]
    return float(found["alone"].mean()) if inside and len(found) else UNKNOWN  # type: ignore[arg-type]


@cache
def _memberships() -> tuple[Counts, Counts]:
    """Return full memberships of a year, and how many of them ended by leaving after it."""
    spells = load("cow_igo_organization").filter(pl.col("igo_status") == "full")
    last = pl.col("igo_until").fill_null(IGO_YEARS[1] + 1)
    held = spells.select(pl.int_ranges("igo_since", last + 1).alias("year")).explode("year")
    left = spells.filter(pl.col("igo_after") == "left")["igo_until"]
    return _by_year(held["year"]), _by_year(left)


def memberships_left(year: int) -> float:
    """Return how many of a thousand memberships in organizations were left, both living on."""
    held, left = _memberships()
    inside = IGO_YEARS[0] <= year <= IGO_YEARS[1]
    return 1000.0 * left.get(year, 0.0) / held[year] if inside else UNKNOWN


@cache
def _withdrawals() -> pl.DataFrame:
    """Return withdrawals from trade agreements: year, and who withdrew, as DESTA writes it."""
    rows = load("desta").filter(pl.col("desta_entry") == "withdrawal")
    who = [re.split("withdrawal", n, maxsplit=1)[-1].strip() for n in rows["desta_name"]]
    return pl.DataFrame({"year": rows["desta_year"], "who": who})


def trade_withdrawals(year: int) -> float:
    """Return how many trade agreements states withdrew from in a year."""
    return _within(DESTA_YEARS, _by_year(_withdrawals()["year"]))(year)


def trade_withdrawals_once(year: int) -> float:
    """Return the same, but all that the same states withdrew from in that year counted once."""
    return _within(DESTA_YEARS, _by_year(_withdrawals().unique()["year"]))(year)


@cache
def _alliances() -> tuple[tuple[str, str], ...]:
    """Return when each alliance of ATOP began and ended; no end is empty."""
    return tuple((c.in_force, c.ended) for c in commitments() if c.kind == "alliance")


def alliances(year: int) -> float:
    """Return how many alliances are in force at the end of a year."""
    day = f"{year:04d}-12-31"
    running = sum(since <= day and (not until or until > day) for since, until in _alliances())
    return float(running) if ATOP_YEARS[0] <= year <= ATOP_YEARS[1] else UNKNOWN


@cache
def _sides() -> pl.DataFrame:
    """Return who stood on which side of a dispute, public codes, and whether they took action."""
    rows = load("mid_participants").select(
        "commitment", "midp_side_a", number="state", year=pl.col("midp_since").dt.year(),
        acted=pl.col("midp_hostlev") >= 2,
    )  # fmt: skip
    names = crosswalk("cow", "public")
    names = names.rename(dict(zip(names.columns, ("number", "year", "state"), strict=True)))
    rows = rows.join(names, on=("number", "year"), how="inner")
    began = pl.col("year").min().over("commitment")
    return rows.with_columns(began=began).group_by(
        "commitment", "midp_side_a", "state", "began"
    ).agg(pl.col("acted").any())  # fmt: skip


def joint_disputes(one: str, other: str, *, acted: bool) -> Callable[[int], float]:
    """Return a series: disputes that began in a year, the two on one side against a third.

    Parameters
    ----------
    one, other
        Public codes.
    acted
        Count only those in which both threatened, displayed or used force; else also those in
        which one was only there.
    """

    @cache
    def counts() -> Counts:
        rows = _sides()
        sides = [
            rows.filter((pl.col("state") == code) & (pl.col("acted") | (not acted)))
            for code in (one, other)
        ]
        both = sides[0].join(sides[1], on=("commitment", "midp_side_a"), how="inner")
        return _by_year(both.unique("commitment")["began"])

    return lambda year: _within(MID_YEARS, counts())(year)


TIES = "TIES 4.1 (Morgan, Bapat & Kobayashi 2014)"
IGO = "COW IGO 3.0 (Pevehouse et al. 2020)"
ATOP = "ATOP 4.01 (Leeds et al. 2002)"
DESTA = "DESTA 2.1 (Dür, Baccini & Elsig 2014)"
RECORDS: Mapping[str, tuple[str, str, Callable[[int], float]]] = {
    "unilateral_imposed": (
        "sanctions that one state alone imposed in the year (to 2004)",
        TIES,
        unilateral_impositions,
    ),
    "unilateral_part": (
        "part of sanctions imposed in the year that one state alone imposed (to 2004)",
        TIES,
        unilateral_part,
    ),
    "alliances_in_force": ("alliances in force at the end of the year (to 2016)", ATOP, alliances),
    "memberships_left": (
        "memberships in intergovernmental organizations that were left, of a thousand (to 2013)",
        IGO,
        memberships_left,
    ),
    "trade_withdrawals": (
        "trade agreements that states withdrew from",
        DESTA,
        trade_withdrawals,
    ),
    "trade_withdrawals_once": (
        "the same, all that the same states withdrew from in a year counted once",
        DESTA,
        trade_withdrawals_once,
    ),
}
"""Name → what it counts, what to cite, how."""
