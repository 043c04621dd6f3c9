"""Count what a year of a model asks of a machine, from the formulas of its steps.

The formulas are worked out as the compiled kernel does it, with counters in the place of vectors:
each number is made once, and exp, log, draws and the like are what ``multipolar.vectors`` makes
them of. ``roofline.py`` says what is taken for granted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from llvmlite import ir

from multipolar.expressions import Formulas
from multipolar.plan import Argument, Bound, Group, Plan, Write
from multipolar.sourcecode import Texts
from multipolar.vectors import I1, I8, I32, Lanes


@dataclass(frozen=True)
class Node:
    """A number that is worked out: by what, from what, and what it hangs on.

    ``needs`` has the bits 1 for the first state of a pair, 2 for the second and 4 for the pair;
    ``blind`` is the same for what is the same formula of either state.
    """

    op: str
    of: tuple["Node", ...]
    type: Any
    needs: int
    key: int
    blind: int


CONVERSIONS = (
    "bitcast", "sitofp", "uitofp", "fptosi", "fptoui", "zext", "sext", "trunc", "fptrunc", "fpext",
)  # fmt: skip


class Counters:
    """Stands in for the builder of instructions: makes each number once, and keeps count.

    Its methods are those of ``llvmlite.ir.IRBuilder`` that ``Lanes`` uses.
    """

    def __init__(self) -> None:
        self.known: dict[Any, Node] = {}
        self.blind: dict[Any, int] = {}
        self.module = SimpleNamespace(globals=_Functions())

    def node(self, op: str, of: Iterable[Any], kind: Any, detail: str = "") -> Node:
        """Return the number that an operation makes of others."""
        parts = tuple(x if isinstance(x, Node) else self.leaf(str(x), x.type, 0) for x in of)
        key = (op, detail, str(kind), *(p.key for p in parts))
        if key not in self.known:
            blind = (op, detail, str(kind), *(p.blind for p in parts))
            name = self.blind.setdefault(blind, len(self.blind))
            needs = 0
            for p in parts:
                needs |= p.needs
            self.known[key] = Node(op, parts, kind, needs, len(self.known), name)
        return self.known[key]

    def leaf(self, name: str, kind: Any, needs: int, blind: str = "") -> Node:
        """Return a number that is given."""
        key = ("given", name, str(kind))
        if key not in self.known:
            seen = self.blind.setdefault(("given", blind or name, str(kind)), len(self.blind))
            self.known[key] = Node("given", (), kind, needs, len(self.known), seen)
        return self.known[key]

    def __getattr__(self, op: str) -> Callable[..., Node]:
        if op in CONVERSIONS:
            return lambda x, kind: self.node(op, (x,), kind)
        if op.startswith("fcmp"):
            return lambda sign, a, b: self.node(
                "compare", (a, b), ir.VectorType(I1, a.type.count), sign
            )
        return lambda *of: self.node(op, of, of[0].type)

    def select(self, condition: Any, a: Any, b: Any) -> Node:
        """Return a choice; one instruction if it is a minimum or a maximum."""
        chosen = self.node("select", (condition, a, b), a.type)
        test, *sides = chosen.of
        if test.op == "compare" and {x.key for x in test.of} == {x.key for x in sides}:
            return self.node("least or most", sides, a.type, str(test.blind))
        return chosen

    def call(self, function: str, of: Sequence[Any]) -> Node:
        """Return what a function of the compiler gives."""
        return self.node(function, of, of[0].type)


class _Functions:
    """Answers for the functions of the compiler, such as ``llvm.sqrt.v16f32``, by short name."""

    def get(self, name: str) -> str:
        return name.split(".")[1]


FREE = ("given", "same", "bitcast", "insert_element", "shuffle_vector")
SLOW = ("fdiv", "sqrt")


@dataclass(frozen=True)
class Work:
    """What a year asks for, for each pair or state or in all."""

    strict: float = 0.0
    fused: float = 0.0
    divisions: float = 0.0
    roots: float = 0.0
    bytes: float = 0.0

    def __add__(self, other: "Work") -> "Work":
        return Work(*(getattr(self, f) + getattr(other, f) for f in self.__dataclass_fields__))

    def __mul__(self, times: float) -> "Work":
        return Work(*(times * getattr(self, f) for f in self.__dataclass_fields__))


def counted(results: Iterable[Node]) -> dict[str, Work]:
    """Return the work of some results: ``pair`` and ``state``, of one each."""
    seen: set[int] = set()
    states: set[int] = set()
    users: dict[int, int] = {}
    order: list[Node] = []
    waiting = list(results)
    for x in waiting:
        users[x.key] = users.get(x.key, 0) + 2
    while waiting:
        x = waiting.pop()
        if x.key in seen:
            continue
        seen.add(x.key)
        order.append(x)
        for part in x.of:
            users[part.key] = users.get(part.key, 0) + 1
            waiting.append(part)
    out = {"pair": Work(), "state": Work()}
    for x in order:
        if x.op in FREE or not x.needs or (x.type.element == I1 and x.op != "compare"):
            continue
        where = "pair" if x.needs & 4 or x.needs == 3 else "state"
        if where == "state":
            if x.blind in states:
                continue
            states.add(x.blind)
        with_product = x.op in ("fadd", "fsub") and any(
            p.op == "fmul" and users[p.key] == 1 and p.needs == x.needs for p in x.of
        )
        out[where] += Work(1.0, 0.0 if with_product else 1.0, x.op == "fdiv", x.op == "sqrt")
    return out


def truth_of(lanes: Lanes, value: Any) -> Any:
    """Return what a flag is made of: the condition of ``where(condition, 1.0, 0.0)``."""
    if isinstance(value, Node) and value.op == "select":
        one, none = (lanes.b.node("same", (lanes.number(x),), lanes.real).of[0] for x in (1.0, 0.0))
        if value.of[1:] == (one, none):
            return value.of[0]
    return lanes.compare(">", value, lanes.number(0.5))


class Pass:
    """Works the steps of a group out with counters."""

    bits = 64

    def __init__(self, group: Group) -> None:
        self.texts, self.counters = Texts(), Counters()
        self.lanes = Lanes(self.counters, self.bits, 1)  # type: ignore[arg-type]
        self.now: dict[str, Any] = {}
        named = [(b, self.texts.step(b)) for b in group.steps]
        formulas = Formulas(self.texts.trees, self.lanes)
        for b, name in named:
            values = [self.value(b, a) for a in b.arguments]
            for w, value in zip(b.writes, formulas.results(name, values), strict=True):
                self.write(b, w, value)

    def given(self, name: str, needs: int, blind: str = "") -> Node:
        """Return a number that memory holds."""
        return self.counters.leaf(name, self.lanes.real, needs, blind)

    def word(self, number: int, stream: str, side: str, needs: int) -> Node:
        """Return a random word of a state."""
        kind = ir.VectorType(I32, 1)
        return self.counters.leaf(f"{side} {number} {stream}", kind, needs, f"{number} {stream}")

    def value(self, b: Bound, a: Argument) -> Any:
        """Return an argument."""
        raise NotImplementedError

    def write(self, b: Bound, w: Write, value: Any) -> None:
        """Take a result."""
        raise NotImplementedError


class StatePass(Pass):
    """The steps of a pass over the states."""

    def value(self, b: Bound, a: Argument) -> Any:
        if a.role == "draw":
            u = self.lanes.state_uniform(*(self.word(k, b.stream(a.name), "", 1) for k in (1, 2)))
            return self.lanes.known("quantile", (u,)) if b.step.draws[a.name] == "normal" else u
        return self.field(a.name) if a.role == "state" else self.given(a.name, 0)

    def field(self, name: str) -> Any:
        return self.now.setdefault(name, self.given(name, 1))

    def write(self, b: Bound, w: Write, value: Any) -> None:
        self.now[w.name] = self.counters.fadd(self.field(w.name), value) if w.adds else value

    def work(self) -> dict[str, Work]:
        return counted(x for x in self.now.values() if isinstance(x, Node))


class PairPass(Pass):
    """The steps of a pass over the pairs."""

    bits = 32

    def __init__(self, plan: Plan, group: Group) -> None:
        self.plan = plan
        self.read: set[str] = set()
        self.ends: dict[str, Any] = {}
        super().__init__(group)

    def is_flag(self, part: str) -> bool:
        return self.plan.parts[part][0] == "flag"

    def tie(self, part: str) -> Any:
        """Return a field of the pair, as it is now."""
        if part not in self.now:
            self.read.add(part)
            held = self.given(part, 4)
            self.now[part] = self.counters.uitofp(held, held.type) if self.is_flag(part) else held
        return self.now[part]

    def value(self, b: Bound, a: Argument) -> Any:
        match a.role:
            case "draw":
                words = [
                    self.counters.add(*(self.word(k, b.stream(a.name), *at) for at in SIDES))
                    for k in (1, 2)
                ]
                return self.lanes.pair_uniform(*words)
            case "i" | "j":
                return self.given(f"{a.role} {a.name}", dict(SIDES)[a.role], a.name)
            case "dyad":
                return self.tie(a.name)
        return self.given(a.name, 0)

    def write(self, b: Bound, w: Write, value: Any) -> None:
        if w.role != "dyad":
            name = f"sum of {b.stream(w.name)} {w.role}"
            self.ends[name] = self.counters.fadd(self.given(name, 4), value)
        elif self.is_flag(w.name):
            truth = truth_of(self.lanes, value)
            self.now[w.name] = self.lanes.as_number(truth)
            self.ends[w.name] = self.counters.node("store flag", (truth,), ir.VectorType(I8, 1))
        else:
            new = self.counters.fadd(self.tie(w.name), value) if w.adds else value
            self.now[w.name] = self.ends[w.name] = new

    def work(self) -> dict[str, Work]:
        found = counted(x for x in self.ends.values() if isinstance(x, Node))
        moved = [*self.read, *(p for p in self.ends if p in self.plan.parts)]
        size = sum(1 if self.is_flag(p) else 4 for p in moved)
        return {**found, "pair": found["pair"] + Work(bytes=size)}


SIDES = (("i", 1), ("j", 2))
"""The states of a pair, and the bit of what hangs on them."""


@dataclass(frozen=True)
class Year:
    """The work of a year of a model.

    Parameters
    ----------
    pair, state, wide
        For one pair, for one state in 32 bits, for one state in 64 bits.
    streams
        Draws of states and pairs.
    products
        Products of structural balance.
    passes
        Passes over the pairs.
    """

    pair: Work
    state: Work
    wide: Work
    streams: int
    products: int
    passes: int


def work(plan: Plan) -> Year:
    """Count the work of a year."""
    pair, state, wide, passes = Work(), Work(), Work(), 0
    streams, products = 0, 0
    for group in plan.groups:
        if group.over == "pair":
            found = PairPass(plan, group).work()
            pair, state, passes = pair + found["pair"], state + found["state"], passes + 1
        elif group.over == "state":
            wide += StatePass(group).work()["state"]
        if group.over != "whole":
            streams += sum(len(b.step.draws) for b in group.steps)
        products += sum("two_paths" in b.step.function.__code__.co_names for b in group.steps)
    return Year(pair, state, wide, streams, products, passes)
