"""The commands about being wrong: backtest, scoreboard, ablate, onsets."""

import shlex
import sys
import time
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from multipolar.errors import RunError
from multipolar.options import Flag, Output

Words = Annotated[tuple[str, ...], Parameter(negative="")]
Years = Annotated[tuple[int, ...], Parameter(negative="")]


def register(app: App) -> None:
    """Add the commands to the program."""
    for command in (backtest, scoreboard, ablate, onsets):
        app.command(command)


def backtest(  # noqa: PLR0913
    *,
    output: Annotated[Path, Parameter(alias="-o")],
    origins: Years = (),
    until: int = 2022,
    members: int = 200,
    seed: int = 1,
    without: Words = (),
    parameters: str = "fitted",
    baselines: bool = True,
    threads: int | None = None,
    resume: Flag = False,
    export: Annotated[Path | None, Parameter()] = None,
) -> None:
    """Forecast the past: from each origin, with what was known then.

    One small file an origin, with the distribution of every target by the
    model and by every baseline, and nothing that came later. Ctrl-C stops;
    complete origins stay, and --resume goes on. multipolar scoreboard scores
    the folder.

    Example: multipolar backtest --until 1980 --members 200 --output backtest

    Parameters
    ----------
    output
        Folder for the files.
    origins
        Years to forecast from; 1870, 1875 ... 2000 and 1913, 1938, 1988, 2010 if none.
    until
        Leave later origins out.
    members
        How many futures from each.
    seed
        Of all luck.
    without
        A mechanism to switch off, to see what it earns.
    parameters
        "fitted" to what was known at each origin, or "priors".
    baselines
        Forecast by the baselines too.
    threads
        How many; as many as there are processors if not given.
    resume
        Go on with the files that are there.
    export
        Write the forecasts as one table (.csv), for others to score.
    """
    from multipolar.backtest import ORIGINS, PARAMETERS, load
    from multipolar.backtest import backtest as run
    from multipolar.model import default_model

    if parameters not in PARAMETERS:
        msg = f"--parameters {parameters!r}: needed {' or '.join(PARAMETERS)}"
        raise RunError(msg)
    options: dict[str, Any] = {} if baselines else {"simple": ()}
    try:
        run(
            output, origins=origins or ORIGINS, until=until, members=members, seed=seed,
            model=default_model().without(*without), parameters=PARAMETERS[parameters],
            threads=threads, resume=resume, progress=_progress(), **options,
        )  # fmt: skip
    except KeyboardInterrupt:
        words = [w for w in sys.argv[1:] if w != "--resume"]
        again = shlex.join(["multipolar", *words, "--resume"])
        done = len(list(output.glob("*.npz")))
        _say(f"\nStopped. {done} origins are kept in {output}. Go on with:\n  {again}")
        raise SystemExit(130) from None
    if export:
        from multipolar.exchange import write

        _say(f"Written: {write(load(output), export)}")
    _say(f"Kept in {output}. Next: multipolar scoreboard {output}")


def _progress() -> Any:
    """Return what tells which origin is being forecast, and how long the others take."""
    began = time.monotonic()

    def tell(origin: int, done: int, total: int) -> None:
        if done == total:
            return
        took = time.monotonic() - began
        left = f", {took / done * (total - done):,.0f} s left" if done else ""
        _say(f"Origin {origin}: {done} of {total} done{left}")

    return tell


def scoreboard(
    folder: Path,
    *,
    against: Path | None = None,
    era: str = "all origins",
    open_: Annotated[str, Parameter(name="--open")] = "",
    to: Output = Output(),
) -> None:
    """Score the forecasts that backtest kept, against what came.

    Origins from 1985 on are left out: they are for one look a release.
    --open "version 1.2" scores them too and writes that down in the folder.

    Example: multipolar scoreboard backtest

    Parameters
    ----------
    folder
        Where backtest wrote.
    against
        Another folder of forecasts, as of a model without a mechanism: what the first
        saves of the second's error.
    era
        Whose origins: "all origins", "1950+" or "1913–45"; --csv and --json give all.
    open_
        Why the locked origins are opened.
    """
    from multipolar.backtest import load
    from multipolar.baseline import Archive
    from multipolar.lockbox import open_box
    from multipolar.output import Table, emit
    from multipolar.record import record
    from multipolar.scoreboard import ERAS, compare, frame, tally
    from multipolar.scoreboard import scoreboard as board
    from multipolar.verification import verify

    if era not in ERAS:
        msg = f"--era {era!r}: needed one of {', '.join(ERAS)}"
        raise RunError(msg)
    archive, forecasts = Archive(record()), load(folder)
    if open_:
        open_box(folder, open_, forecasts)
    rows = verify(forecasts, archive)
    if against is not None:
        found = compare(rows, verify(load(against), archive), locked=not open_)
        columns = ("target", "group", "horizon", "origins", "with", "without", "skill", "low",
                   "high", "verdict")  # fmt: skip
        table = Table(f"With and without: {folder} and {against}", columns,
                      [list(row) for row in found],
                      dict.fromkeys(("with", "without"), ".4f")
                      | dict.fromkeys(("skill", "low", "high"), "+.3f"))  # fmt: skip
        emit([table], [dict(zip(columns, r, strict=True)) for r in found],
             kind=to.kind, path=to.output)  # fmt: skip
        return
    lines = board(rows, locked=not open_)
    full = frame(lines)
    if to.kind or to.output:
        whole = Table("Scoreboard", tuple(full.columns), [list(r) for r in full.iter_rows()], {})
        emit([whole], full.to_dicts(), kind=to.kind, path=to.output)
        return
    heads = ("target", "of", "years", "against", "skill", "90 %", "goal", "verdict")
    shown = [
        [x.target, x.group, x.horizon or "mean", x.reference, x.skill,
         f"{x.low:+.2f} {x.high:+.2f}" if x.low == x.low else None, x.goal, x.verdict]
        for x in lines if x.era == era
    ]  # fmt: skip
    counted = ", ".join(f"{k} {v}" for k, v in tally(lines).items() if v)
    formats = {"skill": "+.2f", "goal": "+.2f"}
    emit([Table(f"Scoreboard, {era}", heads, shown, formats, f"All eras: {counted}.")], None,
         kind="", path=None)  # fmt: skip


def ablate(  # noqa: PLR0913
    folder: Path,
    *,
    origins: Years = (),
    mechanisms: Words = (),
    members: int = 96,
    seed: int = 1,
    parameters: str = "fitted",
    threads: int | None = None,
    scores_only: Flag = False,
    to: Output = Output(),
) -> None:
    """Switch every mechanism off, one at a time, and score what that costs.

    Uses the parameters that backtest kept in the folder, or fits them first, and
    the same luck for all. Ctrl-C stops; the same command goes on.

    Example: multipolar ablate backtest

    Parameters
    ----------
    folder
        Where backtest wrote, or a new one.
    origins
        Years to forecast from; eight from 1880 to 1980 if none.
    mechanisms
        Which to switch off; all that can be if none.
    members
        How many futures from each origin.
    seed
        Of all luck.
    parameters
        "fitted" to what was known at each origin, or "priors".
    threads
        How many; as many as there are processors if not given.
    scores_only
        Score what is there and run nothing.
    """
    from multipolar.ablation import ORIGINS, earned, verdict
    from multipolar.ablation import ablate as run
    from multipolar.backtest import PARAMETERS
    from multipolar.baseline import Archive
    from multipolar.output import Cell, Table, emit
    from multipolar.record import record

    if parameters not in PARAMETERS:
        msg = f"--parameters {parameters!r}: needed {' or '.join(PARAMETERS)}"
        raise RunError(msg)
    archive = Archive(record())
    began = time.monotonic()

    def tell(name: str, origin: int, done: int, total: int) -> None:
        _say(f"{name} from {origin}: {done} of {total} done, {time.monotonic() - began:,.0f} s")

    if not scores_only:
        try:
            run(
                folder, origins=origins or ORIGINS, mechanisms=mechanisms, members=members,
                seed=seed, parameters=PARAMETERS[parameters], archive=archive, threads=threads,
                progress=tell,
            )  # fmt: skip
        except KeyboardInterrupt:
            _say(f"\nStopped. Go on with:\n  {shlex.join(['multipolar', *sys.argv[1:]])}")
            raise SystemExit(130) from None
    found = earned(folder, archive)
    columns = ("mechanism", "target", "of", "origins", "better", "saved", "low", "high", "verdict")
    rows: list[list[Cell]] = [
        [x.mechanism, x.target, x.group, x.origins, x.better, x.skill, x.low, x.high, x.verdict]
        for x in found
    ]
    formats = dict.fromkeys(("saved", "low", "high"), "+.3f")
    whole = Table("With and without each mechanism", columns, rows, formats)
    by = {x.mechanism: [y for y in found if y.mechanism == x.mechanism] for x in found}
    short: list[list[Cell]] = []
    for name, those in by.items():
        named = [", ".join(x.target for x in those if x.verdict == w) for w in ("earns", "costs")]
        short.append([name, verdict(those), *named])
    told = Table("What each mechanism earns", ("mechanism", "verdict", "earns", "costs"), short, {})
    emit([whole if to.kind or to.output else told],
         [dict(zip(columns, r, strict=True)) for r in rows],
         kind=to.kind, path=to.output)  # fmt: skip


def onsets(
    *,
    years: str = "1946:1984",
    parameters: str = "fitted",
    open_: Annotated[str, Parameter(name="--open")] = "",
    to: Output = Output(),
) -> None:
    """Ask the mechanism for the disputes of each year, one year ahead, and score it.

    No simulation: the chance that the mechanism of disputes decides by, on the
    fields at the end of the year before, refitted every five years, beside the
    base rates and each pair's own rate.

    Example: multipolar onsets --years 1946:1984

    Parameters
    ----------
    years
        First and last, 1817 to 2010; those after 1985 are behind the lock.
    parameters
        "fitted" to what was known, or "priors".
    open_
        Why the locked years are opened.
    """
    from dataclasses import asdict, fields

    from multipolar.backtest import LOCKED, PARAMETERS
    from multipolar.baseline import Archive
    from multipolar.onestep import OneStep, assess, one_step
    from multipolar.output import Table, emit
    from multipolar.record import record

    first, _, last = years.partition(":")
    if not (first.isdecimal() and last.isdecimal()):
        msg = f"--years {years!r}: needed a first and last year such as 1946:1984"
        raise RunError(msg)
    if int(last) > LOCKED and not open_:
        msg = f"years after {LOCKED} are for one look a release; say why with --open"
        raise RunError(msg)
    if parameters not in PARAMETERS:
        msg = f"--parameters {parameters!r}: needed {' or '.join(PARAMETERS)}"
        raise RunError(msg)

    def tell(year: int, done: int, total: int) -> None:
        if done % 5 == 0:
            _say(f"{year}: {done} of {total} years done")

    found = assess(one_step(int(first), int(last), archive=Archive(record()),
                            parameters=PARAMETERS[parameters], progress=tell))  # fmt: skip
    columns = tuple(f.name for f in fields(OneStep))
    narrow = ("group", "method", "events", "auc_roc", "auc_pr", "brier_skill", "log_skill",
              "slope", "expected")  # fmt: skip
    rows = [asdict(x) for x in found]
    shown = columns if to.kind or to.output else narrow
    cells = [[r[c] for c in shown] for r in rows]
    formats = dict.fromkeys(narrow[3:], ".3f")
    table = Table(f"Disputes one year ahead, {years}", shown, cells, formats)
    emit([table], rows, kind=to.kind, path=to.output)


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
