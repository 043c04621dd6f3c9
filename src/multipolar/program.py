"""What a scenario does to each future: acts on a date, or once something has come true.

A program is looked at between two years of a run, for each future alone. What
it does depends on the program and on that future, and on nothing else.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.act import Scene
from multipolar.acts import catalogue
from multipolar.errors import RunError
from multipolar.events import SCENARIO
from multipolar.opening import Opening
from multipolar.plan import BLOCKS, Plan
from multipolar.steps import pair, record

Array = npt.NDArray[Any]
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """One act of a scenario and when it is done: at the start of a year.

    Parameters
    ----------
    name
        By which conditions call it.
    act
        One of ``acts/``.
    arguments
        Of the act: codes of states, numbers and words.
    year
        When; 0 if it hangs on a condition.
    when
        Name of the condition that it hangs on. It is done once, at the start of
        the year after the first year-end at which the condition holds.
    first, last
        The year-ends at which the condition is looked at.
    delay
        Years that pass before it is done.
    until
        If given, it is done again at the start of every year to this one.
    close
        The last year at whose start it can be done for the first time.
    """

    name: str
    act: str
    arguments: Facts
    year: int = 0
    when: str = ""
    first: int = 0
    last: int = 9999
    delay: int = 0
    until: int = 0
    close: int = 9999


@dataclass(frozen=True, slots=True)
class Program:
    """The orders of a scenario, in the order of the file, and the conditions they hang on.

    A condition is a mapping with one of

    ``field`` (with ``states`` and ``above`` or ``below``)
        a field of the system, summed over states, or of a pair, against a number or the same
        of others (``times`` as much);
    ``treaty`` (with ``in_force``), ``after`` (with ``years``)
        whether a treaty is in force; whether an order was done so many years ago;
    ``all``, ``any``, ``not``
        of other conditions;

    and ``ever`` (whether it has held at any year-end so far) and ``running`` (how many
    year-ends in a row).
    """

    orders: tuple[Order, ...] = ()
    conditions: Mapping[str, Facts] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it as plain values, as a run carries it."""
        orders = [{name: getattr(o, name) for name in Order.__slots__} for o in self.orders]
        return {"orders": orders, "conditions": {k: dict(c) for k, c in self.conditions.items()}}

    @classmethod
    def of(cls, plain: Facts | None) -> "Program | None":
        """Return the program of plain values; none of none."""
        if not plain:
            return None
        return cls(tuple(Order(**o) for o in plain["orders"]), dict(plain["conditions"]))

    def __bool__(self) -> bool:
        return bool(self.orders)


class Director:
    """Does what a program says to one future after another.

    Parameters
    ----------
    program
        From a scenario.
    plan, opening
        Of the run.

    Raises
    ------
    RunError
        An order names a condition, a state or a field that there is not.
    """

    def __init__(self, program: Program, plan: Plan, opening: Opening) -> None:
        self.program, self.plan, self.opening = program, plan, opening
        _check(program, plan, opening)
        row = plan.parts["treaty_since"][1]
        since = opening.blocks["treaty"][row]
        self._treaties = {name: (k, int(since[k])) for k, name in enumerate(opening.treaties)}
        self._acts = {o.act: catalogue[o.act] for o in program.orders}

    def begin(self, params: Array) -> None:
        """Begin another future: nothing has been done yet."""
        self._done: dict[str, int] = {}
        self._came: dict[str, int] = {}
        self._runs: dict[str, int] = {}
        self._held: set[str] = set()
        self._given = np.array(params)
        self._named = dict(self._treaties)
        self.rows: list[list[float]] = []

    def looks(self, first: int, last: int) -> list[int]:
        """Return the years, of some, before which it must be asked."""
        orders = self.program.orders
        if any(o.when for o in orders):
            return list(range(first, last + 1))
        years = {y for o in orders for y in range(o.year, max(o.until, o.year) + 1)}
        return sorted(y for y in years if first <= y <= last)

    def act(self, blocks: Mapping[str, Array], params: Array, events: Array, year: int) -> None:
        """Look at the conditions at the end of the year before, and do what is due."""
        scene = Scene(
            self.plan, self.opening, blocks, params, self._given, events, year, self._named
        )
        held = self._look(scene) if self.program.conditions else {}
        for number, order in enumerate(self.program.orders):
            if self._due(order, held, year):
                self._do(number, order, scene)
        self.rows += scene.rows

    def _due(self, order: Order, held: Mapping[str, bool], year: int) -> bool:
        done = self._done.get(order.name, 0)
        if done:
            return year <= order.until
        if not order.when:
            return year == order.year
        if order.name not in self._came:
            if not (order.first <= year - 1 <= order.last and held[order.when]):
                return False
            self._came[order.name] = year
        return year == self._came[order.name] + order.delay and year <= order.close

    def _do(self, number: int, order: Order, scene: Scene) -> None:
        again = order.name in self._done
        before, pushed, log = self._sum(scene), len(scene.rows), scene.events[0, 0]
        self._acts[order.act](scene, **order.arguments)
        self._done.setdefault(order.name, scene.year)
        if not again and (before != self._sum(scene) or len(scene.rows) > pushed):
            a, b = self._whom(order, scene)
            if log < scene.events[0, 0] < len(scene.events):
                a, b = (int(x) for x in scene.events[int(scene.events[0, 0]), 2:4])
            record(scene.events, SCENARIO, scene.year, a, b, float(number))

    @staticmethod
    def _whom(order: Order, scene: Scene) -> tuple[int, int]:
        """Return the first two states that an order names, for the log; -1 for none."""
        places = [scene.place(code) for code in dict.fromkeys(_codes(order))]
        a, b = [*places, -1, -1][:2]
        return a, b

    @staticmethod
    def _sum(scene: Scene) -> int:
        found = zlib.crc32(scene.params.tobytes())
        for b in BLOCKS:
            found = zlib.crc32(scene.blocks[b].data, found)
        return found

    def _look(self, scene: Scene) -> dict[str, bool]:
        """Return which conditions hold at the end of the year before."""
        held: dict[str, bool] = {}
        for name in _in_order(self.program.conditions):
            facts = self.program.conditions[name]
            holds = self._holds(facts, scene, held)
            self._runs[name] = self._runs.get(name, 0) + 1 if holds else 0
            holds = self._runs[name] >= facts.get("running", 1)
            if holds:
                self._held.add(name)
            held[name] = name in self._held if facts.get("ever") else holds
        return held

    def _holds(self, facts: Facts, scene: Scene, held: Mapping[str, bool]) -> bool:
        if "field" in facts:
            value = _value(scene, facts["field"], facts.get("states", ()))
            for word, sign in (("above", 1.0), ("below", -1.0)):
                if word in facts:
                    other = facts[word]
                    if not isinstance(other, int | float):
                        other = _value(scene, facts["field"], other)
                    return bool(sign * (value - facts.get("times", 1.0) * other) > 0)
        if "treaty" in facts:
            return (scene.slot(facts["treaty"]) >= 0) == bool(facts.get("in_force", True))
        if "after" in facts:
            done = self._done.get(facts["after"], 0)
            return 0 < done <= scene.year - 1 - int(facts.get("years", 0))
        if "not" in facts:
            return not held[facts["not"]]
        together = all if "all" in facts else any
        return together(held[name] for name in facts.get("all", facts.get("any", ())))


def _value(scene: Scene, name: str, states: Sequence[str]) -> float:
    """Return a field of the system, summed over present states, or of a pair."""
    spec = scene.plan.fields[name]
    if spec.dims == "system":
        return float(scene[name][0])
    places = scene.there(states)
    if spec.dims == "state":
        return float(sum(scene[name][k] for k in places))
    if len(places) < 2:
        return float("nan")
    a, b = places
    array, at = scene.side(name, a, b) if spec.dims == "directed" else (scene[name], pair(a, b))
    return float(array[at])


def _in_order(conditions: Mapping[str, Facts]) -> list[str]:
    """Return conditions in an order in which each comes after those it is made of.

    Raises
    ------
    RunError
        One is made of itself.
    """
    out: dict[str, None] = {}
    open_: list[str] = []

    def visit(name: str) -> None:
        if name in out:
            return
        if name in open_ or name not in conditions:
            told = "is made of itself" if name in open_ else "is none of the conditions"
            msg = f"condition {name!r} {told}"
            raise RunError(msg)
        open_.append(name)
        for part in parts_of(conditions[name]):
            visit(part)
        open_.pop()
        out[name] = None

    for name in conditions:
        visit(name)
    return list(out)


def parts_of(facts: Facts) -> tuple[str, ...]:
    """Return the names of the conditions that a condition is made of."""
    one = (facts["not"],) if "not" in facts else ()
    return (*one, *facts.get("all", ()), *facts.get("any", ()))


def _check(program: Program, plan: Plan, opening: Opening) -> None:
    """Raise if an order or a condition names what there is not."""
    _in_order(program.conditions)
    names = [o.name for o in program.orders]
    for o in program.orders:
        if names.count(o.name) > 1 or (o.when and o.when not in program.conditions):
            what = f"condition {o.when!r} is not there" if names.count(o.name) == 1 else "twice"
            msg = f"order {o.name!r}: {what}"
            raise RunError(msg)
        for state in _codes(o):
            if state not in opening.states:
                msg = f"order {o.name!r}: no state {state!r} in the run"
                raise RunError(msg)
    for name, facts in program.conditions.items():
        if "field" in facts and facts["field"] not in plan.fields:
            msg = f"condition {name!r}: no field {facts['field']!r}"
            raise RunError(msg)


def _codes(order: Order) -> Iterator[str]:
    """Yield the codes of states that an order names."""
    for name, argument in catalogue[order.act].spec.arguments.items():
        value = order.arguments[name]
        if argument.kind == "state":
            yield value
        elif argument.kind == "states":
            yield from (v for v in value if v not in ("world", "neighbours"))
        elif argument.kind == "sides":
            yield from (v for side in value for v in side)
