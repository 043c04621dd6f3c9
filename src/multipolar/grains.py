"""Columns of sources, brought to years and to one code system."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import polars as pl

from multipolar.errors import MeasureError
from multipolar.registry import Number
from multipolar.skeleton import KeyCodes, in_system
from multipolar.source import KEYS, Column, SourceSpec
from multipolar.sources import catalogue, load


@dataclass(frozen=True, slots=True)
class PanelVariable:
    """One column that a panel can have: which source yields it, in which grain."""

    column: Column
    source: str
    spec: SourceSpec


@cache
def variables() -> dict[str, PanelVariable]:
    """Return every column on offer by name, from the declarations of all sources."""
    return {
        column.name: PanelVariable(column, name, catalogue[name].spec)
        for name in catalogue.names()
        for column in catalogue[name].spec.columns
    }


def yearly(
    source: str, names: Iterable[str], system: Number, version: str | None = None
) -> pl.DataFrame:
    """Return variables of a source as rows by year, in a code system, each key once.

    Spells become the years on whose 31 December they run. Where two codes of
    the source become one state, the first known value counts.

    Raises
    ------
    MeasureError
        The source has rows that are no states or pairs by year.
    """
    spec = catalogue[source].spec
    keys = [k for k in KEYS[spec.grain] if k.startswith("state")]
    if not keys or spec.grain == "participant":
        msg = f"{source} is of {spec.grain} grain; use panel('commitment') or load it"
        raise MeasureError(msg)
    names = list(names)
    frame = load(source, version)
    if spec.grain.endswith("spell"):
        frame = by_year(frame, spec.coverage[version or spec.version])
    frame = frame.select(*keys, "year", *dict.fromkeys([*names, *(twin(n, spec) for n in names)]))
    frame = in_system(frame, keys, key_codes(spec), system)
    if spec.grain.startswith("dyad"):
        wrong = pl.col("state1") > pl.col("state2")
        frame = pl.concat([frame.filter(~wrong), turned(frame.filter(wrong), spec)])
    frame = frame.select(*keys, "year", *names)
    if frame.select(*keys, "year").is_duplicated().any():
        frame = frame.group_by(*keys, "year", maintain_order=True).agg(
            pl.col(n).drop_nulls().first() for n in names
        )
    return frame


def key_codes(spec: SourceSpec) -> KeyCodes:
    """Return the code system of a source's states, as :func:`in_system` takes it."""
    return spec.codes if spec.codes in ("cow", "gw") else "public"


def twin(name: str, spec: SourceSpec) -> str:
    """Return the same variable of the other state (``war_deaths1``, ``war_deaths2``), or itself."""
    other = name[:-1] + {"1": "2", "2": "1"}.get(name[-1], name[-1])
    return other if any(c.name == other for c in spec.columns) else name


def turned(frame: pl.DataFrame, spec: SourceSpec) -> pl.DataFrame:
    """Return undirected dyads with each state in the other's place."""
    swap = {"state1": "state2", "state2": "state1"}
    return frame.select(pl.col(swap.get(n, twin(n, spec))).alias(n) for n in frame.columns)


def by_year(frame: pl.DataFrame, coverage: tuple[int, int]) -> pl.DataFrame:
    """Return spells as one row for each year on whose 31 December they run."""
    first, last = coverage
    year_end = (pl.col("until").dt.month() == 12) & (pl.col("until").dt.day() == 31)
    since = pl.col("since").dt.year().fill_null(first).clip(first)
    until = pl.col("until").dt.year() - (~year_end).cast(pl.Int32)
    return (
        frame.with_columns(
            pl.int_ranges(since, until.fill_null(last).clip(None, last) + 1).alias("year")
        )
        .explode("year")
        .drop_nulls("year")
        .with_columns(pl.col("year").cast(pl.Int16))
    )
