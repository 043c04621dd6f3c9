"""Run some members of an ensemble: one function, the same here and on a cluster.

What a member becomes depends on the job, its number and its parameters, and on
nothing else: not on its neighbours, the thread, the machine or the order.
"""

import threading
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.errors import RunError
from multipolar.kernel import Kernel
from multipolar.opening import Opening
from multipolar.plan import BLOCKS, Plan
from multipolar.program import Director, Program
from multipolar.reference import Reference

Array = npt.NDArray[Any]
STORED = {"dyad": np.float32, "flag": np.uint8, "system": np.float64, "treaty_state": np.int8,
          "war_state": np.int8}  # fmt: skip
"""Block → type of number that is kept; ``float32`` for the others."""
ROOM = 16_384
"""Events of one member that fit before it is run again with more room."""


@dataclass(frozen=True)
class Job:
    """What the members of a run have in common.

    Parameters
    ----------
    engine
        What runs a year.
    opening
        Where every member starts.
    kept
        ``block → arrays that are kept``; ``present`` is always the first of ``state``.
    rows
        ``block → their rows``.
    years, every
        How many years, and how many lie between two that are kept.
    seed
        Seed of all luck.
    names
        ``block → every array there``, kept or not.
    width
        How many parameters there are.
    changes
        From ``changes.change_rows``.
    events
        Whether events are kept.
    program
        What a scenario does to each member.
    """

    engine: Kernel | Reference
    opening: Opening
    kept: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, Array]
    years: int
    every: int
    seed: int
    names: Mapping[str, tuple[str, ...]]
    width: int
    changes: Array
    events: bool = True
    program: Program | None = None

    @property
    def times(self) -> list[int]:
        """The years that are kept, the opening's first."""
        return list(range(self.opening.year, self.opening.year + self.years + 1, self.every))

    def stored_shape(self, block: str) -> tuple[int, ...]:
        """Return the shape of one kept array of a block at one time."""
        return () if block == "system" else self.opening.blocks[block].shape[1:]


@dataclass(frozen=True)
class Chunk:
    """What some members became.

    Parameters
    ----------
    arrays
        ``block → kept values``, shape ``(member, time, row, ...)``. Values of
        absent states are NaN.
    events
        Member, event, year, a, b, value; shape ``(event, 6)``.
    fingerprints
        Checksum of every field of each member at the end, kept or not, shape ``(member,)``.
    """

    arrays: Mapping[str, Array]
    events: Array
    fingerprints: Array


def kept_rows(
    plan: Plan, parts: Sequence[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, Array]]:
    """Return ``block → arrays`` and ``block → rows`` of the arrays to keep."""
    kept: dict[str, tuple[str, ...]] = {}
    rows: dict[str, Array] = {}
    for block in BLOCKS:
        kept[block] = tuple(p for p in plan.rows(block) if p in parts)
        rows[block] = np.array([plan.parts[p][1] for p in kept[block]], np.int64)
    return kept, rows


class _Desk:
    """The arrays in which one member after another is run."""

    def __init__(self, job: Job) -> None:
        self.job = job
        opening = job.opening
        self.ids = np.array(opening.ids)
        self.changes = np.array(job.changes)
        self.rows = tuple(np.array(job.rows[b]) for b in BLOCKS)
        self.blocks = {b: np.array(opening.blocks[b]) for b in BLOCKS}
        self.outs = {
            b: np.zeros((len(job.times), len(job.rows[b]), *a.shape[1:]), a.dtype)
            for b, a in self.blocks.items()
        }
        self.events = np.zeros((ROOM + 1 if job.events else 1, 5))
        self.director = Director(job.program, job.engine.plan, opening) if job.program else None

    def run(self, member: int, params: Array, years: int) -> None:
        """Run one member from the opening; the arrays then hold what it became."""
        for b, a in self.blocks.items():
            np.copyto(a, self.job.opening.blocks[b])
            self.outs[b][0] = a[self.job.rows[b]]
        self.events[0, 0] = 0.0
        self.changes = np.array(self.job.changes)
        if self.director is None:
            self._go(member, params, 0, years)
        else:
            self._directed(self.director, member, np.array(params), years)
        if self.job.events and self.events[0, 0] >= len(self.events):
            self.events = np.zeros((int(self.events[0, 0]) + 1, 5))
            self.run(member, params, years)

    def _directed(self, director: Director, member: int, params: Array, years: int) -> None:
        """Run one member, and do what the program says between two years."""
        director.begin(params)
        start, done = self.job.opening.year, 0
        for year in director.looks(start + 1, start + years):
            self._go(member, params, done, year - 1 - start)
            done = year - 1 - start
            known = len(director.rows)
            director.act(self.blocks, params, self.events, year)
            if len(director.rows) > known:
                added = np.array(director.rows[known:], np.float64)
                self.changes = np.concatenate([self.changes, added])
        self._go(member, params, done, years)

    def _go(self, member: int, params: Array, done: int, years: int) -> None:
        """Go on from so many years after the opening to so many."""
        if isinstance(self.job.engine, Reference):
            self._reference(self.job.engine, member, params, done, years)
            return
        every = self.job.every
        while done < years:
            away = every - done % every
            if away == every and years - done >= every:  # from one year that is kept to others
                stop, step = years - (years - done) % every, every
            else:  # to the next that is kept, or as far as it goes
                stop, step = min(done + away, years), away
            self.job.engine(*self.arguments(member, params, done, stop, step))
            done = stop

    def arguments(
        self, member: int, params: Array, done: int, stop: int, step: int
    ) -> tuple[Any, ...]:
        """Return the arguments of the compiled kernel, for the years after ``done`` to ``stop``.

        Every ``step`` years, of those that it runs, are kept.
        """
        job = self.job
        at = done // job.every
        return (
            *(self.blocks[b] for b in BLOCKS), params, self.ids, job.seed, member,
            job.opening.year + done, stop - done, step, self.events, self.changes, self.rows,
            *(self.outs[b][at:] for b in BLOCKS),
        )  # fmt: skip

    def _reference(
        self, engine: Reference, member: int, params: Array, done: int, years: int
    ) -> None:
        job = self.job
        for t in range(done + 1, years + 1):
            when = job.seed, member, job.opening.year + t
            engine.year(self.blocks, self.ids, params, when, self.events, self.changes)
            if t % job.every == 0:
                for b, out in self.outs.items():
                    out[t // job.every] = self.blocks[b][job.rows[b]]

    def fingerprint(self) -> int:
        """Return the checksum of every field."""
        sum_ = 0
        for b in BLOCKS:
            sum_ = zlib.crc32(self.blocks[b].data, sum_)
        return sum_


def prepare(job: Job) -> None:
    """Compile the kernel, or load it, so that threads find it ready.

    Raises
    ------
    ModelError
        A step cannot be compiled.
    """
    if isinstance(job.engine, Kernel):
        job.engine(*_Desk(job).arguments(0, np.zeros(job.width), 0, 0, job.every))


def run_members(
    job: Job, members: Sequence[int], params: Array, stop: threading.Event | None = None
) -> Chunk | None:
    """Run some members and return what they became; nothing if told to stop.

    Parameters
    ----------
    job
        What they have in common.
    members
        Their numbers.
    params
        Their parameters, shape ``(member, parameter)``.
    stop
        Looked at before each member.

    Raises
    ------
    RunError
        A value became NaN or infinite.
    """
    desk = _Desk(job)
    arrays = {
        b: np.zeros((len(members), len(job.times), len(job.rows[b]), *job.stored_shape(b)),
                    STORED.get(b, np.float32))
        for b in BLOCKS if len(job.rows[b])
    }  # fmt: skip
    logs = []
    prints = np.zeros(len(members), np.uint32)
    params = np.array(params, np.float64)
    for k, member in enumerate(members):
        if stop is not None and stop.is_set():
            return None
        desk.run(member, params[k], job.years)
        for block, out in arrays.items():
            out[k] = _presentable(job, desk.outs, block, member)
        _check_end(job, desk.blocks, member)
        prints[k] = desk.fingerprint()
        if job.events:
            log = desk.events[1 : int(desk.events[0, 0]) + 1]
            logs.append(np.column_stack([np.full(len(log), float(member)), log]))
    return Chunk(arrays, np.concatenate(logs) if logs else np.zeros((0, 6)), prints)


def _presentable(job: Job, outs: Mapping[str, Array], block: str, member: int) -> Array:
    """Return kept values as they are stored: NaN where a state is absent, and nowhere else."""
    out = outs[block]
    if out.dtype.kind != "f":
        return out
    values = out[..., 0] if block == "system" else out
    with np.errstate(over="ignore"):
        values = values.astype(STORED.get(block, np.float32))
    there = outs["state"][:, 0] > 0
    if block == "state":
        absent = np.repeat(~there[:, None], values.shape[1], axis=1)
        absent[:, 0] = False
    elif block == "dyad":
        i, j = np.tril_indices(there.shape[1], -1)
        absent = ~(there[:, i] & there[:, j])[:, None]
    else:
        absent = np.zeros(values.shape, bool)
    wrong = ~np.isfinite(values) & ~absent
    if wrong.any():
        t, row, *place = (int(x[0]) for x in np.nonzero(wrong))
        value = out[(t, row, *place, 0)[: out.ndim]]
        _complain(job, member, (job.kept[block][row], value, job.times[t]), block, place)
    if absent.any():
        values[np.broadcast_to(absent, values.shape)] = np.nan
    return values


def _check_end(job: Job, blocks: Mapping[str, Array], member: int) -> None:
    """Look at every field at the end, kept or not."""
    for block, a in blocks.items():
        if a.dtype.kind == "f" and not np.isfinite(a).all():
            row, *place = (int(x[0]) for x in np.nonzero(~np.isfinite(a)))
            name = job.names[block][row]
            found = name, a[(row, *place)], job.opening.year + job.years
            _complain(job, member, found, block, place)


def _complain(
    job: Job, member: int, found: tuple[str, float, int], block: str, place: Sequence[int]
) -> None:
    name, value, year = found
    states = job.opening.states
    where = ""
    if block == "state":
        where = f" of {states[place[0]]}"
    elif block in ("dyad", "flag"):
        i = int((1 + (1 + 8 * place[0]) ** 0.5) / 2)
        where = f" of {states[i]} and {states[place[0] - i * (i - 1) // 2]}"
    elif place:
        where = f" in slot {place[0]}"
    msg = (
        f"{name}{where} is {value} in {year} of member {member}; a run holds finite numbers only. "
        "Switch mechanisms off one by one to find the one that makes it, or narrow its parameters"
    )
    raise RunError(msg)
