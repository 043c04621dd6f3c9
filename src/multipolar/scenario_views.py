"""Scenarios and their effects as tables. No science in here."""

from collections.abc import Sequence

from multipolar.output import Cell, Table
from multipolar.scenario import Scenario
from multipolar.scenario_effects import Change, Effect


def list_table(scenarios: Sequence[Scenario]) -> Table:
    """Return the scenarios that come with the package."""
    rows: list[list[Cell]] = [[s.name, s.start, len(s.values) + len(s.off), len(s.orders), s.title]
            for s in scenarios]  # fmt: skip
    note = "multipolar scenario show NAME prints the file; multipolar simulate NAME runs it."
    columns = ("scenario", "start", "assumptions", "events", "title")
    return Table("Scenarios that come with the package", columns, rows, {}, note)


def change_table(found: Sequence[Change], one: str, other: str) -> Table:
    """Return what a scenario changes against another."""
    rows: list[list[Cell]] = [[c.kind, c.name, c.before or "–", c.after or "–"] for c in found]
    note = "" if rows else "Nothing: they are the same."
    return Table(
        f"What {other} changes against {one}", ("what", "name", one, other), rows, {}, note
    )


def effect_table(found: Sequence[Effect]) -> Table:
    """Return whether each change took effect."""
    rows: list[list[Cell]] = [
        [e.kind, e.name, e.verdict, e.futures, e.looked_at, _span(e)]
        for e in found
    ]  # fmt: skip
    columns = ("what", "name", "effect", "futures", "looked at", "years")
    note = (
        "Futures: the share in which it altered anything, of those looked at. An assumption is "
        "taken out and the first futures are run again."
    )
    return Table("What took effect", columns, rows, {"futures": ".0%"}, note)


def _span(e: Effect) -> str:
    if not e.first:
        return ""
    return str(e.first) if e.first == e.last else f"{e.first}–{e.last}"
