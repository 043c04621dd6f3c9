"""A single future told as a chronicle: one sentence an event, by year."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from multipolar.events import NAMES, SENTENCES
from multipolar.summary import name_of

if TYPE_CHECKING:
    import polars as pl

GREAT = frozenset({
    "war", "joined_war", "peace", "conquest", "secession", "union", "collapse", "overtaken",
    "new_major", "major_lost", "scenario",
})  # fmt: skip
"""Events that are told whoever they concern."""
MIDDLING = frozenset({
    "defeat", "treaty", "accession", "lapse", "violation", "withdrawal", "sanction",
    "sanction_lifted", "crash", "take_off", "regime_change", "separatism", "rivalry",
    "rivalry_ended", "coordination", "coordination_ended", "dispute",
})  # fmt: skip
"""Events that are told of leading states alone, unless all are asked for."""


class Chronicle(dict[int, list[str]]):
    """``year → sentences`` of one future, in order; prints as text."""

    def __str__(self) -> str:
        return "\n".join(
            f"{year}  {sentence}" if k == 0 else f"      {sentence}"
            for year, sentences in self.items()
            for k, sentence in enumerate(sentences)
        )


def tell(
    events: "pl.DataFrame", names: Mapping[str, str], *, leading: Collection[str] | None = None,
    orders: Sequence[str] = (),
) -> Chronicle:  # fmt: skip
    """Tell events as sentences.

    Parameters
    ----------
    events
        Of one member: year, event, a, b, value.
    names
        ``code → name``; from ``state_names``.
    leading
        Tell events of lesser weight only where both states are among these,
        or the one state is; all events if none are given.
    orders
        Names of the events of the scenario.
    """
    patterns = {NAMES[kind]: sentence for kind, sentence in SENTENCES.items()}
    told = Chronicle()
    for year, event, a, b, value in events.select("year", "event", "a", "b", "value").rows():
        if leading is not None and event not in GREAT:
            concerned = [s for s in (a, b) if s]
            if event not in MIDDLING or not concerned or not all(s in leading for s in concerned):
                continue
        if event == "scenario" and value < len(orders):
            told.setdefault(year, []).append(f"(The scenario: {orders[int(value)]})")
            continue
        said = patterns.get(event, event.replace("_", " ") + ": {a}, {b}, {value}")
        other = b if event == "secession" else names.get(b, b)
        value = round(value) if "deaths" in said else value
        sentence = said.format(a=names.get(a, a) or "–", b=other or "–", value=_number(value))
        told.setdefault(year, []).append(sentence[0].upper() + sentence[1:])
    return told


def state_names(events: "pl.DataFrame", states: Collection[str], year: int) -> dict[str, str]:
    """Return ``code → name`` of states and of those that entered during a future.

    A state that entered is named after the one it left.

    Parameters
    ----------
    events
        Of one member.
    states
        Codes of all.
    year
        The year that names are taken from.
    """
    names = {s: name_of(s, year) for s in states}
    for event, a, b in events.select("event", "a", "b").rows():
        if event == "secession" and b and a:
            origin = names.get(a, a)
            names[b] = f"{b} (once part of {origin.split(' (')[0]})"
    return names


def _number(value: float) -> str:
    """Write a number that stands in a sentence: years and small counts bare, scores signed.

    >>> _number(2031.0), _number(120000.0), _number(-0.25)
    ('2031', '120,000', '-0.25')
    """
    if value == int(value):
        return f"{value:.0f}" if abs(value) < 10_000 else f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:+.2f}"
