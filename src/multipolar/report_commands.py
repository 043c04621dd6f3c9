"""The command report, and the second half of the main job: simulate, compare, write the page."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from multipolar.errors import RunError

if TYPE_CHECKING:
    from multipolar.comparison import Difference
    from multipolar.explanation import Carried
    from multipolar.report import Named
    from multipolar.scenario import Scenario
    from multipolar.summary import Summary
    from multipolar.world import World

Words = Annotated[tuple[str, ...], Parameter(negative="")]
REPORT = "multipolar-report.html"
BASELINE, CONTRAST = "baseline", "hegemon-withdraws"
"""The two scenarios of the main job."""
EXPLAINED = 40
"""The most futures that are run again without a mechanism."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the futures of the main job."""

    scenario: str
    members: int
    until: int
    seed: int
    threads: int | None = None
    explain: tuple[str, ...] = ()
    claims: bool = False

    @property
    def command(self) -> str:
        """The command that makes the same report."""
        words = ["multipolar", "--scenario", self.scenario, "--members", str(self.members),
                 "--until", str(self.until), "--seed", str(self.seed)]  # fmt: skip
        words += [w for name in self.explain for w in ("--explain", name)]
        return shlex.join([*words, *(["--claims"] if self.claims else [])])


def register(app: App) -> None:
    """Add the commands to the program."""
    app.command(report)


def report(
    *runs: Path,
    output: Annotated[Path, Parameter(alias="-o")] = Path(REPORT),
    explain: Words = (),
    claims: bool = False,
    open_: Annotated[bool, Parameter(name="--open")] = True,
) -> None:
    """Write a report, one page, of today's world and of runs that are kept.

    Example: multipolar report baseline.zarr hegemon-withdraws.zarr -o report.html

    Parameters
    ----------
    runs
        Folders that simulate --output made: none, one, or two that share their luck; the second
        is held against the first.
    output
        The file.
    explain
        Mechanisms to switch off one at a time, to see what each carries of the difference.
    claims
        Check the claims that come with the package too.
    open_
        Open the page if there is a screen.
    """
    from multipolar.embedded import today
    from multipolar.ensemble import open_run
    from multipolar.jobs import named_run, open_page
    from multipolar.scenario import shipped_names
    from multipolar.scenario_reading import read_scenario
    from multipolar.summary import summarise

    _say("Measuring the world of today …")
    world = today()
    found = summarise(world)
    named = [named_run(open_run(r)) for r in runs]
    scenarios = [read_scenario(n.name) for n in named if n.name in shipped_names()]
    command = shlex.join(["multipolar", "report", *map(str, runs)])
    print(_write(found, world, named, scenarios, output, explain, claims=claims, command=command))
    if open_:
        open_page(output)


def make_page(found: "Summary", world: "World", folder: Path, asked: Asked | None) -> Path:
    """Simulate what the main job asks for, or nothing, and write its report.

    Returns
    -------
    Path
        The page.
    """
    from multipolar.jobs import scenarios_of, simulate_pair
    from multipolar.simulation_commands import show_progress

    page = folder / REPORT
    if asked is None:
        return _write(found, world, [], [], page, (), claims=False,
                      command="multipolar --no-simulate")  # fmt: skip
    scenarios = scenarios_of((BASELINE, asked.scenario))
    options = {"members": asked.members, "until": asked.until, "seed": asked.seed,
               "threads": asked.threads}  # fmt: skip
    named = []
    for s in scenarios:
        _say(f"Simulating {asked.members:,} futures to {asked.until}: {s.title} ({s.name}) …")
        try:
            with show_progress() as tell:
                named += simulate_pair([s], folder, options, tell)
        except KeyboardInterrupt:
            _say(f"\nStopped. What is complete is kept in {folder / 'runs'}; type the same command "
                 "to go on.")  # fmt: skip
            raise SystemExit(130) from None
    return _write(found, world, named, scenarios, page, asked.explain, claims=asked.claims,
                  command=asked.command)  # fmt: skip


def _write(  # noqa: PLR0913
    found: "Summary", world: "World", named: "Sequence[Named]", scenarios: "Sequence[Scenario]",
    page: Path, explain: Sequence[str], *, claims: bool, command: str,
) -> Path:  # fmt: skip
    from multipolar.jobs import checked_claims
    from multipolar.report import make_report
    from multipolar.report_page import write_report
    from multipolar.scenario_effects import changes

    both = len(scenarios) == 2 and len(named) == 2
    verdicts = checked_claims(lambda name: _say(f"Checking the claim {name} …")) if claims else []
    if explain and not both:
        msg = "--explain: needed two runs, of two scenarios that come with the package"
        raise RunError(msg)
    _say("Writing the report …")
    told: dict[str, Any] = {"changes": changes(*scenarios) if both else (), "claims": verdicts,
                            "command": command}  # fmt: skip
    made = make_report(found, world, named, **told)
    if explain and made.headline is not None:
        carried = _carried(scenarios, made.headline, explain, named)
        made = make_report(found, world, named, carried=carried, **told)
    return write_report(made, page)


def _carried(
    scenarios: "Sequence[Scenario]", difference: "Difference", mechanisms: Sequence[str],
    named: "Sequence[Named]",
) -> "list[Carried]":  # fmt: skip
    """Return what each mechanism carries of a difference, from a few of the futures."""
    from multipolar.explanation import explain

    run = named[0].run
    one, other = scenarios
    _, carried = explain(
        one, other, difference.measure, difference.of, mechanisms=mechanisms,
        members=min(len(run.members), EXPLAINED), until=run.years[-1], seed=run.attrs["seed"],
        progress=lambda name: _say(f"Both scenarios without {name} …"),
    )  # fmt: skip
    return carried


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
