"""The commands about two centuries: history, pair, panel, coverage."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from multipolar.errors import DataError, MeasureError
from multipolar.options import Flag, Output

if TYPE_CHECKING:
    import polars as pl

    from multipolar.output import Table


SHOWN = (
    "year", "states", "leader", "leader_share", "second", "con", "effective_powers",
    "most_common", "share_turnover", "dispute_dyads", "line_index",
)  # fmt: skip
"""Columns of the embedded results that fit a terminal."""


def register(app: App) -> None:
    """Add the commands to the program."""
    for command in (history, pair, panel, coverage):
        app.command(command)


def history(  # noqa: PLR0913
    *,
    measure: str = "",
    index: str = "",
    among: str = "",
    years: str = "1816:2022",
    polarity: Flag = False,
    turbulence: Flag = False,
    blocs: Flag = False,
    option: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    to: Output = Output(),
) -> None:
    """Show a measure of every year since 1816.

    With no option, the table of results that the package carries; it needs no
    files. Everything else is computed from publishers' files that you have.

    Example: multipolar history --measure con --index gdp_ppp --years 1870:2019

    Parameters
    ----------
    measure
        A measure by name.
    index
        Its index of power, where it takes one.
    among
        Its set of actors, where it takes one.
    years
        First and last, such as 1900:1950.
    polarity
        Polarity over all definitions in every year, and its turning points.
    turbulence
        Turnover of shares, ranks and alliances over five years.
    blocs
        The blocs of every year, their leaders, sizes and shares.
    option
        Another option of the measure, as name=value: --option dominant=GBR.
    """
    first, last = _span(years)
    if polarity:
        from multipolar.trends import polarity_by_year, turning_points

        found = polarity_by_year(first, last, progress=_tick)
        turns = _table("Turning points: the verdicts moved most", turning_points(found))
        _emit([_table("Polarity over definitions", found), turns], to)
    elif turbulence:
        from multipolar.trends import LAG
        from multipolar.trends import turbulence as turnover

        first = max(first, 1816 + LAG)
        found = turnover(first, last, index=index or "cinc", progress=_tick)
        _emit([_table("Turnover over five years", found)], to)
    elif blocs:
        from multipolar.trends import bloc_trajectories

        found = bloc_trajectories(first, last, index=index or "cinc", progress=_tick)
        _emit([_table("Blocs by year", found)], to)
    elif measure:
        from multipolar.trends import series

        options = _options(option)
        options |= {k: v for k, v in (("index", index), ("among", among)) if v}
        found = series(measure, first=first, last=last, progress=_tick, **options)
        _emit([_table(f"{measure} {' '.join(map(str, options.values()))}".strip(), found)], to)
    else:
        from multipolar.results import results

        found = results().filter(results()["year"].is_between(first, last))
        narrow = found if to.kind or to.output else found.select(SHOWN)
        _emit([_table("Two centuries in results (all columns with --csv)", narrow)], to)


def pair(one: str, other: str, *, series: Flag = False, to: Output = Output()) -> None:
    """Tell the story of two states: alliances, disputes, treaties, wars, votes.

    Example: multipolar pair RUS CHN

    Parameters
    ----------
    one, other
        Codes or names.
    series
        What is known by year, instead of the story.
    """
    from multipolar.output import Table
    from multipolar.pairs import pair_series, story

    if series:
        _emit([_table(f"{one} and {other} by year", pair_series(one, other))], to)
        return
    rows = [[h.date, h.kind, h.what, h.source] for h in story(one, other)]
    _emit([Table(f"{one} and {other}", ("date", "kind", "what", "source"), rows, {})], to)


def panel(
    kind: Literal["state-year", "dyad-year", "directed-dyad-year", "commitment", "k-ad"],
    *variables: str,
    output: Annotated[Path, Parameter(alias="-o")],
    years: str = "1816:2016",
    system: Literal["cow", "gw"] = "cow",
    codes: Flag = False,
) -> None:
    """Write a panel to a file: .parquet, .csv or .arrow.

    Example: multipolar panel dyad-year cinc mid5_onset contiguity_type -o dyads.parquet

    Parameters
    ----------
    kind
        What a row is.
    variables
        Columns (multipolar coverage lists them).
    output
        File to write; its suffix decides the format.
    years
        First and last, such as 1946:2010.
    system
        Whose list of states makes the rows.
    codes
        Add public codes.
    """
    from multipolar.citation import cite
    from multipolar.files import write_stream
    from multipolar.grains import variables as on_offer
    from multipolar.panels import panel as build

    writers = {".parquet": "write_parquet", ".csv": "write_csv", ".arrow": "write_ipc"}
    if output.suffix not in writers:
        msg = f"--output {output}: needed a name that ends in {', '.join(writers)}"
        raise DataError(msg)
    frame = build(kind, years=_span(years), variables=variables, system=system, codes=codes)
    if output.suffix == ".csv":
        import polars as pl

        lists = pl.col(pl.List).cast(pl.List(pl.String)).list.join(" ")
        frame = frame.with_columns(lists)
    write_stream(output, getattr(frame, writers[output.suffix]))
    print(f"{output}: {frame.height:,} rows, {frame.width} columns")
    used = sorted({on_offer()[v].source for v in variables})
    print("Cite:", *cite(*used)[1:], sep="\n  ")


def coverage(
    *names: str,
    map_: Annotated[Flag, Parameter(name="--map")] = False,
    to: Output = Output(),
) -> None:
    """List the variables of all sources: years, grain, what a missing row means.

    Example: multipolar coverage cinc mid5_onset

    Parameters
    ----------
    names
        Only these variables; all if none.
    map_
        Share of state-years, or of pairs of states and year, in which the
        named variables are known, by decade; computed from files that you have.
    """
    if map_:
        _emit_map(names, to)
        return
    from multipolar.errors import UnknownName, suggest
    from multipolar.grains import variables as on_offer
    from multipolar.output import Table

    known = on_offer()
    for name in names:
        if name not in known:
            msg = f"no source yields a variable {name!r}{suggest(name, known)}"
            raise UnknownName(msg)
    rows = []
    for name in names or sorted(known):
        v = known[name]
        first, last = v.spec.coverage[v.spec.version]
        rows.append(
            [name, v.column.meaning, v.column.unit, f"{first}–{last}", v.spec.grain,
             v.spec.absent, f"{v.source} {v.spec.version}"]
        )  # fmt: skip
    columns = ("variable", "meaning", "unit", "years", "grain", "absent is", "source")
    _emit([Table("Coverage", columns, rows, {})], to)


def _emit_map(names: tuple[str, ...], to: Output) -> None:
    """Print the map of coverage a century at a time, or write it whole."""
    from multipolar.coverage import coverage_map
    from multipolar.output import Table, emit

    found = coverage_map(names)
    value = found.to_dicts()
    title, decades = "Known: share of state-years, or of pairs by year", found.columns[2:]
    if to.kind or to.output:
        tables = [Table(title, tuple(found.columns), found.rows(), {})]
    else:
        spans = [[d for d in decades if d.startswith(century)] for century in ("18", "19", "20")]
        tables = [
            Table(
                title if span == spans[0] else "",
                ("variable", *span),
                [[row["variable"], *(row[d] or None for d in span)] for row in value],
                dict.fromkeys(span, ".0%"),
                "" if span != spans[-1] else "–: nothing known.",
            )
            for span in spans
        ]
    emit(tables, value, kind=to.kind, path=to.output)


def _options(given: tuple[str, ...]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (name.isidentifier() and equals and value):
            msg = f"--option {text!r}: needed name=value, such as dominant=GBR"
            raise MeasureError(msg)
        try:
            options[name] = float(value)
        except ValueError:
            options[name] = value
    return options


def _span(years: str) -> tuple[int, int]:
    first, _, last = years.partition(":")
    if not (first.isdecimal() and (last or first).isdecimal()):
        msg = f"--years {years!r}: needed a first and last year such as 1900:1950"
        raise MeasureError(msg)
    from multipolar.embedded import YEAR
    from multipolar.skeleton import FIRST

    span = int(first), int(last or first)
    if not FIRST <= span[0] <= span[1] <= YEAR:
        msg = f"--years {years}: needed {FIRST} to {YEAR}, the first not after the last"
        raise MeasureError(msg)
    return span


def _table(title: str, frame: "pl.DataFrame") -> "Table":
    from multipolar.output import Table

    floats = {n: ".3f" for n, dtype in frame.schema.items() if dtype.is_float()}
    rows: Any = [list(row) for row in frame.iter_rows()]
    years = frame.columns.index("year") if "year" in frame.columns else None
    for row in rows:
        if years is not None:
            row[years] = str(row[years])
    return Table(title, tuple(frame.columns), rows, floats)


def _emit(tables: list["Table"], to: Output) -> None:
    from multipolar.output import emit

    value = [dict(zip(tables[0].columns, row, strict=True)) for row in tables[0].rows]
    emit(tables, value, kind=to.kind, path=to.output)


def _tick(year: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{year} ", end="", file=sys.stderr, flush=True)
