"""The command line: parse, call, print. No science in here."""

import inspect
import os
import re
import sys
import typing
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from multipolar.app_commands import register as register_app
from multipolar.backtest_commands import register as register_backtest
from multipolar.calibration_commands import register as register_calibration
from multipolar.claim_commands import register as register_claims
from multipolar.comparison_commands import register as register_comparison
from multipolar.data_commands import data_app
from multipolar.errors import MultipolarError, UnknownName, suggest
from multipolar.history_commands import register
from multipolar.options import Flag, Output, Source
from multipolar.placebo_commands import register as register_placebo
from multipolar.report_commands import CONTRAST, Asked, make_page
from multipolar.report_commands import register as register_report
from multipolar.scenario_commands import register as register_scenario
from multipolar.simulation_commands import register as register_simulation

app = App(
    name="multipolar",
    help="Measure the international system: who the powers are, how concentrated power is, who "
    "stands with whom, and by which definition.",
    result_action="return_value",
)
app.register_install_completion_command()


@app.default
def main_job(  # noqa: PLR0913
    *,
    output: Annotated[Path, Parameter(alias="-o")] = Path("multipolar-today"),
    files: bool = True,
    simulate: bool = True,
    members: int = 1000,
    until: int = 2050,
    scenario: str = CONTRAST,
    seed: int = 1,
    threads: int | None = None,
    explain: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    claims: Flag = False,
    open_: Annotated[bool, Parameter(name="--open")] = True,
    json: Flag = False,
) -> None:
    """Measure the world of today, simulate its futures, compare two scenarios, write a report.

    Needs no network. Prints the finding of today; writes tables, JSON, the world map and the
    report, one page, into a folder. Ctrl-C stops; what is complete is kept there, and the same
    command goes on.

    Parameters
    ----------
    output
        Folder for the files and the runs.
    files
        Write files, and simulate; without, only today is measured and printed.
    simulate
        Simulate futures.
    members
        How many futures of each scenario.
    until
        The last year.
    scenario
        What is held against the baseline (multipolar scenario list).
    seed
        Of all luck.
    threads
        How many; as many as there are processors if not given.
    explain
        Mechanisms to switch off one at a time, to see what each carries of the difference.
    claims
        Check the claims that come with the package too.
    open_
        Open the report if there is a screen.
    json
        Print JSON instead of tables.
    """
    from multipolar.embedded import today
    from multipolar.jobs import open_page, write_summary
    from multipolar.output import as_json, show
    from multipolar.summary import summarise
    from multipolar.views import summary_tables

    _say("Measuring the world of today …")
    world = today()
    found = summarise(world)
    if json:
        sys.stdout.write(as_json(found))
    else:
        from rich.console import Console

        console = Console(highlight=False)
        console.print(f"\n[bold]The international system at the end of {found.year}[/bold]")
        console.print(f"{found.headline}.\n")
        show(*summary_tables(found))
    if files:
        _say("Writing tables and the map …")
        written = write_summary(found, world, output)
        names = ", ".join(p.name for p in written)
        _say(f"Wrote {len(written)} files to {output}{os.sep}: {names}")
        asked = Asked(scenario, members, until, seed, threads, explain, claims=claims)
        page = make_page(found, world, output, asked if simulate else None)
        _say(f"Wrote the report: {page}")
        if open_:
            open_page(page)
    _say("Next: multipolar polarity · multipolar state CHN · multipolar list · multipolar --help")


@app.command
def world(
    *variables: str,
    source: Source = Source(),
    save: Path | None = None,
    to: Output = Output(),
) -> None:
    """Show the states with some of their variables, the largest first.

    Example: multipolar world population regime --csv

    Parameters
    ----------
    variables
        State variables (see multipolar list variables).
    save
        Keep the world in this file (.world).
    """
    from multipolar.errors import UnknownName, suggest
    from multipolar.output import emit
    from multipolar.store import save as keep
    from multipolar.variables import VARIABLES
    from multipolar.views import world_table

    system = source.load()
    names = variables or ("gdp_ppp", "gdp", "population", "military_spending", "nuclear_warheads")
    for name in names:
        if name not in VARIABLES or VARIABLES[name].dims != "state":
            states = [v for v, row in VARIABLES.items() if row.dims == "state"]
            msg = f"no state variable is called {name!r}{suggest(name, states)}"
            raise UnknownName(msg)
    if save:
        _say(f"Saved {keep(system, save)}")
    table = world_table(system, names)
    emit([table], [dict(zip(table.columns, row, strict=True)) for row in table.rows],
         kind=to.kind, path=to.output)  # fmt: skip


@app.command
def polarity(
    *,
    index: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    among: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    rule: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    definitions: Flag = False,
    source: Source = Source(),
    to: Output = Output(),
) -> None:
    """Judge polarity by every definition at once, or by those chosen.

    Example: multipolar polarity --index gdp --index cinc --rule share_of_leader --definitions

    Parameters
    ----------
    index
        Only these indices of power; weights such as gdp=0.7,cinc=0.3 make a new one.
    among
        Only these sets of actors: all, or lists of great powers.
    rule
        Only these rules for what a pole is.
    definitions
        List every definition with its verdict and its source.
    """
    from multipolar.definitions import SETS
    from multipolar.definitions import polarity as judge
    from multipolar.output import emit
    from multipolar.views import (
        definition_table,
        given_table,
        influence_table,
        pole_table,
        verdict_table,
    )

    found = judge(source.load(), indices=index or None, sets=among or SETS, rules=rule or None)
    listed = definition_table(found)
    tables = [
        verdict_table(found),
        pole_table(found),
        given_table(found, ("index", "union", "actors", "rule")),
        influence_table(found),
    ]
    csv_asked = to.csv or (to.output is not None and to.output.suffix.lower() == ".csv")
    emit([listed] if definitions or csv_asked else tables, found, kind=to.kind, path=to.output)


@app.command
def state(name: str, *, source: Source = Source(), to: Output = Output()) -> None:
    """Show one state: its figures and where they come from, its ties, its commitments.

    Example: multipolar state CHN

    Parameters
    ----------
    name
        Code or name: CHN, China, cow:710.
    """
    from multipolar.output import emit
    from multipolar.profiles import state_profile
    from multipolar.views import profile_tables

    profile = state_profile(source.load(), name)
    tables = profile_tables(profile)
    csv_first = [tables[1], *tables[:1], *tables[2:]]
    emit(csv_first if to.csv or to.output else tables, profile, kind=to.kind, path=to.output)


@app.command(name="list")
def list_(kind: str = "", *, to: Output = Output()) -> None:
    """List measures, indices, rules, actors, variables, states, commitments, sources and more.

    Example: multipolar list measures

    Parameters
    ----------
    kind
        What to list; everything countable if nothing.
    """
    from multipolar.inventory import KINDS, inventory
    from multipolar.output import emit

    tables = [inventory(k) for k in ([kind] if kind else KINDS)]
    value = {t.title: [dict(zip(t.columns, row, strict=True)) for row in t.rows] for t in tables}
    emit(tables, value[tables[0].title] if kind else value, kind=to.kind, path=to.output)


@app.command
def cite(*names: str, to: Output = Output()) -> None:
    """Say what to cite for measures, indices, rules or data sources.

    Example: multipolar cite con cinc factbook

    Parameters
    ----------
    names
        Their names; the package alone if none.
    """
    from multipolar.citation import cite as references
    from multipolar.output import Table, emit

    lines = references(*names)
    if to.kind or to.output:
        emit([Table("", ("reference",), [[x] for x in lines], {})], lines,
             kind=to.kind, path=to.output)  # fmt: skip
    else:
        print("\n\n".join(lines))


@app.command(name="map")
def map_(
    *,
    index: str = "",
    source: Source = Source(),
    output: Annotated[Path, Parameter(alias="-o")] = Path("world-map.svg"),
) -> None:
    """Draw the world map, by bloc or by an index of power; .svg, .png, .html or .json.

    Example: multipolar map --index gdp_ppp -o map.png

    Parameters
    ----------
    index
        Index of power to shade by; blocs if none.
    output
        File to write; its suffix decides the format.
    """
    from multipolar.jobs import bloc_map, power_map

    system = source.load()
    figure = power_map(system, index) if index else bloc_map(system)
    print(figure.save(output))


measure_app = App(
    name="measure",
    help="Take one measure of the world. Example: multipolar measure con --index gdp",
)
app.command(measure_app)
app.command(data_app)
register(app)
register_simulation(app)
register_backtest(app)
register_calibration(app)
register_placebo(app)
register_scenario(app)
register_comparison(app)
register_report(app)
register_claims(app)
register_app(app)


def _measure_command(name: str) -> Callable[..., None]:
    """Return a command that takes a measure, with the measure's own options."""
    from multipolar.measures import catalogue, take

    measure = catalogue[name]
    hints = typing.get_type_hints(measure)
    options = [
        p.replace(annotation=_plain_type(hints[p.name], p.default), kind=p.KEYWORD_ONLY)
        for p in list(inspect.signature(measure).parameters.values())[1:]
    ]

    def command(*, source: Source = Source(), to: Output = Output(), **chosen: Any) -> None:
        from multipolar.output import emit
        from multipolar.views import measure_tables

        system = source.load()
        result = take(name, system, **chosen)
        tables = measure_tables(name, measure, result, system)
        emit(tables, {"measure": name, "year": system.year, "states": system.states,
             "options": chosen, "result": result}, kind=to.kind, path=to.output)  # fmt: skip

    keep = [p for p in inspect.signature(command).parameters.values() if p.name != "chosen"]
    command.__signature__ = inspect.Signature([*options, *keep])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in [*options, *keep]}
    command.__doc__ = _help(inspect.getdoc(measure) or "", {p.name for p in options})
    return command


def _plain_type(hint: Any, default: object) -> Any:
    """Return a type the command line can read: unions with text are text."""
    members = typing.get_args(hint)
    if typing.get_origin(hint) is not tuple and str in members:
        return str | None if default is None else str
    return Annotated[hint, Parameter(negative="")] if typing.get_origin(hint) is tuple else hint


def _help(doc: str, options: set[str]) -> str:
    """Return the first line of a docstring, with its parameters but the world."""
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\w[\w ]*\n-+\n)", doc, re.M | re.S)
    entries = re.findall(r"^(\w[\w, ]*)\n((?: +.*\n|\n)+)", section[1], re.M) if section else []
    kept = [f"{name}\n{text}" for names, text in entries for name in names.split(", ")
            if name in options]  # fmt: skip
    first = re.sub(r":math:`[^`]*`", "", doc.split("\n", 1)[0]).rstrip(" ,.")
    return f"{first}.\n\nParameters\n----------\n{''.join(kept)}"


def _add_measures(words: Sequence[str]) -> None:
    """Make the measures into commands when one of them, or the list, is asked for."""
    from multipolar.measures import catalogue

    names = catalogue.names()
    for name in [w for w in words if w in names] or names:
        if name in list(measure_app):
            continue
        measure_app.command(_measure_command(name), name=name)


def _check_command(words: Sequence[str]) -> None:
    """Refuse a first word that is no command, and name the nearest."""
    commands = [name for name in app if not name.startswith("-")]
    if words and not words[0].startswith("-") and words[0] not in commands:
        hint = suggest(words[0], commands)
        msg = f"no command {words[0]!r}{hint} Type one of {', '.join(commands)}"
        raise UnknownName(msg)


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors made on purpose are one line and exit status 2."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words[:1] == ["measure"]:
            _add_measures(words[1:2])
        _check_command(words)
        app(words)
    except MultipolarError as error:
        _say(f"error: {error}")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        _say("stopped")
        raise SystemExit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
