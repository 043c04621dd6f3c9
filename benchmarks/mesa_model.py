"""The model of the package as a Mesa model: agents, loops over pairs, Python numbers.

Run: python benchmarks/mesa_model.py [--members 400] [--show]  (Mesa must be installed)

The rules are those of the mechanisms: the text of every step is turned into plain Python, with
``a if c else b`` for ``where``, ``and`` for ``&``, the functions of ``math``, and no arrays. The
rest is what a user of Mesa would write who cares for speed: states are agents with attributes,
ties are lists, one loop over pairs for all steps that can share it, lookups hoisted, absent
states skipped, the matrix product of structural balance left to BLAS. ``--show`` prints it.

Two checks say that the rules are the same. *Same luck*: with the random numbers of the engine in
place of its own, the Mesa model lives through the same events. *Own luck*: with Mesa's generator,
its futures have the distribution of the engine's (two tests for each of some twenty quantities,
Bonferroni). ``--change MECHANISM.PARAMETER=VALUE`` changes a rule on Mesa's side, and the checks
must fail.
"""

import argparse
import ast
import math
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import compress
from statistics import NormalDist
from types import SimpleNamespace
from typing import Any, NamedTuple

import mesa
import numpy as np
from scipy import stats

import multipolar as mp
from multipolar import luck as engine_luck
from multipolar import maths
from multipolar.events import NAMES
from multipolar.kernel import Kernel
from multipolar.model import Model, default_model
from multipolar.opening import Opening, open_world
from multipolar.plan import BLOCKS, Argument, Bound, Group, Plan, Write, make_plan
from multipolar.sourcecode import Texts

SOME = (
    "USA", "CHN", "RUS", "IND", "GBR", "FRA", "DEU", "JPN", "BRA", "IRN", "ISR", "SAU", "TUR",
    "PAK", "PRK", "KOR", "UKR", "POL", "EGY", "ETH", "NGA", "COD", "MEX", "VEN", "IDN",
)  # fmt: skip
"""Twenty-five states of today, for the checks."""


# Text of the steps, as plain Python.


class Formula(ast.NodeTransformer):
    """Turns the text of a step of states or pairs into Python of one state or pair."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        assert isinstance(node.func, ast.Name)
        if node.func.id in ("_f32", "_f64"):
            return node.args[0]
        args = [self.visit(a) for a in node.args]
        name = node.func.id.removesuffix("32").removesuffix("64")
        match name:
            case "where":
                return ast.IfExp(*args)
            case "minimum" | "maximum" if all(isinstance(a, ast.Name | ast.Constant) for a in args):
                less = ast.Lt() if name == "minimum" else ast.Gt()
                return ast.IfExp(ast.Compare(args[1], [less], [args[0]]), args[1], args[0])
            case "minimum" | "maximum":
                return call(name[:3], *args)
            case "absolute":
                return call("abs", *args)
            case "logistic":
                one = ast.Constant(1.0)
                below = ast.BinOp(one, ast.Add(), call("exp", ast.UnaryOp(ast.USub(), args[0])))
                return ast.BinOp(one, ast.Div(), below)
        return call(name if name in ("exp", "log", "sqrt", "floor") else node.func.id, *args)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        parts = [self.visit(node.left), self.visit(node.right)]
        if isinstance(node.op, ast.BitAnd | ast.BitOr):
            return ast.BoolOp(ast.And() if isinstance(node.op, ast.BitAnd) else ast.Or(), parts)
        return ast.BinOp(parts[0], node.op, parts[1])

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        op = ast.Not() if isinstance(node.op, ast.Invert) else node.op
        return ast.UnaryOp(op, self.visit(node.operand))


class Lists(ast.NodeTransformer):
    """Turns the text of a whole step, which is written for arrays, into Python with lists."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = ast.unparse(node.func)
        if called in ("_item", "_f64", "_i64", "np.int64"):
            return node.args[0]
        if called == "marked" and isinstance(node.args[0], ast.BinOp):
            return call(MARKED[type(node.args[0].op)], node.args[0].left, node.args[0].right)
        if called == "marked" and isinstance(node.args[0], ast.Compare):
            values, test = ast.unparse(node.args[0].left), node.args[0]
            test.left = ast.Name("_value", ast.Load())
            text = f"[_at for _at, _value in enumerate({values}) if {ast.unparse(test)}]"
            return ast.parse(text, mode="eval").body
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if ast.unparse(node.value).endswith(".shape"):
            assert isinstance(node.value, ast.Attribute)
            first = ast.Subscript(node.value.value, ast.Constant(0), ast.Load())
            return call("len", first)
        if isinstance(node.slice, ast.Tuple):
            row, column = node.slice.elts
            return ast.Subscript(ast.Subscript(node.value, row, ast.Load()), column, node.ctx)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        (target,) = node.targets
        if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Slice):
            length = call("len", ast.parse(ast.unparse(target.value), mode="eval").body)
            node.value = ast.BinOp(ast.List([node.value], ast.Load()), ast.Mult(), length)
        return node


MARKED = {ast.BitOr: "either", ast.BitAnd: "both", ast.BitXor: "apart"}


def call(name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(args), [])


def plain(text: str, kind: type[ast.NodeTransformer]) -> str:
    """Return the text of a step as plain Python."""
    return ast.unparse(ast.fix_missing_locations(kind().visit(ast.parse(text))))


def nonzero(values: Sequence[float]) -> list[int]:
    return list(compress(range(len(values)), values))


def either(a: Sequence[float], b: Sequence[float]) -> list[int]:
    return sorted({*nonzero(a), *nonzero(b)})


def both(a: Sequence[float], b: Sequence[float]) -> list[int]:
    return [p for p, (x, y) in enumerate(zip(a, b, strict=True)) if x and y]


def apart(a: Sequence[float], b: Sequence[float]) -> list[int]:
    return [p for p, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]


@cache
def places(n: int) -> tuple[Any, Any]:
    """Return the two states of each packed pair."""
    return np.tril_indices(n, -1)


def two_paths(ties: Sequence[float], out: list[float]) -> None:
    """Sum of products of ties over third states; the matrix product is left to BLAS."""
    n = round((1 + math.sqrt(1 + 8 * len(ties))) / 2)
    i, j = places(n)
    dense = np.zeros((n, n), np.float32)
    dense[i, j] = dense[j, i] = np.floor(np.array(ties, np.float32) * 127.0 + 0.5)
    out[:] = ((dense @ dense.T)[i, j] / (127.0 * 127.0)).tolist()


def partners(flags: Sequence[float], s: int, n: int) -> list[int]:
    return [k for k in range(n) if k != s and flags[pair(k, s)]]


def bind(flags: list[float], places: Sequence[int]) -> None:
    for k, i in enumerate(places):
        for j in places[:k]:
            flags[i * (i - 1) // 2 + j] = 1


def record(events: list[Any], *event: Any) -> None:
    events.append(event)


def pair(i: int, j: int) -> int:
    return i * (i - 1) // 2 + j if i > j else j * (j - 1) // 2 + i


def zeros(shape: int | tuple[int, int], kind: Callable[[int], float] = float) -> list[Any]:
    """Return a list of zeros, or a list of such lists."""
    if isinstance(shape, tuple):
        return [[kind(0)] * shape[1] for _ in range(shape[0])]
    return [kind(0)] * shape


ARRAYS = SimpleNamespace(
    sqrt=math.sqrt, int64=int, int16=int, int8=int, float32=float, empty=zeros,
    count_nonzero=lambda values: len(values) - values.count(0),
    zeros=zeros,
)  # fmt: skip
SPACE: dict[str, Any] = {
    "np": ARRAYS, "exp": math.exp, "log": math.log, "sqrt": math.sqrt, "floor": math.floor,
    "exp64": math.exp, "log64": math.log, "logistic64": lambda x: 1.0 / (1.0 + math.exp(-x)),
    "quantile": NormalDist().inv_cdf, "absolute": abs, "minimum": min, "maximum": max,
    "where": lambda c, a, b: a if c else b, "_total": sum, "either": either, "both": both,
    "apart": apart,
    "pair": pair, "marked": nonzero, "partners": partners, "bind": bind,
    "uniform": lambda luck, a, b=0: luck[a, b], "record": record, "two_paths": two_paths,
}  # fmt: skip


# The program: a function for each group of steps, written once for a plan.


class Program:
    """What a Mesa model does in a year: its text, and the functions of the groups in order.

    Parameters
    ----------
    plan
        From ``make_plan``.
    keyed
        Take the random numbers of the engine instead of the model's own.
    """

    def __init__(self, plan: Plan, *, keyed: bool = False) -> None:
        self.plan, self.keyed = plan, keyed
        texts = Texts()
        names = {id(b.step): texts.step(b) for g in plan.groups for b in g.steps}
        self.names = names
        write = {"state": self._states, "pair": self._pairs, "whole": self._whole}
        parts = [
            plain(text, Lists if name.endswith("_whole") else Formula)
            for name, text in texts.functions.items()
        ]
        parts += [write[g.over](k, g) for k, g in enumerate(plan.groups)]
        self.text = "\n\n\n".join(parts)
        space = {**SPACE, "Luck": KeyedLuck if keyed else Luck}
        exec(compile(self.text, "<mesa model>", "exec"), space)
        self.acts = [(g.over, space[f"group_{k}"]) for k, g in enumerate(plan.groups)]

    def block(self, part: str) -> str:
        return self.plan.parts[part][0]

    def _scalars(self, bounds: Iterable[Bound]) -> list[str]:
        """Return lines that fetch parameters and fields of the system."""
        lines = {}
        for b in bounds:
            for a in b.arguments:
                if a.role == "param":
                    lines[scalar(a)] = f"model.params[{a.name!r}]"
                elif a.role == "system":
                    lines[scalar(a)] = f"model.{a.name}[0]"
                elif a.role == "year":
                    lines["year"] = "model.year"
        return [f"{name} = {value}" for name, value in lines.items()]

    def _draw(self, b: Bound, a: Argument, place: str, lines: list[str]) -> str:
        kind = b.step.draws[a.name]
        if not self.keyed:
            return "gauss()" if kind == "normal" else "random()"
        name = f"u_{b.mechanism}_{b.step.name}_{a.name}"
        over = "pair" if b.step.over == "pair" else kind
        lines.append(f"{name} = model.keyed[{over!r}]({b.stream(a.name)!r})")
        return f"{name}[{place}]"

    def _states(self, number: int, group: Group) -> str:
        head, body = self._scalars(group.steps), []
        for b in group.steps:
            given = [
                self._draw(b, a, "state.place", head) if a.role == "draw"
                else f"state.{a.name}" if a.role == "state" else scalar(a)
                for a in b.arguments
            ]  # fmt: skip
            called = f"{self.names[id(b.step)]}({', '.join(given)})"
            body += results(b.writes, called, [f"state.{w.name}" for w in b.writes])
        if not self.keyed:
            head += ["random, gauss = model.random.random, model.random.gauss"]
        return function(number, [*head, "for state in model.present:", *indented(body)])

    def _pairs(self, number: int, group: Group) -> str:
        lines = _PairLines()
        lines.head += self._scalars(group.steps)
        for b in group.steps:
            given = [
                self._draw(b, a, "p", lines.head) if a.role == "draw" else lines.value(a)
                for a in b.arguments
            ]
            called = f"{self.names[id(b.step)]}({', '.join(given)})"
            lines.body += results(b.writes, called, [lines.target(w) for w in b.writes])
        lines.body += [f"all_{name}[p] = {name}" for name in lines.written]
        if not self.keyed:
            lines.head.append("random = model.random.random")
        return function(number, [
            *lines.head, "present = model.present", "for before, i in enumerate(present):",
            *indented(["start = i.place * (i.place - 1) // 2", *lines.outer,
                       "for j in present[:before]:",
                       *indented(["p = start + j.place", *lines.body])]),
        ])  # fmt: skip

    def _whole(self, number: int, group: Group) -> str:
        (b,) = group.steps
        head = self._scalars([b])
        given, after = [], []
        for a in b.arguments:
            if a.role == "luck":
                head.append(f"luck = Luck(model, {b.stream('luck')!r})")
                given.append("luck")
            elif a.role == "array" and self.block(a.name) == "state":
                head.append(f"{a.name} = [state.{a.name} for state in model.states]")
                given.append(a.name)
            elif a.role == "array":
                given.append(f"model.{a.name}")
            elif a.role in ("ids", "events"):
                given.append(f"model.{a.role}")
            else:
                given.append(scalar(a))
        sets = [w.name for w in b.writes if self.block(w.name) == "state"]
        if sets:
            after = [
                f"for state, {', '.join(sets)} in zip(model.states, {', '.join(sets)}):",
                *indented([f"state.{name} = {name}" for name in sets]),
            ]
        if "present" in sets:
            after.append("model.present = [state for state in model.states if state.present]")
        return function(number, [*head, f"{self.names[id(b.step)]}({', '.join(given)})", *after])


class _PairLines:
    """Lines of a loop over pairs: before it, for the first state, and for the pair.

    What is read is fetched once, as far outside as can be.
    """

    def __init__(self) -> None:
        self.head: list[str] = []
        self.outer: list[str] = []
        self.body: list[str] = []
        self.known: set[str] = set()
        self.written: dict[str, None] = {}

    def fetch(self, name: str, value: str, lines: list[str]) -> str:
        if name not in self.known:
            self.known.add(name)
            lines.append(f"{name} = {value}")
        return name

    def tie(self, part: str) -> str:
        self.fetch(f"all_{part}", f"model.{part}", self.head)
        return self.fetch(part, f"all_{part}[p]", self.body)

    def value(self, a: Argument) -> str:
        match a.role:
            case "i":
                return self.fetch(f"i_{a.name}", f"i.{a.name}", self.outer)
            case "j":
                return self.fetch(f"j_{a.name}", f"j.{a.name}", self.body)
            case "dyad":
                return self.tie(a.name)
        return scalar(a)

    def target(self, w: Write) -> str:
        """Return where a result goes; ties are kept in a local until the end of the pair."""
        if w.role != "dyad":
            return f"{w.role}.{w.name}"
        if w.adds:
            self.tie(w.name)
        self.fetch(f"all_{w.name}", f"model.{w.name}", self.head)
        self.known.add(w.name)
        self.written[w.name] = None
        return w.name


def scalar(a: Argument) -> str:
    return a.name.replace(".", "_") if a.role == "param" else a.name


def results(writes: Sequence[Write], called: str, targets: Sequence[str]) -> list[str]:
    """Return lines that call a step and put its results where they belong."""
    if len(writes) == 1:
        return [f"{targets[0]} {'+=' if writes[0].adds else '='} {called}"]
    taken = [f"add_{k}" if w.adds else targets[k] for k, w in enumerate(writes)]
    added = [f"{targets[k]} += add_{k}" for k, w in enumerate(writes) if w.adds]
    return [f"{', '.join(taken)} = {called}", *added]


def indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def function(number: int, lines: Sequence[str]) -> str:
    return "\n".join([f"def group_{number}(model):", *indented(lines)])


# The model.


class State(mesa.Agent):
    """A state; its fields are attributes."""

    def __init__(self, model: mesa.Model, place: int, fields: dict[str, float]) -> None:
        super().__init__(model)
        self.place = place
        self.__dict__.update(fields)


class Luck(dict[tuple[int, int], float]):
    """Uniform numbers of a whole step: the model's own, the same again for the same two numbers."""

    def __init__(self, model: "System", stream: str) -> None:
        self.draw = model.random.random

    def __missing__(self, key: tuple[int, int]) -> float:
        self[key] = drawn = self.draw()
        return drawn


class KeyedLuck(dict[tuple[int, int], float]):
    """Uniform numbers of a whole step as the engine draws them."""

    def __init__(self, model: "System", stream: str) -> None:
        self.words = model.stream(stream)

    def __missing__(self, key: tuple[int, int]) -> float:
        return engine_luck.uniform(self.words, *key)


class System(mesa.Model):
    """The system of states.

    Parameters
    ----------
    program
        What a year does.
    opening
        Where it starts.
    params
        Values in the order of the plan.
    seed
        Of Mesa's generator; of the engine's with ``member`` if the program is keyed.
    """

    def __init__(
        self, program: Program, opening: Opening, params: Sequence[float], seed: int,
        member: int = 0,
    ) -> None:  # fmt: skip
        super().__init__(seed=seed)
        plan, self.program, self.key = program.plan, program, (seed, member)
        self.year = opening.year
        self.ids = [int(x) for x in opening.ids]
        self.params = dict(zip(plan.params, map(float, params), strict=True))
        self.events: list[tuple[Any, ...]] = []
        held = {part: opening.blocks[b][row].tolist() for part, (b, row) in plan.parts.items()}
        own = plan.rows("state")
        for part in held.keys() - set(own):
            setattr(self, part, held[part])
        self.states = [
            State(self, place, {name: held[name][place] for name in own})
            for place in range(len(opening.states))
        ]
        self.present = [state for state in self.states if state.present]
        tallies = [(p, plan.field(p).start) for p in plan.parts if plan.field(p).kind == "tally"]
        self.tallies = [(p, s) for p, s in tallies if p in own]
        self.wide_tallies = [(p, [s] * len(held[p])) for p, s in tallies if p not in own]
        if program.keyed:
            self._key_draws(opening.ids)

    def step(self) -> None:
        self.year += 1
        for name, start in self.tallies:
            for state in self.states:
                setattr(state, name, start)
        for name, start in self.wide_tallies:
            setattr(self, name, start.copy())
        for _, act in self.program.acts:
            act(self)

    def close(self) -> None:
        """Let go of the model: Mesa's count of agents would keep it for ever."""
        self.remove_all_agents()
        mesa.Agent._ids.pop(self, None)

    def column(self, part: str) -> list[float]:
        """Return a field as a list."""
        if part in self.states[0].__dict__:
            return [getattr(state, part) for state in self.states]
        return getattr(self, part)

    def stream(self, name: str) -> Any:
        return engine_luck.stream_key(*self.key, self.year, engine_luck.identity(name))

    def _key_draws(self, ids: Any) -> None:
        i, j = np.tril_indices(len(ids), -1)

        def words(stream: str) -> Any:
            return engine_luck.state_words(self.stream(stream), ids)

        def pairs(stream: str) -> list[float]:
            a, b = words(stream)
            return engine_luck.pair_uniform(a[i] + a[j], b[i] + b[j]).tolist()

        def states(stream: str) -> Any:
            return engine_luck.state_uniform(words(stream))

        self.keyed: dict[str, Callable[[str], list[float]]] = {
            "pair": pairs,
            "uniform": lambda stream: states(stream).tolist(),
            "normal": lambda stream: maths.quantile(states(stream)).tolist(),
        }


# The checks.


class Future(NamedTuple):
    """What one member became: fields at the end, and how often each event happened."""

    fields: dict[str, Any]
    events: list[tuple[Any, ...]]


def with_mesa(
    program: Program, opening: Opening, params: Any, years: int, seed: int, member: int = 0
) -> Future:  # fmt: skip
    system = System(program, opening, params, seed, member)
    for _ in range(years):
        system.step()
    fields = {part: np.array(system.column(part)) for part in program.plan.parts}
    system.close()
    return Future(fields, system.events)


def with_engine(
    kernel: Kernel, opening: Opening, params: Any, years: int, seed: int, member: int = 0
) -> Future:  # fmt: skip
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    events = np.zeros((20_000, 5))
    none = tuple(np.zeros(0, np.int64) for _ in BLOCKS)
    outs = [np.zeros((years + 1, 0, *blocks[b].shape[1:]), blocks[b].dtype) for b in BLOCKS]
    kernel(*[blocks[b] for b in BLOCKS], params, opening.ids, seed, member, opening.year, years, 1,
           events, np.zeros((0, 7)), none, *outs)  # fmt: skip
    fields = {part: blocks[b][row] for part, (b, row) in kernel.plan.parts.items()}
    told = events[1 : int(events[0, 0]) + 1]
    return Future(fields, [tuple(e) for e in told])


COUNTED = (
    "dispute", "war", "joined_war", "treaty", "accession", "withdrawal", "lapse", "renewal",
    "sanction", "sanction_lifted", "regime_change", "insurgency", "separatism", "rivalry",
    "coordination", "crash", "secession", "new_major",
)  # fmt: skip


def quantities(future: Future) -> dict[str, float]:
    """Return what is compared: numbers of events, and what the system is at the end."""
    f = future.fields
    here = f["present"] > 0
    i, j = np.tril_indices(len(here), -1)
    both = here[i] & here[j]
    happened = [NAMES[int(e[0])] for e in future.events]
    out = {f"{name} events": float(happened.count(name)) for name in COUNTED}
    heads = {name: float(f[name][here].sum()) for name in (
        "gdp_ppp", "population", "energy", "military_spending", "nuclear_warheads")}  # fmt: skip
    out |= {f"log world {name}": math.log(total) for name, total in heads.items()}
    out["share of the first"] = float(f["capability"].max())
    out["lead"] = float(f["lead"][0])
    out["concentration"] = float(f["concentration"][0])
    out["trust"] = float(f["trust"][0])
    out["mean alignment"] = float(f["alignment"][both].mean())
    out["spread of alignment"] = float(f["alignment"][both].std())
    out["mean of paths"] = float(f["paths"][both].mean())
    out["spread of ideology"] = float(f["ideology"][here].std())
    out["mean regime"] = float(f["regime"][here].mean())
    out["mean terrorism"] = float(f["terrorism"][here].mean())
    out["mean dependence"] = float(f["dependence"][here].mean())
    out["mean threat"] = float(f["threat"][here].mean())
    out["spread of growth"] = float(f["growth"][here].std())
    out["log trade"] = math.log(float(f["trade_ij"][both].sum() + f["trade_ji"][both].sum()))
    out["grudge"] = float(f["grudge"][both].sum())
    out["tenure"] = float(f["tenure"][here].mean())
    return out


@cache
def small_world(states: tuple[str, ...] = SOME) -> tuple[Model, Plan, Opening]:
    model = default_model()
    plan = make_plan(model)
    opening = open_world(plan, mp.today().only(states), room=3, treaties=80, wars=6)
    return model, plan, opening


def same_luck(change: dict[str, float], members: int = 20, years: int = 10) -> tuple[int, float]:
    """Return how many futures are the same with the engine's luck, and the worst difference there.

    Futures are the same if they have the same events. The difference is that of any field at the
    end, over the greatest value of the field; it is not 0, because the engine works pairs out
    with 32 bits.
    """
    model, plan, opening = small_world()
    program, kernel = Program(plan, keyed=True), Kernel(plan)
    ours, theirs = (m.draw([0], 1, certain=True)[0] for m in (model, model.set(change)))
    same, worst = 0, 0.0
    for member in range(members):
        a = with_engine(kernel, opening, ours, years, 1, member)
        b = with_mesa(program, opening, theirs, years, 1, member)
        if [tuple(map(int, e[:4])) for e in a.events] != [tuple(map(int, e[:4])) for e in b.events]:
            continue
        same += 1
        for name, x in a.fields.items():
            apart = np.abs(x - b.fields[name]).max() / max(np.abs(x).max(), 1e-9)
            worst = max(worst, float(apart))
    return same, worst


def alike(same: int, members: int, worst: float) -> bool:
    """Say whether futures with the same luck are the same but for rounding.

    Rounding may turn a draw that falls next to a chance, and with it all that follows.
    """
    return same >= 0.9 * members and worst < 1e-3


def own_luck(
    change: dict[str, float], members: int = 400, years: int = 10
) -> list[tuple[str, float, float, float]]:
    """Return for each quantity its means on both sides and the smaller p of two tests.

    The tests are Kolmogorov-Smirnov's and Mann-Whitney's; the engine has four times the members.
    """
    model, plan, opening = small_world()
    program, kernel = Program(plan), Kernel(plan)
    ours, theirs = (m.draw([0], 1, certain=True)[0] for m in (model, model.set(change)))
    engine = [
        quantities(with_engine(kernel, opening, ours, years, 1, m)) for m in range(4 * members)
    ]
    mesa_ = [quantities(with_mesa(program, opening, theirs, years, m)) for m in range(members)]
    out = []
    for name in engine[0]:
        a, b = (np.array([q[name] for q in side]) for side in (engine, mesa_))
        if np.ptp(np.concatenate([a, b])) == 0:
            continue
        p = min(stats.ks_2samp(a, b).pvalue, stats.mannwhitneyu(a, b).pvalue)
        out.append((name, float(a.mean()), float(b.mean()), float(p)))
    return out


def verdict(found: Sequence[tuple[str, float, float, float]]) -> tuple[float, float]:
    """Return the smallest p, and what it must not fall below at 1 % over all tests."""
    return min(p for *_, p in found), 0.01 / (2 * len(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--members", type=int, default=400)
    parser.add_argument("--change", action="append", default=[], metavar="PARAMETER=VALUE")
    parser.add_argument("--show", action="store_true", help="print the Mesa program")
    told = parser.parse_args()
    if told.show:
        print(Program(small_world()[1]).text)
        return
    change = {name: float(value) for name, value in (c.split("=") for c in told.change)}
    print(f"Mesa {mesa.__version__}, Python {sys.version.split()[0]}, {len(SOME)} states, 10 years")
    start = time.perf_counter()
    count = 20
    same, worst = same_luck(change, count)
    print(f"same luck: {same} of {count} futures have the same events; fields within {worst:.1e}")
    found = own_luck(change, told.members)
    print(f"own luck: {told.members} futures of Mesa, {4 * told.members} of the engine")
    print(f"{'':<24}{'engine':>12}{'Mesa':>12}{'p':>10}")
    for name, a, b, p in sorted(found, key=lambda row: row[3]):
        print(f"{name:<24}{a:>12.4g}{b:>12.4g}{p:>10.2g}")
    smallest, needed = verdict(found)
    print(f"smallest p {smallest:.2g} of {2 * len(found)} tests; needed {needed:.2g} or more; "
          f"{time.perf_counter() - start:.0f} s")  # fmt: skip
    if smallest < needed or not alike(same, count, worst):
        sys.exit("Mesa and the engine do not follow the same rules")


if __name__ == "__main__":
    main()
