"""What a scenario changes: against another before it runs, and whether each change took effect."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from multipolar.acts import catalogue
from multipolar.ensemble import Ensemble
from multipolar.errors import RunError
from multipolar.model import default_model
from multipolar.program import Order
from multipolar.scenario import Scenario
from multipolar.simulation import simulate

PROBED = 4
"""Futures that are run again without an assumption, to see whether it changed anything."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in which a scenario differs from another.

    Parameters
    ----------
    kind
        ``frame``, ``assumption``, ``mechanism``, ``bloc``, ``condition`` or ``event``.
    name
        Of what.
    before, after
        In the one and in the other; empty if it is not there.
    """

    kind: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Whether something that a scenario changes took effect in a run.

    Parameters
    ----------
    kind, name
        As in ``Change``.
    futures
        The share of futures in which it did, of those that were looked at.
    looked_at
        How many.
    first, last
        The years in which it did; 0 for an assumption.
    expected
        Whether it should have done so in every future.
    """

    kind: str
    name: str
    futures: float
    looked_at: int
    first: int
    last: int
    expected: bool

    @property
    def verdict(self) -> str:
        """``took effect``, ``in some``, ``did not come true`` or ``NO EFFECT``."""
        if self.futures == 0:
            return "NO EFFECT" if self.expected else "did not come true"
        return "took effect" if self.futures == 1 else "in some"


def describe(order: Order) -> str:
    """Return an event in one line: what, with what, when."""
    spec = catalogue[order.act].spec
    told = [
        f"{key} {_value(value)}"
        for key, value in order.arguments.items()
        if value not in ("", [], None)
    ]
    when = f"{order.year}" if order.year else f"the year after {order.when!r} holds"
    if not order.year and order.first:
        when += f", from {order.first}"
    if not order.year and order.last < 9999:
        when += f", by {order.last}"
    if order.delay:
        when += f", {order.delay} years later"
    if order.until:
        when += f", kept up until {order.until}"
    return f"{spec.label}: {'; '.join(told)} ({when})"


def _value(value: Any) -> str:
    if isinstance(value, list):
        nested = value and isinstance(value[0], list)
        inner = [_value(v) for v in value]
        return " – ".join(inner) if nested else _few(inner)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _few(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def condition_text(facts: Mapping[str, Any]) -> str:
    """Return a condition in one line."""
    told = [f"{key} {_value(value)}" for key, value in facts.items()
            if value is not False and value != []]  # fmt: skip
    return "; ".join(told)


def changes(one: Scenario, other: Scenario) -> list[Change]:
    """Return everything in which a scenario differs from another.

    Parameters
    ----------
    one
        The one to start from, such as the baseline.
    other
        The one that differs from it.
    """
    out = [
        Change("frame", name, str(getattr(one, name)), str(getattr(other, name)))
        for name in ("start", "until", "members", "seed")
        if getattr(one, name) != getattr(other, name)
    ]
    params = default_model().params
    for name in dict.fromkeys([*one.values, *other.values]):
        p = params[name]
        unit = f" {p.unit}" if p.unit != "1" else ""
        fixed = p.belief.kind == "fixed"
        free = f"{p.value:g}{unit}" if fixed else f"drawn, {p.belief}, centre {p.value:g}{unit}"
        before, after = (
            f"{s.values[name]:g}{unit}" if name in s.values else free for s in (one, other)
        )
        if before != after:
            out.append(Change("assumption", name, before, after))
    for name in dict.fromkeys([*one.off, *other.off]):
        words = ["off" if name in s.off else "on" for s in (one, other)]
        if words[0] != words[1]:
            out.append(Change("mechanism", name, *words))
    for kind in ("bloc", "condition", "event"):
        before_all, after_all = _told(one, kind), _told(other, kind)
        for name in dict.fromkeys([*before_all, *after_all]):
            before, after = before_all.get(name, ""), after_all.get(name, "")
            if before != after:
                out.append(Change(kind, name, before, after))
    return out


def _told(scenario: Scenario, kind: str) -> dict[str, str]:
    """Return ``name → line`` of blocs, conditions or events."""
    if kind == "event":
        return {o.name: describe(o) for o in scenario.orders}
    if kind == "condition":
        return {name: condition_text(facts) for name, facts in scenario.conditions.items()}
    return {
        name: _few(list(b.members)) + (" as one actor" if b.one_actor else "")
        for name, b in scenario.blocs.items()
    }


def effects(scenario: Scenario, ensemble: Ensemble) -> list[Effect]:
    """Say of each event and assumption whether it took effect in a run.

    An event took effect where it altered any value of a future. An assumption is
    taken out, and the first futures run again without it: it took effect
    where they become others to the last bit.

    Parameters
    ----------
    scenario
        What was run.
    ensemble
        What it gave.

    Raises
    ------
    RunError
        The run is not of that scenario.
    """
    asked = scenario.program.plain() if scenario.orders else None
    if (ensemble.attrs.get("program") or None) != asked:
        msg = f"the run is not of scenario {scenario.name!r}: its events are others"
        raise RunError(msg)
    return [*_of_events(scenario, ensemble), *_of_assumptions(scenario, ensemble)]


def _of_events(scenario: Scenario, ensemble: Ensemble) -> list[Effect]:
    import polars as pl

    if not scenario.orders:
        return []
    seen = ensemble.events.filter(pl.col("event") == "scenario").collect()
    total, last = len(ensemble.members), ensemble.attrs["world_year"] + ensemble.attrs["years"]
    out = []
    for k, order in enumerate(scenario.orders):
        years = seen.filter(pl.col("value") == k)["year"].to_numpy()
        span = (int(years.min()), int(years.max())) if len(years) else (0, 0)
        expected = 0 < order.year <= last
        out.append(Effect("event", order.name, len(years) / max(total, 1), total, *span, expected))
    return out


def _of_assumptions(scenario: Scenario, ensemble: Ensemble) -> list[Effect]:
    if not scenario.values or not ensemble.members:
        return []
    first = ensemble.members[:PROBED]
    if first != list(range(len(first))):
        return []
    before = ensemble.run.read("fingerprint", 0, len(first))
    given = ensemble.run.read("parameter", 0, len(first))
    names = list(ensemble.model.params)
    free = default_model().without(*scenario.off).draw(first, ensemble.attrs["seed"])
    world, out = scenario.world(), []
    for name in scenario.values:
        params = np.array(given)
        params[:, names.index(name)] = free[:, names.index(name)]
        again = simulate(
            world, ensemble.model, years=ensemble.attrs["years"], members=len(first),
            seed=ensemble.attrs["seed"], keep=(), params=params, program=scenario.program,
            threads=1, chunk=len(first),
        )  # fmt: skip
        moved = again.run.read("fingerprint", 0, len(first)) != before
        out.append(Effect("assumption", name, float(moved.mean()), len(first), 0, 0, expected=True))
    return out


def silent(found: list[Effect]) -> list[Effect]:
    """Return those that should have taken effect and did not, in any future."""
    return [e for e in found if e.expected and e.futures == 0]


def same_scenario(one: Scenario, other: Scenario) -> bool:
    """Say whether two scenarios run the same, whatever they are called."""
    words = {"name", "title", "about", "notes"}
    return all(
        getattr(one, f.name) == getattr(other, f.name) for f in fields(one) if f.name not in words
    )
