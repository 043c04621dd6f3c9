"""Who was there when, as frames: state-years, dyad-years, and code systems by year.

The rows of every panel. Spells come from the registry, whole dates of the
Correlates of War and Gleditsch–Ward lists.
"""

from collections.abc import Iterable
from functools import cache
from typing import Literal

import numpy as np
import polars as pl

from multipolar.errors import MeasureError
from multipolar.registry import FOREVER, Number, Period, states

FIRST, LAST = 1816, 2024
"""Years that the lists of states cover."""

KeyCodes = Literal["cow", "gw", "public"]


@cache
def state_days(system: Number) -> pl.DataFrame:
    """Return members by year with their first and last day in it (1 to 366).

    Returns
    -------
    polars.DataFrame
        ``state`` (number), ``year``, ``first``, ``last``. A state that leaves
        and returns within a year has two rows.
    """
    spells = {
        (number, getattr(s, f"{system}_since"), getattr(s, f"{system}_until") or FOREVER)
        for s in states()
        if (number := getattr(s, system)) is not None and getattr(s, f"{system}_since")
    }
    rows = [
        (number, year, _day(since, year), _day(until, year))
        for number, since, until in sorted(spells)
        for year in range(max(int(since[:4]), FIRST), min(int(until[:4]), LAST) + 1)
    ]
    schema = {"state": pl.Int16, "year": pl.Int16, "first": pl.Int16, "last": pl.Int16}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("year", "state", "first")


def _day(date: str, year: int) -> int:
    """Return the day of the year, clipped to this year; every month has 31 days."""
    if int(date[:4]) != year:
        return 1 if int(date[:4]) < year else 372
    return (int(date[5:7]) - 1) * 31 + int(date[8:10])


def state_years(first: int, last: int, system: Number = "cow") -> pl.DataFrame:
    """Return the state-years of a system: members on any day of the year.

    Returns
    -------
    polars.DataFrame
        ``state``, ``year``; sorted by year and state.
    """
    _check_years(first, last)
    days = state_days(system).filter(pl.col("year").is_between(first, last))
    return days.select("state", "year").unique().sort("year", "state")


def dyad_years(
    first: int, last: int, system: Number = "cow", *, directed: bool = False
) -> pl.DataFrame:
    """Return the dyad-years of a system: pairs that were members on a same day.

    Parameters
    ----------
    first, last
        Years, both included.
    system
        ``cow`` or ``gw``.
    directed
        Each pair in both directions; otherwise once, ``state1 < state2``.

    Returns
    -------
    polars.DataFrame
        ``state1``, ``state2``, ``year``; sorted by year and states.
    """
    _check_years(first, last)
    days = state_days(system).filter(pl.col("year").is_between(first, last))
    pieces = [_pairs(year, part) for (year,), part in days.group_by("year", maintain_order=True)]
    one, two, year = (np.concatenate(column) for column in zip(*pieces, strict=True))
    if directed:
        one, two, year = np.r_[one, two], np.r_[two, one], np.r_[year, year]
    frame = pl.DataFrame({"state1": one, "state2": two, "year": year})
    return frame.sort("year", "state1", "state2")


def _pairs(year: object, days: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    state, first, last = (days[c].to_numpy() for c in ("state", "first", "last"))
    a, b = np.triu_indices(len(state), 1)
    together = (np.maximum(first[a], first[b]) <= np.minimum(last[a], last[b])) & (
        state[a] != state[b]
    )
    a, b = a[together], b[together]
    low, high = np.minimum(state[a], state[b]), np.maximum(state[a], state[b])
    if len(np.unique(state)) < len(state):
        low, high = np.unique(np.stack([low, high]), axis=1)
    return low, high, np.full(len(low), year, dtype=np.int16)


def _check_years(first: int, last: int) -> None:
    if not FIRST <= first <= last <= LAST:
        msg = f"years {first} to {last}: needed {FIRST} to {LAST}, the first not after the last"
        raise MeasureError(msg)


@cache
def crosswalk(source: KeyCodes, target: KeyCodes) -> pl.DataFrame:
    """Return codes of one system in another, by year.

    Where a state changes within a year, the state of 31 December counts, else
    the last that year.

    Returns
    -------
    polars.DataFrame
        ``code`` (of ``source``), ``year``, ``state`` (of ``target``); a code
        that has no counterpart that year has no row.
    """
    best: dict[tuple[object, int], tuple[str, object]] = {}
    for s in states():
        code, state = _code(s, source), _code(s, target)
        if code is None or state is None:
            continue
        period = _listed(s, source, target)
        if period is None:
            continue
        for year in range(int(period.first[:4]), min(int(period.last[:4]), LAST + 1) + 1):
            end = min(period.last, f"{year:04d}-12-31")
            if (code, year) not in best or best[code, year][0] < end:
                best[code, year] = (end, state)
    types = {"public": pl.String}
    schema = {
        "code": types.get(source, pl.Int16),
        "year": pl.Int16,
        "state": types.get(target, pl.Int16),
    }
    rows = [(code, year, state) for (code, year), (_, state) in best.items()]
    return pl.DataFrame(rows, schema=schema, orient="row").sort("year", "code")


def _code(state: object, system: KeyCodes) -> object:
    return getattr(state, "code" if system == "public" else system)


def _listed(state: object, source: KeyCodes, target: KeyCodes) -> Period | None:
    """Return the days on which a registry line is listed in the numbered systems asked for."""
    numbered = [k for k in (source, target) if k != "public"]
    periods = [state.listed(k) for k in numbered] or [state.period]  # type: ignore[attr-defined]
    if any(p is None for p in periods):
        return None
    first, last = max(p.first for p in periods), min(p.last for p in periods)
    return Period(first, last) if first <= last else None


def in_system(
    frame: pl.DataFrame, keys: Iterable[str], source: KeyCodes, target: KeyCodes
) -> pl.DataFrame:
    """Return a frame with its state columns in another code system, by its year.

    Rows whose state has no code in the target that year are dropped.
    """
    if source == target:
        return frame
    table = crosswalk(source, target).rename({"state": "_state"})
    for key in keys:
        frame = (
            frame.join(table, left_on=[key, "year"], right_on=["code", "year"])
            .drop(key)
            .rename({"_state": key})
        )
    return frame
