"""Run a model in plain NumPy: slow, easy to read, and what the compiled kernel is held to.

Both evaluators do the same additions in the same order, so they agree to the
last bit; ``tests/unit/test_kernel.py`` holds them to it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar import luck
from multipolar.maths import LANES, lane_sums, quantile
from multipolar.plan import BLOCKS, Argument, Bound, Group, Plan, Write
from multipolar.sourcecode import Texts, numpy_space

Array = npt.NDArray[Any]
Blocks = Mapping[str, Array]


class Reference:
    """A model ready to run in NumPy.

    Parameters
    ----------
    plan
        From ``make_plan``.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.functions = _compiled(plan)

    def year(
        self,
        blocks: Blocks,
        ids: luck.Words,
        params: Array,
        when: tuple[int, int, int],
        events: Array,
        changes: Array,
    ) -> None:
        """Run one year in place.

        Parameters
        ----------
        blocks
            ``block → array``; see ``opening``.
        ids
            What names each state, shape ``(state,)``.
        params
            Values in the order of the plan, shape ``(parameter,)``.
        when
            Seed, member and year.
        events
            Log, shape ``(room, 5)``; the first row holds the count.
        changes
            Dated changes, shape ``(change, 7)``.
        """
        for part, (block, row) in self.plan.parts.items():
            field = self.plan.field(part)
            if field.kind == "tally":
                blocks[block][row] = field.start
        step_in(changes, when[2], blocks)
        scope = _Scope(self.plan, blocks, ids, params, when, events)
        for group in self.plan.groups:
            run = {"state": self._states, "pair": self._pairs, "whole": self._whole}[group.over]
            run(group, scope)

    def _states(self, group: Group, at: "_Scope") -> None:
        there = at.blocks["state"][0] > 0
        for bound in group.steps:
            values = [at.state_value(bound, a) for a in bound.arguments]
            for write, value in zip(bound.writes, self._call(bound, values), strict=True):
                old = at.array(write.name)
                old[:] = np.where(there, old + value if write.adds else value, old)

    def _pairs(self, group: Group, at: "_Scope") -> None:
        n = at.n
        i, j = np.tril_indices(n, -1)
        there = at.blocks["state"][0] > 0
        both = there[i] & there[j]
        sums: list[tuple[str, Array]] = []
        with np.errstate(all="ignore"):
            for bound in group.steps:
                values = [at.pair_value(bound, a, i, j) for a in bound.arguments]
                parts: dict[tuple[str, str], Array] = {}
                for write, value in zip(bound.writes, self._call(bound, values), strict=True):
                    _write_pair(write, value, both, at, parts)
                sums += _over_partners(parts, i, j, n)
        for name, total in sums:
            old = at.array(name)
            old[:] = np.where(there, old + total, old)

    def _whole(self, group: Group, at: "_Scope") -> None:
        (bound,) = group.steps
        self._call(bound, [at.whole_value(bound, a) for a in bound.arguments])

    def _call(self, bound: Bound, values: list[Any]) -> tuple[Any, ...]:
        with np.errstate(all="ignore"):
            result = self.functions[id(bound.step)](*values)
        return result if isinstance(result, tuple) else (result,)


def _over_partners(
    parts: Mapping[tuple[str, str], Array], i: Array, j: Array, n: int
) -> list[tuple[str, Array]]:
    """Return what one step adds to each field of states, shape ``(state,)``."""
    out = []
    for name in dict.fromkeys(key[0] for key in parts):
        total = np.zeros(n)
        for side in "ij":
            if (name, side) in parts:
                dense = np.zeros((n, (n + LANES - 1) // LANES * LANES), np.float32)
                dense[i, j] = parts[name, side]
                total += lane_sums(dense) if side == "i" else dense.sum(axis=0)[:n]
        out.append((name, total))
    return out


def _write_pair(
    write: Write, value: Array, both: Array, at: "_Scope", parts: dict[tuple[str, str], Array]
) -> None:
    if write.role != "dyad":
        parts[write.name, write.role] = np.where(both, value, np.float32(0.0))
        return
    old = at.array(write.name)
    if old.dtype == np.uint8:
        value = np.asarray(value) > np.float32(0.5)
    old[:] = np.where(both, old + value if write.adds else value, old)


class _Scope:
    """What the steps of one year read."""

    def __init__(
        self, plan: Plan, blocks: Blocks, ids: luck.Words, params: Array,
        when: tuple[int, int, int], events: Array,
    ) -> None:  # fmt: skip
        self.plan, self.blocks, self.ids, self.params = plan, blocks, ids, params
        self.when, self.events = when, events
        self.n = len(ids)

    def array(self, part: str) -> Array:
        block, row = self.plan.parts[part]
        array: Array = self.blocks[block][row]
        return array

    def key(self, bound: Bound, draw: str) -> luck.Words:
        return luck.stream_key(*self.when, luck.identity(bound.stream(draw)))

    def state_value(self, bound: Bound, a: Argument) -> Any:
        if a.role == "draw":
            u = luck.state_uniform(luck.state_words(self.key(bound, a.name), self.ids))
            return quantile(u) if bound.step.draws[a.name] == "normal" else u
        if a.role == "state":
            return self.array(a.name)
        return np.float64(self.scalar(a))

    def pair_value(self, bound: Bound, a: Argument, i: Array, j: Array) -> Any:
        if a.role == "draw":
            first, second = luck.state_words(self.key(bound, a.name), self.ids)
            return luck.pair_uniform(first[i] + first[j], second[i] + second[j])
        if a.role in ("i", "j"):
            return self.array(a.name).astype(np.float32)[i if a.role == "i" else j]
        if a.role == "dyad":
            return self.array(a.name).astype(np.float32)
        return np.float32(self.scalar(a))

    def whole_value(self, bound: Bound, a: Argument) -> Any:
        if a.role == "luck":
            return self.key(bound, "luck")
        if a.role == "ids":
            return self.ids
        if a.role == "events":
            return self.events
        return self.array(a.name) if a.role == "array" else self.scalar(a)

    def scalar(self, a: Argument) -> Any:
        if a.role == "param":
            return float(self.params[self.plan.params.index(a.name)])
        return self.when[2] if a.role == "year" else float(self.array(a.name)[0])


def _compiled(plan: Plan) -> dict[int, Callable[..., Any]]:
    """Return the functions of the steps, rewritten for NumPy, by step."""
    out: dict[int, Callable[..., Any]] = {}
    texts = Texts()
    names = {id(b.step): texts.step(b) for group in plan.groups for b in group.steps}
    space = numpy_space()
    for text in texts.functions.values():
        exec(text, space)  # the text of the steps themselves, with numbers and names replaced
    for step, name in names.items():
        out[step] = space[name]
    return out


def step_in(changes: Array, year: int, blocks: Blocks) -> None:
    """Apply the dated changes of a scenario to the arrays.

    Each row is year, block (its place in ``BLOCKS``), row, place, second
    place, factor and addend.
    """
    for when, block, row, a, b, times, plus in changes:
        if int(when) != year:
            continue
        name = BLOCKS[int(block)]
        array = blocks[name][int(row)]
        at = (int(a), int(b)) if name in ("treaty_state", "war_state") else (int(a),)
        array[at] = array.dtype.type(float(array[at]) * times + plus)
