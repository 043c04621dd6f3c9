"""What the package offers, as tables."""

import inspect

from multipolar import embedded
from multipolar.errors import UnknownName, suggest
from multipolar.indices import catalogue as indices
from multipolar.measures import catalogue as measures
from multipolar.output import Table
from multipolar.rules import catalogue as rules
from multipolar.scores import catalogue as scores
from multipolar.variables import VARIABLES

KINDS = (
    "measures", "indices", "rules", "actors", "variables", "states", "commitments", "sources",
    "targets", "baselines", "scores", "fits",
)  # fmt: skip


def inventory(kind: str) -> Table:
    """Return the table of one kind of thing on offer.

    Raises
    ------
    UnknownName
        There is no such kind; the message names those there are.
    """
    if kind not in KINDS:
        msg = f"no list of {kind!r}{suggest(kind, KINDS)} Type one of {', '.join(KINDS)}"
        raise UnknownName(msg)
    columns, rows = globals()[f"_{kind}"]()
    return Table(kind, columns, rows, {})


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n", 1)[0].rstrip(".")


def _measures() -> tuple[tuple[str, ...], list[list[str]]]:
    rows = [[n, measures[n].spec.label, measures[n].spec.unit, measures[n].spec.shape]
            for n in measures.names()]  # fmt: skip
    return ("measure", "what", "unit", "of each"), rows


def _indices() -> tuple[tuple[str, ...], list[list[str]]]:
    rows = [[n, indices[n].spec.label, indices[n].spec.source] for n in indices.names()]
    return ("index", "what", "after"), rows


def _rules() -> tuple[tuple[str, ...], list[list[str]]]:
    rows = [
        [
            n,
            rules[n].spec.label,
            "; ".join(" ".join(f"{k}={v:g}" for k, v in s.items()) for s in rules[n].spec.settings),
            rules[n].spec.source,
        ]
        for n in rules.names()
    ]
    return ("rule", "a pole is", "settings", "after"), rows


def _actors() -> tuple[tuple[str, ...], list[list[str]]]:
    rows = [["all", f"all {len(embedded.states())} states"]]
    for name in embedded.great_power_lists():
        listed = embedded.great_power_list(name, embedded.YEAR)
        rows.append([name, " ".join(listed) or f"nobody in {embedded.YEAR}"])
    return ("actors", f"in {embedded.YEAR}"), rows


def _variables() -> tuple[tuple[str, ...], list[list[str]]]:
    rows = [[v.name, v.dims, v.unit, v.meaning] for v in VARIABLES.values()]
    return ("variable", "of each", "unit", "meaning"), rows


def _states() -> tuple[tuple[str, ...], list[list[str]]]:
    rows = [[s.code, s.name, s.region, s.capital] for s in embedded.states().values()]
    return ("code", "state", "region", "capital"), rows


def _commitments() -> tuple[tuple[str, ...], list[list[str]]]:
    rows = [
        [c.id, c.kind, c.name, " ".join(c.obligations), c.in_force[:4], (c.ended or c.expires)[:4]]
        for c in embedded.commitments()
    ]
    return ("id", "kind", "name", "obligations", "from", "to"), rows


def _sources() -> tuple[tuple[str, ...], list[list[str]]]:
    rows = [[s.key, s.title, s.publisher, s.year, s.licence] for s in embedded.sources().values()]
    return ("key", "title", "publisher", "year", "licence"), rows


def _targets() -> tuple[tuple[str, ...], list[list[str]]]:
    from multipolar.targets import catalogue as targets  # brings the simulation with it

    specs = {n: targets[n].spec for n in targets.names()}
    rows = [[n, s.label, s.kind, s.of, s.unit, s.reference] for n, s in specs.items()]
    return ("target", "what", "kind", "of each", "unit", "against"), rows


def _baselines() -> tuple[tuple[str, ...], list[list[str]]]:
    from multipolar.baselines import catalogue as baselines  # brings the simulation with it

    rows = [[n, baselines[n].spec.label, baselines[n].spec.source] for n in baselines.names()]
    return ("baseline", "what it says", "after"), rows


def _scores() -> tuple[tuple[str, ...], list[list[str]]]:
    specs = {n: scores[n].spec for n in scores.names()}
    rows = [[n, s.label, s.kind, s.better, "yes" if s.proper else "no"] for n, s in specs.items()]
    return ("score", "what", "of", "better", "proper"), rows


def _fits() -> tuple[tuple[str, ...], list[list[str]]]:
    from multipolar.calibration import catalogue as fits  # brings the record with it

    rows = [[n, fits[n].label, str(len(fits[n].params)), ", ".join(fits[n].data)]
            for n in fits.names()]  # fmt: skip
    return ("fit", "what", "parameters", "data"), rows
