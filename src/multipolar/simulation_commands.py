"""The commands about futures: simulate, show, model."""

import shlex
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from multipolar.errors import ModelError, RunError, UnknownName, suggest
from multipolar.options import Flag, Output, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from multipolar.model import Model
    from multipolar.scenario import Scenario
    from multipolar.scenario_effects import Effect

Words = Annotated[tuple[str, ...], Parameter(negative="")]
PLAIN_EVERY = 5.0
"""Seconds between two lines of progress where there is no terminal."""


def register(app: App) -> None:
    """Add the commands to the program."""
    for command in (simulate, show, model):
        app.command(command)


def simulate(  # noqa: PLR0913
    scenario: str = "baseline",
    *,
    members: int | None = None,
    until: int | None = None,
    years: int | None = None,
    seed: int | None = None,
    output: Annotated[Path | None, Parameter(alias="-o")] = None,
    resume: Flag = False,
    threads: int | None = None,
    cluster: str | None = None,
    keep: Words = (),
    every: int = 1,
    room: int | None = None,
    events: bool = True,
    off: Words = (),
    set_: Annotated[Words, Parameter(name="--set")] = (),
    certain: Flag = False,
    priors: Flag = False,
    chunk: int | None = None,
    source: Source = Source(),
    json: Flag = False,
    csv: Flag = False,
) -> None:
    """Run many futures of the whole system, and sum them up; as it is, or by a scenario.

    What a scenario changes against the baseline is told first, and after the
    run whether each change took effect. The same seed gives the same futures,
    to the last bit, whatever the machines. Ctrl-C stops; what is complete
    stays, and --resume goes on.

    Example: multipolar simulate treaty-lapses --members 1000 --until 2050 --output run.zarr

    Parameters
    ----------
    scenario
        A file, or one that ships (multipolar scenario list).
    members
        How many futures; what the scenario says if not given, as for the next two.
    until
        The last year.
    years
        How many years, instead.
    seed
        Of all luck.
    output
        Folder (.zarr) to keep the run in, written as it runs; else only the summary is shown.
    resume
        Go on with the run in --output.
    threads
        How many; as many as there are processors if not given.
    cluster
        Address of a dask.distributed scheduler, such as tcp://127.0.0.1:8786.
    keep
        Another field to keep, beside the usual ones (multipolar model --fields).
    every
        Keep one year in so many.
    room
        Places for states to come; by the years if not given.
    events
        Keep what happens, for chronicles.
    off
        A mechanism to switch off (see multipolar model).
    set_
        Hold a parameter, as mechanism.parameter=value.
    certain
        Hold every parameter at its default instead of drawing it for each future.
    priors
        Draw every parameter from its prior: nothing that was learned from history.
    chunk
        Members in a chunk.
    json
        Print JSON.
    csv
        Print CSV: the first table.
    """
    from multipolar.history import CARRY
    from multipolar.inputs import KEEP
    from multipolar.outlook import outlook
    from multipolar.output import emit, plain
    from multipolar.scenario_effects import effects
    from multipolar.scenario_reading import read_scenario as read
    from multipolar.scenario_views import effect_table
    from multipolar.simulation import simulate as run
    from multipolar.simulation_views import outlook_tables

    found = read(scenario)
    if years is not None and until is not None:
        msg = f"--until {until} and --years {years}: give one of them"
        raise RunError(msg)
    _tell_changes(found)
    plain_start = scenario == "baseline"
    if not plain_start and source != Source():
        msg = "a scenario says where it starts; leave --year, --world, --merge and --observed out"
        raise RunError(msg)
    chosen = _model((*found.off, *off), set_, found.values, priors=priors)
    if until is None and years is None and not plain_start:
        until = found.until
    members = found.members if members is None else members
    seed = found.seed if seed is None else seed
    options: dict[str, Any] = {
        "until": until, "years": years, "members": members, "seed": seed, "output": output,
        "keep": (*KEEP, *keep), "every": every, "room": room, "events": events, "certain": certain,
        "threads": threads, "chunk": chunk, "cluster": cluster, "resume": resume,
        "program": found.program,
    }  # fmt: skip
    world = source.load(carry=CARRY) if plain_start else found.world()
    try:
        with show_progress() as tell:
            ensemble = run(world, chosen, progress=tell, **options)
    except KeyboardInterrupt:
        _say(_stopped(output))
        raise SystemExit(130) from None
    sums = outlook(ensemble)
    took = effects(found, ensemble)
    tables = outlook_tables(sums)
    if took:
        tables.append(effect_table(took))
    value = plain(sums) | ({"effects": took} if took else {})
    emit(tables, value, kind="json" if json else "csv" if csv else "")
    if output:
        _say(f"Kept in {output}. Next: multipolar show {output} --chronicle 0")
    else:
        _say("Nothing was kept; --output run.zarr keeps the futures.")
    _tell_silent(took)


def _tell_changes(found: "Scenario") -> None:
    """Say what a scenario changes against the baseline, before it runs."""
    from multipolar.scenario import Scenario
    from multipolar.scenario_effects import changes

    told = changes(Scenario(), found)
    for note in found.notes:
        _say(f"note: {note}")
    if told:
        _say(f"{found.title}. Against the baseline, {found.name} changes:")
    for c in told:
        was = f" (else {c.before})" if c.before and c.kind != "event" else ""
        _say(f"  {c.kind:<10} {c.name}: {c.after or 'not there'}{was}")


def _tell_silent(took: "list[Effect]") -> None:
    """Complain of what should have taken effect and did not in any future."""
    from multipolar.scenario_effects import silent

    if not (idle := silent(took)):
        return
    listed = ", ".join(f"{e.kind} {e.name!r}" for e in idle)
    msg = (
        f"NO EFFECT in any future: {listed}. The futures above are as if it were not in the "
        "scenario: it asks for what is so already, for what is gone by then, or for a mechanism "
        "that does not read it"
    )
    raise RunError(msg)


def _stopped(output: Path | None) -> str:
    """Say what is kept of a run that was stopped, and how to go on."""
    if output is None or not output.exists():
        return "\nStopped; nothing was kept. --output run.zarr keeps what is complete."
    from multipolar.ensemble import open_run

    ensemble = open_run(output)
    words = [w for w in sys.argv[1:] if w != "--resume"]
    again = shlex.join(["multipolar", *words, "--resume"])
    kept = f"{len(ensemble.members):,} of {ensemble.run.total:,} futures"
    return f"\nStopped. {kept} are kept in {output}. Go on with:\n  {again}"


def _model(
    off: tuple[str, ...], held: tuple[str, ...], assumed: "Mapping[str, float]", *, priors: bool
) -> "Model":
    """Return the model that was asked for; what is held goes before what a scenario assumes."""
    from multipolar.model import default_model

    values = dict(assumed)
    for text in held:
        name, equals, number = text.partition("=")
        try:
            values[name] = float(number)
        except ValueError:
            equals = ""
        if not equals:
            msg = f"--set {text!r}: needed mechanism.parameter=value, such as growth.trend=0.01"
            raise ModelError(msg)
    start = default_model().believing(None) if priors else default_model()
    return start.without(*off).set(values)


@contextmanager
def show_progress() -> "Iterator[Callable[[str, int, int], None]]":
    """Yield what tells how far a run is: a bar on a terminal, else a line now and then."""
    if sys.stderr.isatty():
        with _bar() as tell:
            yield tell
        return
    pace, said = _Pace(), 0.0

    def line(stage: str, done: int, total: int) -> None:
        nonlocal said
        now = time.monotonic()
        told = pace.told(done, total) if stage == "running" else _COMPILING
        if stage == "compiling":
            _say(told)
        elif said and (now - said > PLAIN_EVERY or done == total):
            said = now
            _say(f"Futures: {told}")
        said = said or now

    yield line


_COMPILING = "Compiling the model, once; it is kept for later runs …"


@contextmanager
def _bar() -> "Iterator[Callable[[str, int, int], None]]":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn()
    console = Console(stderr=True)
    how = TextColumn("{task.fields[how]}")
    with Progress(*columns, how, console=console, transient=True) as bar:
        task = bar.add_task("Laying out the world …", total=None, how="")
        pace = _Pace()

        def tell(stage: str, done: int, total: int) -> None:
            if stage == "compiling":
                bar.update(task, description=_COMPILING)
            else:
                bar.update(task, description="Futures", total=total, completed=done,
                           how=pace.told(done, total))  # fmt: skip

        yield tell


class _Pace:
    """How fast a run is since it was first asked."""

    def __init__(self) -> None:
        self.began, self.first = 0.0, 0

    def told(self, done: int, total: int) -> str:
        """Say how many futures are complete, how many a second, and how long the others take.

        >>> _Pace().told(3, 1000)
        '3 of 1,000'
        """
        now = time.monotonic()
        if not self.began:
            self.began, self.first = now, done
        rate = (done - self.first) / max(now - self.began, 1e-9)
        counted = f"{done:,} of {total:,}"
        if not rate:
            return counted
        left = timedelta(seconds=round((total - done) / rate))
        return f"{counted}, {rate:,.1f} a second, {left} left"


def show(
    run: Path,
    *,
    chronicle: int | None = None,
    states: Words = (),
    years: str = "",
    full: Flag = False,
    to: Output = Output(),
) -> None:
    """Show what a run holds, or tell one of its futures as a chronicle.

    Example: multipolar show run.zarr --chronicle 7 --states CHN --years 2030:2040

    Parameters
    ----------
    run
        The folder that simulate --output made, complete or not.
    chronicle
        Tell this future, by its number from 0.
    states
        Only what concerns these states; then however small.
    years
        First and last year, such as 2030:2040.
    full
        Tell everything, however small.
    """
    from multipolar.ensemble import open_run
    from multipolar.outlook import outlook
    from multipolar.output import emit, plain
    from multipolar.simulation_views import chronicle_table, outlook_tables, run_table

    ensemble = open_run(run)
    if chronicle is not None:
        span = _years(years) if years else None
        told = ensemble.chronicle(chronicle, states=states, years=span, full=full)
        table = chronicle_table(told, chronicle)
        value = {str(year): sentences for year, sentences in told.items()}
        emit([table], value, kind=to.kind, path=to.output)
        return
    if not ensemble.members:
        emit([run_table(ensemble)], ensemble.attrs, kind=to.kind, path=to.output)
        return
    found = outlook(ensemble)
    tables = [*outlook_tables(found), run_table(ensemble)]
    emit(tables, {"outlook": plain(found), "run": ensemble.attrs}, kind=to.kind, path=to.output)


def _years(text: str) -> tuple[int, int]:
    first, _, last = text.partition(":")
    if not (first.isdecimal() and (last or first).isdecimal()):
        msg = f"--years {text!r}: needed a first and last year such as 2030:2040"
        raise RunError(msg)
    return int(first), int(last or first)


def model(
    mechanism: str = "",
    *,
    params: Flag = False,
    fields: Flag = False,
    off: Words = (),
    to: Output = Output(),
) -> None:
    """Show the model: the mechanisms in the order of a year, or one of them.

    Example: multipolar model growth

    Parameters
    ----------
    mechanism
        One mechanism: its steps, its parameters, its papers, what it leaves out.
    params
        Every parameter with its unit, range and prior.
    fields
        Every field: what the simulated world consists of, and a run can keep.
    off
        Mechanisms that are switched off.
    """
    from multipolar.model import default_model
    from multipolar.output import emit
    from multipolar.simulation_views import (
        field_table,
        mechanism_tables,
        mechanism_value,
        model_table,
        model_value,
        parameter_csv,
        parameter_table,
        parameter_values,
    )

    chosen = default_model().without(*off)
    flat = to.csv or to.output is not None
    if mechanism:
        names = [m.name for m in chosen.mechanisms]
        if mechanism not in names:
            hint = suggest(mechanism, names)
            msg = f"no mechanism {mechanism!r}{hint} multipolar model lists them."
            raise UnknownName(msg)
        one = chosen[mechanism]
        tables = [parameter_csv(one.params.items())] if flat else mechanism_tables(one)
        emit(tables, mechanism_value(one), kind=to.kind, path=to.output)
    elif fields:
        table = field_table(chosen)
        value = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        emit([table], value, kind=to.kind, path=to.output)
    elif params:
        listed = list(chosen.params.items())
        tables = [parameter_table(m, title=True) for m in chosen.mechanisms if m.params]
        tables = [parameter_csv(listed)] if flat else tables
        emit(tables, parameter_values(listed), kind=to.kind, path=to.output)
    else:
        emit([model_table(chosen)], model_value(chosen), kind=to.kind, path=to.output)


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
