"""Panels whose rows are commitments, or the groups of states that make them.

Reference: Poast, P. (2010). (Mis)using dyadic data to analyze multilateral
events. *Political Analysis* 18(4), 403–425: a treaty of k states is one
observation of a k-ad, not k(k-1)/2 dyads.
"""

from collections.abc import Mapping

import polars as pl

from multipolar.errors import MeasureError
from multipolar.grains import PanelVariable, yearly
from multipolar.registry import Number
from multipolar.source import KEYS
from multipolar.sources import catalogue, load

Years = tuple[int, int]


def commitment_panel(
    chosen: Mapping[str, PanelVariable],
    years: Years,
    system: Number,
    versions: Mapping[str, str],
) -> pl.DataFrame:
    """Return one row a commitment or event, of the one source of the variables.

    Raises
    ------
    MeasureError
        The variables are of several sources, or of one that has no
        commitments, participants or events.
    """
    del years, system
    sources = {v.source: v.spec for v in chosen.values()}
    if len(sources) != 1:
        named = ", ".join(sources) or "none"
        msg = f"a commitment panel takes the variables of one source; these are of {named}"
        raise MeasureError(msg)
    ((source, spec),) = sources.items()
    if spec.grain not in ("commitment", "participant", "event"):
        msg = f"{source} is of {spec.grain} grain; needed commitments or events, such as atop"
        raise MeasureError(msg)
    return load(source, versions.get(source)).select(*KEYS[spec.grain], *chosen)


def kad_panel(
    chosen: Mapping[str, PanelVariable],
    years: Years,
    system: Number,
    versions: Mapping[str, str],
) -> pl.DataFrame:
    """Return one row a commitment formed in the years: its founding members and their sums.

    Founders entered in its first year; each counts once. A variable of the
    members, such as an obligation, is the greatest among them; of text and
    dates the first known.

    Raises
    ------
    MeasureError
        No variable names a source of participants with dates, or another is
        no state variable.
    """
    groups = [v for v in chosen.values() if v.spec.grain == "participant"]
    states = {n: v for n, v in chosen.items() if v.spec.grain == "state-year"}
    sources = {v.source for v in groups}
    if len(sources) != 1 or len(groups) + len(states) != len(chosen):
        msg = (
            "a k-ad panel takes variables of one source of participants (such as "
            "atopm_defense) and state-year variables (such as cinc)"
        )
        raise MeasureError(msg)
    (source,) = sources
    if catalogue[source].spec.codes != system:
        msg = f"{source} has the codes {catalogue[source].spec.codes!r}; needed {system!r}"
        raise MeasureError(msg)
    since = next((c.name for c in catalogue[source].spec.columns if c.name.endswith("since")), "")
    if not since:
        msg = f"{source} has no dates of entry; a k-ad needs them"
        raise MeasureError(msg)
    members = load(source, versions.get(source))
    year = pl.col(since).dt.year() if members.schema[since] == pl.Date else pl.col(since)
    members = members.with_columns(year.cast(pl.Int16).alias("year"))
    formed = members.group_by("commitment").agg(pl.col("year").min())
    founders = (
        members.join(formed, on=["commitment", "year"])
        .filter(pl.col("year").is_between(*years))
        .sort("commitment", "state", since)
        .unique(["commitment", "state"], keep="first", maintain_order=True)
    )
    for name, variable in states.items():
        seen = yearly(variable.source, [name], system, versions.get(variable.source))
        founders = founders.join(seen, on=["state", "year"], how="left")
    sums = [
        how(pl.col(name)).alias(f"{name}_{word}")
        for name in states
        for word, how in (("sum", _sum), ("min", pl.Expr.min), ("max", pl.Expr.max))
    ]
    return (
        founders.group_by("commitment", "year")
        .agg(
            pl.col("state").sort().alias("members"),
            pl.len().cast(pl.Int16).alias("k"),
            *(_of_group(n, members.schema[n]) for n in chosen if n not in states),
            *sums,
        )
        .sort("year", "commitment")
    )


def _of_group(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return the greatest value among the members, or the first known of text and dates."""
    column = pl.col(name)
    return column.max() if dtype.is_numeric() else column.drop_nulls().first()


def _sum(column: pl.Expr) -> pl.Expr:
    """Sum, unknown where a member is unknown."""
    return pl.when(column.is_null().any()).then(None).otherwise(column.sum())
