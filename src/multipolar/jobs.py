"""The main job: a World measured, futures simulated and compared, and the files that come of it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multipolar.embedded import states
from multipolar.errors import FigureError
from multipolar.figure import Figure
from multipolar.figures.world_map import world_map
from multipolar.files import write_whole
from multipolar.indices import catalogue as indices
from multipolar.measures.blocs import blocs
from multipolar.output import as_json
from multipolar.power import power
from multipolar.store import save
from multipolar.summary import Summary, name_of
from multipolar.views import definition_table, summary_tables
from multipolar.world import World

if TYPE_CHECKING:
    from multipolar.claim_check import Verdict
    from multipolar.ensemble import Ensemble
    from multipolar.report import Named
    from multipolar.scenario import Scenario

Progress = Callable[[str, int, int], object]

PALETTE_LIMIT = 8


def write_summary(found: Summary, world: World, folder: Path) -> list[Path]:
    """Write everything the main job found into a folder.

    Returns
    -------
    list of Path
        The files written: ``summary.json``, a CSV for the leading states, the
        concentration, every definition of polarity and the blocs, the World
        itself, and the map of blocs as SVG, PNG and HTML.
    """
    leaders, concentration, *_ = summary_tables(found)
    bloc_of = {s: b.name for b in found.blocs for s in b.members}
    rows = [f"{s},{bloc_of.get(s, '')!r}".replace("'", '"') for s in world.states]
    written = [
        write_whole(folder / "summary.json", as_json(found)),
        write_whole(folder / "leading-states.csv", leaders.csv()),
        write_whole(folder / "concentration.csv", concentration.csv()),
        write_whole(folder / "definitions.csv", definition_table(found.polarity).csv()),
        write_whole(folder / "blocs.csv", "state,bloc\n" + "\n".join(rows) + "\n"),
        save(world, folder / "today.world"),
    ]
    figure = _bloc_figure({b.name: b.members for b in found.blocs}, world)
    return written + [figure.save(folder / f"world-map.{kind}") for kind in ("svg", "png", "html")]


def scenarios_of(names: Sequence[str]) -> "list[Scenario]":
    """Return scenarios by name or file; the baseline is held against itself only once."""
    from multipolar.scenario_reading import read_scenario

    return [read_scenario(name) for name in dict.fromkeys(names)]


def run_place(folder: Path, scenario: "Scenario", options: Mapping[str, Any]) -> Path:
    """Return where the main job keeps a run: one of other length or luck is another run."""
    parts = (scenario.name, options["members"], options["until"], f"seed{options['seed']}")
    return folder / "runs" / ("-".join(map(str, parts)) + ".zarr")


def simulate_pair(
    scenarios: "Sequence[Scenario]",
    folder: Path,
    options: Mapping[str, Any],
    progress: Progress,
) -> "list[Named]":
    """Run scenarios, or go on with runs that were stopped; each is kept in the folder.

    Parameters
    ----------
    scenarios
        The first is the one that the other is held against.
    folder
        Of the main job; runs go into ``runs`` in it.
    options
        ``members``, ``until``, ``seed`` and others of ``multipolar.simulate``.
    progress
        Told how far it is, as by ``multipolar.simulate``.
    """
    from multipolar.report import Named

    out = []
    for s in scenarios:
        place = run_place(folder, s, options)
        run = s.simulate(**options, output=place, resume=True, progress=progress)
        out.append(Named(run, s.name, s.title, s.about))
    return out


def named_run(ensemble: "Ensemble") -> "Named":
    """Return a kept run under the name that its command or its folder gives it."""
    from multipolar.report import Named
    from multipolar.scenario import shipped_names
    from multipolar.scenario_reading import read_scenario

    stem = ensemble.place.stem if ensemble.place else "run"
    known = [n for n in shipped_names() if stem == n or stem.startswith(f"{n}-")]
    if not known:
        return Named(ensemble, stem, f"The run {stem}")
    s = read_scenario(max(known, key=len))
    return Named(ensemble, s.name, s.title, s.about)


def checked_claims(progress: Callable[[str], object] | None = None) -> "list[Verdict]":
    """Return the verdicts on the claims that come with the package."""
    from multipolar.claim import read_claims, shipped_claims
    from multipolar.claim_check import check_claims

    return [
        v for name in shipped_claims() for v in check_claims(read_claims(name), progress=progress)
    ]


def open_page(path: Path) -> bool:
    """Open a page in the browser if there is a screen; say whether it was."""
    import os
    import sys
    import webbrowser

    screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(k) for k in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return screen and sys.stdout.isatty() and webbrowser.open(path.resolve().as_uri())


def _drawable(world: World) -> None:
    known = {*states(), *world.merged}
    if gone := [s for s in world.states if s not in known]:
        msg = (
            f"the map draws today's states; the world of {world.year} has {', '.join(gone[:5])}; "
            "historical borders are not in this version"
        )
        raise FigureError(msg)


def bloc_map(world: World) -> Figure:
    """Return the world map by bloc.

    Raises
    ------
    FigureError
        The World has states that are gone: only today's borders are drawn.
    """
    _drawable(world)
    found = blocs(world)
    rank = {s: i for i, (s, _) in enumerate(power(world, "cinc").ranked())}
    named: dict[str, tuple[str, ...]] = {}
    for members in found.blocs:
        first = sorted(members, key=lambda s: rank.get(s, len(rank)))[:3]
        named[", ".join(name_of(s, world.year) for s in first)] = members
    return _bloc_figure(named, world)


def _bloc_figure(named: Mapping[str, tuple[str, ...]], world: World) -> Figure:
    largest = sorted(named.items(), key=lambda b: -len(b[1]))[:PALETTE_LIMIT]
    groups = {s: f"{name} …" for name, members in largest for s in members}
    states = {s: g for s, g in groups.items() if s not in world.merged}
    for actor, members in world.merged.items():
        states |= dict.fromkeys(members, groups[actor]) if actor in groups else {}
    return world_map(
        groups=states,
        title=f"{len(named)} blocs of allies, {len(world.states) - len(groups)} states in none",
        subtitle=f"Defence pacts and rivalries at the end of {world.year}; signed modularity, "
        "the majority over five resolutions",
        caption="Source: multipolar, hand-compiled tables of commitments and rivalries.",
        legend_title="Bloc (strongest members)",
    )


def power_map(world: World, index: str) -> Figure:
    """Return the world map shaded by an index of power.

    Raises
    ------
    FigureError
        The World has states that are gone: only today's borders are drawn.
    """
    _drawable(world)
    shares = power(world, index)
    (first, top), (second, next_) = shares.ranked()[:2]
    label = indices[index].spec.label if index in indices else index
    percent = {s: 100 * v for s, v in shares.ranked()}
    for actor, members in world.merged.items():
        percent |= dict.fromkeys(members, percent.pop(actor, float("nan")))
    return world_map(
        values=percent,
        title=f"{name_of(first, world.year)} holds {top:.0%} of the total, "
        f"{name_of(second, world.year)} {next_:.0%}",
        subtitle=f"{label}: share of all states, latest values at the end of {world.year}",
        caption="Source: multipolar, from the World Factbook and hand-compiled tables.",
        legend_title="Share of the total, %",
    )
