"""Measures through time: every year of history, in one pass."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from multipolar.definitions import Definition, polarity
from multipolar.errors import MeasureError, UnknownName
from multipolar.formulas.turbulence import rank_mobility, share_turnover, tie_turnover
from multipolar.history import at
from multipolar.measure import headline
from multipolar.measures import take
from multipolar.power import power
from multipolar.registry import same_actor, states
from multipolar.rule import KINDS
from multipolar.skeleton import FIRST
from multipolar.world import World

Progress = Callable[[int], None]

LAG = 5
"""Years over which turbulence is taken."""


def series(
    measure: str,
    *,
    first: int = FIRST,
    last: int = 2022,
    fill: int = 0,
    progress: Progress | None = None,
    **options: Any,
) -> pl.DataFrame:
    """Take a measure of every year.

    Parameters
    ----------
    measure
        A measure by name.
    first, last
        Years.
    fill
        See :func:`multipolar.history.at`.
    progress
        Called with each year.
    options
        Of the measure.

    Returns
    -------
    polars.DataFrame
        ``year`` and ``value`` for a measure of the system; ``year``,
        ``state``, ``value`` for one of states; with ``partner`` for pairs
        (each once). A year for which the measure is not defined, or its data
        unknown, has null.

    Raises
    ------
    UnknownName
        There is no such measure, or it has no such option.
    """
    rows: list[tuple[object, ...]] = []
    columns = ["year", "value"]
    for year in range(first, last + 1):
        if progress:
            progress(year)
        world = at(year, fill=fill)
        try:
            value = headline(take(measure, world, **options))
        except (MeasureError, UnknownName) as error:
            if isinstance(error, UnknownName) and "this world" not in str(error):
                raise
            rows.append((year,))
            continue
        if isinstance(value, np.ndarray):
            columns = ["year", "state", "partner", "value"] if value.ndim > 1 else [
                "year", "state", "value"]  # fmt: skip
            rows += _cells(year, world, value)
        else:
            rows.append((year, None if np.isnan(value) else float(value)))
    full = [row + (None,) * (len(columns) - len(row)) for row in rows]
    frame = pl.DataFrame(full, schema=columns, orient="row", infer_schema_length=None)
    return frame.with_columns(pl.col("year").cast(pl.Int16), pl.col("value").cast(pl.Float64))


def _cells(year: int, world: World, value: np.ndarray) -> Iterable[tuple[object, ...]]:
    if value.ndim == 1:
        return (
            (year, s, float(v)) for s, v in zip(world.states, value, strict=True) if np.isfinite(v)
        )
    pairs = np.argwhere(np.triu(np.isfinite(value), 1))
    return ((year, world.states[a], world.states[b], float(value[a, b])) for a, b in pairs)


def polarity_by_year(
    first: int = FIRST,
    last: int = 2022,
    *,
    indices: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Judge polarity by every definition in every year.

    Returns
    -------
    polars.DataFrame
        ``year``, the weighted share of each verdict, the most common one, how
        many definitions could be applied, the three actors most often a pole,
        and ``shift``: half the sum of the changes of the shares of verdicts
        over the five years before (0 to 1).
    """
    rows = []
    for year in range(first, last + 1):
        if progress:
            progress(year)
        rows.append(verdicts(at(year), indices=indices))
    return pl.DataFrame(with_shifts(rows), infer_schema_length=None)


Verdicts = tuple[dict[str, Any], dict[tuple[str, ...], Definition]]


def verdicts(world: World, *, indices: Sequence[str] | None = None) -> Verdicts:
    """Return the verdicts over definitions of one World as a row, and each definition."""
    found = polarity(world, indices=indices, shake=False)
    row = {
        "year": world.year,
        **found.verdicts,
        "most_common": found.most_common,
        "definitions": len(found.definitions),
        "poles": " ".join(list(found.poles)[:3]),
    }
    return row, {d.key: d for d in found.definitions}


def with_shifts(found: Sequence[Verdicts]) -> list[dict[str, Any]]:
    """Return the rows with ``shift``, how far verdicts moved over ``LAG`` years.

    Only definitions that could be asked in both years are compared, each with
    its weight of the later year: a new index or set of actors moves nothing.
    """
    by_year = {row["year"]: definitions for row, definitions in found}
    return [
        {**row, "shift": _shift(by_year.get(row["year"] - LAG, {}), definitions)}
        for row, definitions in found
    ]


def _shift(
    before: dict[tuple[str, ...], Definition], now: dict[tuple[str, ...], Definition]
) -> float | None:
    common = before.keys() & now.keys()
    total = sum(now[key].weight for key in common)
    if not total:
        return None
    moved = dict.fromkeys(KINDS, 0.0)
    for key in sorted(common):
        moved[now[key].kind] += now[key].weight
        moved[before[key].kind] -= now[key].weight
    return 0.5 * sum(map(abs, moved.values())) / total


def turning_points(table: pl.DataFrame, count: int = 10) -> pl.DataFrame:
    """Return the years in which the verdicts over definitions moved most.

    A year counts if its five-year shift is the largest within five years on
    either side.
    """
    shift = table["shift"].fill_null(0.0).to_numpy()
    peak = [
        shift[i] > 0 and shift[i] >= shift[max(0, i - LAG) : i + LAG + 1].max()
        for i in range(len(shift))
    ]
    return table.filter(pl.Series(peak)).sort("shift", descending=True).head(count)


def turbulence(
    first: int = FIRST + LAG,
    last: int = 2022,
    *,
    index: str = "cinc",
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Measure how much power, ranks and alliances turned over in five years.

    Returns
    -------
    polars.DataFrame
        ``year``; ``share_turnover`` and ``rank_mobility`` over all states;
        ``alliance_turnover`` of pairs with any obligation. Null where either
        end is unknown.
    """
    seen = []
    for year in range(first - LAG, last + 1):
        if progress:
            progress(year)
        seen.append(standing(at(year), index))
    return pl.DataFrame(turnovers(seen)[LAG:], infer_schema_length=None)


Ties = set[tuple[str, str]] | None
Shares = dict[str, float] | None
Standing = tuple[int, Shares, Ties]


def standing(world: World, index: str = "cinc") -> Standing:
    """Return the year, shares of power and allied pairs of a World; unknown is None.

    States that share a number of the Correlates of War are one actor, so that
    nothing turns over between the Soviet Union and Russia.
    """
    try:
        shares = {_actor(code): share for code, share in power(world, index).ranked()}
    except MeasureError:
        shares = None
    pairs = _allied(world)
    ties = None if pairs is None else {_ordered(_actor(a), _actor(b)) for a, b in pairs}
    return world.year, shares, ties


@cache
def _actor(code: str) -> str:
    """Return one code for all that ever had its number; its own if it has no other."""
    known = {s.code for s in states()}
    return min((c for c in known if same_actor(code, c)), default=code) if code in known else code


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def turnovers(seen: Sequence[Standing]) -> list[dict[str, Any]]:
    """Return the turnover of each year against that ``LAG`` years before; null at first."""
    past = {year: (shares, ties) for year, shares, ties in seen}
    rows = []
    for year, shares, ties in seen:
        old, old_ties = past.get(year - LAG, (None, None))
        known = old_ties is not None and ties is not None
        rows.append(
            {
                "year": year,
                "share_turnover": share_turnover(old, shares) if old and shares else None,
                "rank_mobility": rank_mobility(old, shares) if old and shares else None,
                "alliance_turnover": tie_turnover(old_ties or set(), ties or set())
                if known
                else None,
            }
        )
    return rows


def bloc_trajectories(
    first: int = FIRST,
    last: int = 2014,
    *,
    index: str = "cinc",
    negative: str = "dispute",
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Find the blocs of every year: friends by defence pact, foes by dispute.

    Returns
    -------
    polars.DataFrame
        One row a year and bloc of two or more: ``year``, ``leader`` (its
        strongest member), ``size``, ``share`` of power and ``members``, the
        strongest bloc first. A year whose ties are unknown has none.
    """
    rows = []
    for year in range(first, last + 1):
        if progress:
            progress(year)
        world = at(year)
        try:
            found = take("blocs", world, negative=negative)
        except MeasureError:
            continue
        share = dict(power(world, index).ranked())
        rows += [
            {
                "year": year,
                "leader": max(members, key=lambda s: (share.get(s, 0.0), s)),
                "size": len(members),
                "share": sum(share.get(s, 0.0) for s in members),
                "members": " ".join(members),
            }
            for members in sorted(
                found.blocs,  # type: ignore[union-attr]
                key=lambda m: -sum(share.get(s, 0.0) for s in m),
            )
        ]
    schema = {"year": pl.Int16, "leader": pl.String, "size": pl.Int16, "share": pl.Float64}
    return pl.DataFrame(rows, schema=schema | {"members": pl.String})


def _allied(world: World) -> Ties:
    names = [n for n in ("defence", "offence", "neutrality", "nonaggression", "consultation")
             if n in world]  # fmt: skip
    if not names or np.isnan(world[names[0]]).any():
        return None
    any_tie = np.max([world[n] for n in names], axis=0) > 0
    return {(world.states[a], world.states[b]) for a, b in np.argwhere(np.triu(any_tie, 1))}
