"""The commands compare and explain."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from multipolar.errors import RunError
from multipolar.options import Output

if TYPE_CHECKING:
    from multipolar.ensemble import Ensemble

Words = Annotated[tuple[str, ...], Parameter(negative="")]


def register(app: App) -> None:
    """Add the commands to the program."""
    app.command(compare)
    app.command(explain)


def compare(  # noqa: PLR0913
    one: str,
    other: str,
    *,
    members: int = 200,
    group: int = 4,
    seed: int = 1,
    until: int | None = None,
    branch_at: int | None = None,
    states: Words = (),
    pairs: Words = (),
    field: Words = (),
    precision: Words = (),
    fans: Path | None = None,
    threads: int | None = None,
    to: Output = Output(),
) -> None:
    """Compare two scenarios, or two runs, with shared luck: what differs, and how surely.

    Example: multipolar compare baseline treaty-lapses --members 400 --states CHN RUS

    Parameters
    ----------
    one
        A scenario, by file or name, or a run (.zarr).
    other
        The other; what is told is the other less the one.
    members
        How many futures of each scenario.
    group
        How many futures in a row share their parameters, to tell luck from parameters.
    seed
        Of all luck.
    until
        The last year.
    branch_at
        Run the other as the one up to the end of this year, then as it is.
    states
        Whose fields are compared; the leading states if none.
    pairs
        Pairs of states, such as RUS:CHN; with --field, such as alignment.
    field
        Only these fields, and those of pairs to keep.
    precision
        A Monte-Carlo error that is wanted, as measure=error.
    fans
        Write the fan of every difference, year by year, to this CSV file.
    threads
        How many; as many as there are processors if not given.
    """
    from multipolar.comparison import compare as take
    from multipolar.comparison import pairs_of, summary
    from multipolar.comparison_views import comparison_tables
    from multipolar.files import write_whole
    from multipolar.output import emit

    wanted = _numbers(precision)
    first, second = _runs(one, other, {
        "members": members, "group": group, "seed": seed, "until": until, "branch_at": branch_at,
        "keep": field, "threads": threads,
    })  # fmt: skip
    found = take(first, second, names=(Path(one).stem, Path(other).stem), states=states,
                 pairs=pairs_of(pairs), fields=field)  # fmt: skip
    if fans:
        print(write_whole(fans, found.fans().write_csv()))
    records = summary(found, wanted)
    value = {"one": found.one, "other": found.other, "members": found.members,
             "group": found.group, "identical": found.identical, "first": found.first,
             "differences": records}  # fmt: skip
    emit(comparison_tables(found, wanted), value, kind=to.kind, path=to.output)


def explain(  # noqa: PLR0913
    one: str,
    other: str,
    *,
    measure: str = "disputes",
    of: str = "",
    mechanisms: Words = (),
    indices: int = 0,
    members: int = 64,
    seed: int = 1,
    until: int | None = None,
    threads: int | None = None,
    to: Output = Output(),
) -> None:
    """Say which mechanism carries a difference, and which parameter it hangs on.

    Example: multipolar explain baseline second-split --measure disputes --mechanisms rivalries

    Parameters
    ----------
    one
        A scenario, by file or name.
    other
        The other.
    measure
        What is explained, as multipolar compare names it.
    of
        The state or pair, if it is of one.
    mechanisms
        Which are switched off, one at a time; each is compiled once, for some seconds. Without
        any, only the parameters are told.
    indices
        First-order and total indices, by SALib, of so many parameters that the difference seems
        to hang on most; two more runs for each, and four.
    members
        How many futures of each run.
    seed
        Of all luck.
    until
        The last year.
    threads
        How many; as many as there are processors if not given.
    """
    from multipolar.branching import run_pair
    from multipolar.comparison import compare as take
    from multipolar.comparison_views import explanation_tables
    from multipolar.explanation import explain as carry
    from multipolar.explanation import hangs_on
    from multipolar.explanation import indices as by_design
    from multipolar.output import emit
    from multipolar.scenario_reading import read_scenario

    first, second = read_scenario(one), read_scenario(other)
    options: dict[str, Any] = {"members": members, "seed": seed, "until": until,
                               "threads": threads}  # fmt: skip
    pair = run_pair(first, second, **options)
    whole = take(*pair)[measure, of]
    carried = []
    if mechanisms:
        carried = carry(first, second, measure, of, mechanisms=mechanisms, progress=_say,
                        **options)[1]  # fmt: skip
    holds = hangs_on(pair[0], whole) if len(whole.last) >= 32 and whole.moved else []
    found = []
    if indices and not holds:
        msg = "--indices: needed 32 futures or more, and a difference in some"
        raise RunError(msg)
    if indices:
        held = {*first.values, *second.values}
        asked = [h.parameter for h in holds if h.parameter not in held][:indices]
        found = by_design(first, second, measure, of, progress=_say, parameters=asked, **options)
    value = {"difference": whole.mean, "mc_error": whole.error, "carried": carried,
             "parameters": holds, "indices": found}  # fmt: skip
    emit(explanation_tables(whole, carried, holds, found), value, kind=to.kind, path=to.output)


def _runs(one: str, other: str, options: dict[str, Any]) -> "tuple[Ensemble, Ensemble]":
    """Return two runs that are there, or run two scenarios."""
    from multipolar.branching import forked, left_out, run_pair
    from multipolar.ensemble import open_run
    from multipolar.scenario_effects import changes, effects, silent
    from multipolar.scenario_reading import read_scenario

    stored = [text.rstrip("/").endswith(".zarr") for text in (one, other)]
    if all(stored):
        if options["branch_at"] is not None:
            msg = "--branch-at goes with scenarios, not with runs that are there"
            raise RunError(msg)
        return open_run(one), open_run(other)
    if any(stored):
        msg = f"{one} and {other}: needed two scenarios, or two runs"
        raise RunError(msg)
    first, second = read_scenario(one), read_scenario(other)
    for c in changes(first, second):
        _say(f"  {c.kind:<10} {c.name}: {c.after or 'not there'} (else {c.before or 'not there'})")
    branch_at = options["branch_at"]
    if branch_at is not None and (gone := left_out(first, second, branch_at)):
        _say(f"WARNING: before the fork, so not done: {', '.join(gone)}")
    ensembles = run_pair(first, second, **options)
    if branch_at is not None:
        until = ensembles[0].years[-1]
        second = forked(first, second, branch_at, until)
    for s, e in zip((first, second), ensembles, strict=True):
        if idle := silent(effects(s, e)):
            listed = ", ".join(f"{i.kind} {i.name!r}" for i in idle)
            _say(f"WARNING: NO EFFECT in any future of {s.name}: {listed}")
    return ensembles


def _numbers(texts: tuple[str, ...]) -> dict[str, float]:
    out = {}
    for text in texts:
        name, _, number = text.partition("=")
        try:
            out[name] = float(number)
        except ValueError:
            msg = f"--precision {text!r}: needed measure=error, such as wars=0.01"
            raise RunError(msg) from None
        if not out[name] > 0:
            msg = f"--precision {text!r}: needed an error above 0"
            raise RunError(msg)
    return out


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
