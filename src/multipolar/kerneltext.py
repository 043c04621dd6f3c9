"""The text of the kernel of a model: what Numba compiles, and what is kept on disk."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from multipolar import luck
from multipolar.plan import BLOCKS, Argument, Bound, Group, Plan
from multipolar.sourcecode import Texts

LETTERS = dict(zip(BLOCKS, "SDFGTMWX", strict=True))
MARGIN = 16
"""Numbers in the widest vector."""
HEAD = '''"""A kernel that multipolar wrote; it may be deleted at any time."""

import numba as nb
import numpy as np

from multipolar.compiled import (
    INSIDE, _item, _total, bind, close_pairs, copy_names, exp64, fill_streams, fill_words, keep,
    keep_members, log64, logistic64, marked, maximum, minimum, open_pairs, pair, partners, quantile,
    record,     root_key, start_tallies, step_in, uniform, where,
)
from multipolar.loops import pair_loop, state_loop
from multipolar.products import two_paths

_f64, _i64 = np.float64, np.int64
sqrt, floor, absolute = np.sqrt, np.floor, abs
'''

FUTURE = '''

@nb.njit(error_model="numpy", nogil=True, cache=True, no_cfunc_wrapper=True)
def future(S, D, F, G, T, M, W, X, P, ids, seed, member, first, years, every, events, changes,
           kept, outS, outD, outF, outG, outT, outM, outW, outX):
    """Run one member in place for some years; keep rows of the blocks every so many years."""
    n = len(ids)
    width = n + {margin}
    names = np.zeros(width, np.uint32)
    copy_names(ids, names)
    V = np.zeros(({columns}, width), np.float32)
    A = np.zeros(({sums}, width), np.float32)
    R = np.zeros(({sums}, width), np.float32)
    K = np.zeros(({draws}, width), np.uint32)
    L = np.zeros(({draws}, width), np.uint32)
    keys = np.zeros(({draws}, 4), np.uint32)
    for t in range(1, years + 1):
        year = first + t
        root = root_key(seed, member, year)
        {tallies}
        step_in(changes, year, S, D, F, G, T, M, W, X)
{calls}
        if t % every == 0:
            at = t // every
            keep(S, kept[0], outS[at])
            keep(D, kept[1], outD[at])
            keep(F, kept[2], outF[at])
            keep(G, kept[3], outG[at])
            keep(T, kept[4], outT[at])
            keep_members(M, kept[5], outM[at])
            keep(W, kept[6], outW[at])
            keep_members(X, kept[7], outX[at])
'''


PART = """@nb.njit({options}**INSIDE)
{text}
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A function of whole steps, in a file of its own: models that share it compile it once.

    Parameters
    ----------
    name
        The name of the function.
    text
        Of its file, but for what it takes from other parts.
    uses
        Names of the functions that it calls.
    """

    name: str
    text: str
    uses: tuple[str, ...]


def kernel_text(plan: Plan) -> tuple[str, tuple[Part, ...]]:
    """Return the text of the kernel of a plan, and its parts, those used by others first."""
    writer = _Writer(plan)
    return writer.text(), writer.wholes()


class _Writer:
    """Collects the functions of the groups and the calls to them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.texts = Texts()
        self.parts: list[str] = []
        self.calls: list[str] = []
        self.steps: dict[str, None] = {}
        self.columns = self.sums = self.draws = 1

    def text(self) -> str:
        """Write everything."""
        for k, group in enumerate(self.plan.groups):
            write = {"state": self._states, "pair": self._pairs, "whole": self._whole}
            write[group.over](k, group)
        tallies = [
            (BLOCKS.index(block), row, self.plan.field(part).start)
            for part, (block, row) in self.plan.parts.items()
            if self.plan.field(part).kind == "tally"
        ]
        self._array("TALLIES", [t[:2] for t in tallies], "int64", 2)
        self.parts.append(f"STARTS = np.array({[t[2] for t in tallies]!r}, np.float64)\n")
        future = FUTURE.format(
            margin=MARGIN, columns=self.columns, sums=self.sums, draws=self.draws,
            tallies="start_tallies(TALLIES, STARTS, S, D, F, G, T, M, W, X)",
            calls="\n".join(f"        {line}" for line in self.calls),
        )  # fmt: skip
        return "\n\n".join([HEAD, *self.parts]) + future

    def wholes(self) -> tuple[Part, ...]:
        """Return the functions of whole steps; the steps are kept compiled, helpers are not."""
        out = []
        for name, tree in self.texts.trees.items():
            used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            options = "cache=True, " if name in self.steps else ""
            text = HEAD + "\n\n" + PART.format(options=options, text=self.texts.functions[name])
            out.append(Part(name, text, tuple(sorted(used & self.texts.trees.keys()))))
        return tuple(out)

    def _array(self, name: str, rows: Sequence[Any], kind: str, width: int) -> str:
        shape = f"(-1, {width})" if width > 1 else "-1"
        self.parts.append(f"{name} = np.array({list(rows)!r}, np.{kind}).reshape({shape})\n")
        return name

    def _at(self, part: str) -> str:
        block, row = self.plan.parts[part]
        return f"{LETTERS[block]}[{row}]"

    def _code(self, part: str) -> str:
        block, row = self.plan.parts[part]
        return f"{LETTERS[block]}{row}"

    def _formulas(self, group: Group) -> tuple[list[str], str]:
        """Return the names of the steps of a group, and the texts of what they call, as code."""
        texts = Texts()
        names = [texts.step(bound) for bound in group.steps]
        return names, "[\n" + "".join(f"    {text!r},\n" for text in texts.functions.values()) + "]"

    def _loop(self, kind: str, number: int, formulas: str, steps: Sequence[Any]) -> None:
        listed = "".join(f"    {step!r},\n" for step in steps)
        self.parts.append(f"group_{number} = {kind}('group_{number}', {formulas}, [\n{listed}])\n")

    def _words(self, number: int, streams: Sequence[str]) -> None:
        """Write the call that draws the words of a group."""
        if streams:
            rows = [luck.identity(s) for s in streams]
            name = self._array(f"STREAMS_{number}", rows, "uint32", 2)
            self.calls.append(f"fill_words(root, {name}, keys, names, K, L)")
        self.draws = max(self.draws, len(streams))

    def _scalar(self, a: Argument) -> str:
        if a.role == "param":
            return f"P{self.plan.params.index(a.name)}"
        return "y" if a.role == "year" else self._code(a.name)

    def _states(self, number: int, group: Group) -> None:
        names, formulas = self._formulas(group)
        steps: list[Any] = []
        streams: list[str] = []
        for name, bound in zip(names, group.steps, strict=True):
            reads = []
            for a in bound.arguments:
                if a.role == "draw":
                    letter = "z" if bound.step.draws[a.name] == "normal" else "u"
                    reads.append(f"{letter}{len(streams)}")
                    streams.append(bound.stream(a.name))
                else:
                    reads.append(self._scalar(a))
            writes = [("+" if w.adds else "=") + self._code(w.name) for w in bound.writes]
            steps.append((name, reads, writes))
        self._loop("state_loop", number, formulas, steps)
        self._words(number, streams)
        self.calls.append(f"group_{number}(S, D, F, G, P, V, A, R, K, L, year)")

    def _pairs(self, number: int, group: Group) -> None:
        names, formulas = self._formulas(group)
        steps: list[Any] = []
        streams: list[str] = []
        columns: list[str] = []
        sums: list[tuple[str, int, int]] = []
        for name, bound in zip(names, group.steps, strict=True):
            reads = []
            for a in bound.arguments:
                if a.role == "draw":
                    reads.append(f"u{len(streams)}")
                    streams.append(bound.stream(a.name))
                elif a.role in ("i", "j"):
                    reads.append(f"{a.role}{_place(columns, a.name) + 1}")
                else:
                    reads.append(self._scalar(a))
            steps.append((name, reads, self._pair_writes(bound, sums)))
        self.columns = max(self.columns, len(columns) + 1)
        self.sums = max(self.sums, 2 * len(sums))
        self._loop("pair_loop", number, formulas, steps)
        self._words(number, streams)
        rows = [self.plan.parts[name][1] for name in columns]
        wide = self._array(f"COLUMNS_{number}", rows, "int64", 1)
        table = [(self.plan.parts[name][1], i, j) for name, i, j in sums]
        added = self._array(f"SUMS_{number}", table, "int64", 3)
        self.calls += [
            f"open_pairs(S, {wide}, {added}, V, A)",
            f"group_{number}(S, D, F, G, P, V, A, R, K, L, year)",
        ]
        if sums:
            self.calls.append(f"close_pairs(S, {added}, A, R)")

    def _pair_writes(self, bound: Bound, sums: list[tuple[str, int, int]]) -> list[str]:
        """Return where the results of a step go; each step has sums of its own."""
        codes: list[str] = []
        mine: dict[str, int] = {}
        for w in bound.writes:
            if w.role == "dyad":
                codes.append(("+" if w.adds else "=") + self._code(w.name))
                continue
            if w.name not in mine:
                mine[w.name] = len(sums)
                sums.append((w.name, -1, -1))
            k = mine[w.name]
            name, i, j = sums[k]
            sums[k] = (name, k, j) if w.role == "i" else (name, i, k)
            codes.append(f"+{w.role}{k}")
        return codes

    def _whole(self, number: int, group: Group) -> None:
        (bound,) = group.steps
        name = self.texts.step(bound)
        self.steps[name] = None
        values = []
        for a in bound.arguments:
            if a.role == "luck":
                stream = self._array(
                    f"STREAM_{number}", [luck.identity(bound.stream("luck"))], "uint32", 2
                )
                self.calls.append(f"fill_streams(root, {stream}, keys)")
                values.append("keys[0]")
            elif a.role in ("ids", "events", "year"):
                values.append(a.role)
            elif a.role == "param":
                values.append(f"P[{self.plan.params.index(a.name)}]")
            else:
                values.append(self._at(a.name))
        self.calls.append(f"{name}({', '.join(values)})")


def _place(names: list[str], name: str) -> int:
    """Return where a name stands in a list, putting it there if need be."""
    if name not in names:
        names.append(name)
    return names.index(name)
