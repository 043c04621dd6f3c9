"""Research-ready panels: the rows are who was there, the columns what sources observed.

Unknown outside a source's coverage, zero only where the source says that a
missing row is zero, rival sources side by side under their own names.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import polars as pl

from multipolar.errors import MeasureError, UnknownName, suggest
from multipolar.grains import PanelVariable, key_codes, turned, twin, yearly
from multipolar.grains import variables as on_offer
from multipolar.kads import commitment_panel, kad_panel
from multipolar.registry import Number
from multipolar.skeleton import FIRST, crosswalk, dyad_years, state_years
from multipolar.source import SourceSpec
from multipolar.sources import catalogue

Join = tuple[tuple[str, ...], tuple[str, ...], str]
Kind = Literal["state-year", "dyad-year", "directed-dyad-year", "commitment", "k-ad"]


def panel(
    kind: Kind,
    *,
    years: tuple[int, int] = (FIRST, 2016),
    variables: Sequence[str] = (),
    system: Number = "cow",
    versions: Mapping[str, str] | None = None,
    codes: bool = False,
    frame: Literal["polars", "pandas"] = "polars",
) -> Any:
    """Build a panel.

    Parameters
    ----------
    kind
        ``state-year``; ``dyad-year`` (each pair once, ``state1 < state2``);
        ``directed-dyad-year``; ``commitment`` (one row a treaty or dispute of
        the one source of the variables, all of them whatever the years);
        ``k-ad`` (one row a commitment and year, with its members and the sum,
        least and greatest of state variables).
    years
        First and last year.
    variables
        Columns by name (``multipolar coverage``). In dyads a state variable
        comes as ``x_1`` and ``x_2``; a directed one in undirected dyads as
        ``x_12`` and ``x_21``.
    system
        Whose list of states makes the rows: ``cow`` or ``gw``.
    versions
        Source → version, where not the newest.
    codes
        Add public codes (ISO 3166 where there is one).
    frame
        ``polars``, or ``pandas`` where it is installed.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        Sorted by year and states. Unknown is null.

    Raises
    ------
    UnknownName
        A kind, variable or version is not on offer; the message names the
        nearest.
    DataError
        A source's file is missing or not as published.
    MeasureError
        The years are out of range, or a variable cannot stand in this panel.
    """
    for option, given, offered in (
        ("system", system, get_args(Number)),
        ("frame", frame, ("polars", "pandas")),
    ):
        if given not in offered:
            msg = f"{option}={given!r}: needed one of {', '.join(offered)}"
            raise MeasureError(msg)
    if kind not in get_args(Kind):
        msg = f"no panel is called {kind!r}{suggest(kind, get_args(Kind))}"
        raise UnknownName(msg)
    chosen = {name: _variable(name) for name in dict.fromkeys(variables)}
    picked = dict(versions or {})
    for source, version in picked.items():
        _check_version(source, version)
    if kind in ("commitment", "k-ad"):
        build = commitment_panel if kind == "commitment" else kad_panel
        out = build(chosen, years, system, picked)
    else:
        out = _rows(kind, years, system)
        for source in dict.fromkeys(v.source for v in chosen.values()):
            names = [name for name, v in chosen.items() if v.source == source]
            out = _attach(out, kind, source, names, system, picked.get(source))
    if codes:
        out = _with_codes(out, system)
    return out.to_pandas() if frame == "pandas" else out


def _variable(name: str) -> PanelVariable:
    known = on_offer()
    if name not in known:
        msg = f"no source yields a variable {name!r}{suggest(name, known)} See multipolar coverage"
        raise UnknownName(msg)
    return known[name]


def _check_version(source: str, version: str) -> None:
    offered = catalogue[source].spec.versions
    if version not in offered:
        msg = (
            f"{source} has no version {version!r}{suggest(version, offered)} "
            f"It has: {', '.join(offered)}"
        )
        raise UnknownName(msg)


def _rows(kind: str, years: tuple[int, int], system: Number) -> pl.DataFrame:
    if kind == "state-year":
        return state_years(*years, system)
    return dyad_years(*years, system, directed=kind == "directed-dyad-year")


def _attach(
    rows: pl.DataFrame,
    kind: str,
    source: str,
    names: list[str],
    system: Number,
    version: str | None,
) -> pl.DataFrame:
    spec = catalogue[source].spec
    grain = spec.grain.replace("-spell", "-year")
    joins = _joins(kind, grain, names[0])
    mirror = (kind, grain) == ("directed-dyad-year", "dyad-year")
    wanted = [*names, *(twin(n, spec) for n in names)] if mirror else names
    seen = yearly(source, dict.fromkeys(wanted), system, version)
    if mirror:
        seen = pl.concat([seen, turned(seen, spec)])
    for left, right, suffix in joins:
        part = seen.select(
            _packed(right),
            *(pl.col(n).alias(n + suffix) for n in names),
            pl.lit(value=True).alias("_row"),
        )
        rows = rows.with_columns(_packed(left))
        rows = rows.join(part, on="_key", how="left", maintain_order="left").drop("_key")
        if spec.absent == "zero":
            none = pl.col("_row").is_null() & _observed(rows, left, spec, system, version)
            rows = rows.with_columns(
                pl.when(none)
                .then(pl.lit(0, seen.schema[n]))
                .otherwise(pl.col(n + suffix))
                .alias(n + suffix)
                for n in names
                if seen.schema[n].is_numeric()
            )
        rows = rows.drop("_row")
    return rows


def _packed(keys: Sequence[str]) -> pl.Expr:
    """Return two or three small keys as one number: joins on it are twice as fast."""
    packed = pl.lit(0, pl.Int64)
    for key in keys:
        packed = packed * 65_536 + pl.col(key).cast(pl.Int64)
    return packed.alias("_key")


def _observed(
    rows: pl.DataFrame,
    keys: Sequence[str],
    spec: SourceSpec,
    system: Number,
    version: str | None,
) -> pl.Series:
    """Tell which rows a source watched: within its years, of states that its list has."""
    watched = rows["year"].is_between(*spec.coverage[version or spec.version])
    if key_codes(spec) == system:
        return watched
    listed = crosswalk(key_codes(spec), system).select("state", "year", pl.lit(1).alias("_listed"))
    for key in [k for k in keys if k != "year"]:
        found = rows.join(
            listed.unique(), left_on=[key, "year"], right_on=["state", "year"], how="left",
            maintain_order="left",
        )  # fmt: skip
        watched &= found["_listed"].is_not_null()
    return watched


def _joins(kind: str, grain: str, name: str) -> list[Join]:
    """Return how a source of one grain joins a panel: keys of each, and a suffix."""
    state = ("state", "year")
    pair, back = ("state1", "state2", "year"), ("state2", "state1", "year")
    dyads = ("dyad-year", "directed-dyad-year")
    if kind == grain == "state-year":
        return [(state, state, "")]
    if kind in dyads and grain == "state-year":
        return [((f"state{i}", "year"), state, f"_{i}") for i in (1, 2)]
    if (kind, grain) == dyads:
        return [(pair, pair, "_12"), (back, pair, "_21")]
    if kind in dyads and grain in dyads:
        return [(pair, pair, "")]
    msg = f"{name} is of {grain} grain; it cannot stand in a {kind} panel"
    raise MeasureError(msg)


def _with_codes(frame: pl.DataFrame, system: Number) -> pl.DataFrame:
    """Add ``code``, or ``code1`` and ``code2``: the public codes of the states."""
    for key in [k for k in ("state", "state1", "state2") if k in frame.columns]:
        table = crosswalk(system, "public").select(
            pl.col("code").alias(key), "year", pl.col("state").alias(key.replace("state", "code"))
        )
        frame = frame.join(table, on=[key, "year"], how="left", maintain_order="left")
    return frame
