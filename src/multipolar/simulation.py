"""Run an ensemble: check what is asked for, share out the members, keep what they become."""

import hashlib
import operator
import os
import platform
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numba
import numpy as np
import numpy.typing as npt

import multipolar
from multipolar.changes import Change, change_rows
from multipolar.cluster import Cluster, Pool, Threads, result
from multipolar.ensemble import Ensemble
from multipolar.errors import ModelError, RunError, UnknownName, suggest
from multipolar.kernel import Kernel
from multipolar.members import STORED, Chunk, Job, kept_rows, prepare
from multipolar.model import Model, check_value, default_model
from multipolar.opening import Opening, open_world
from multipolar.plan import BLOCKS, Plan, make_plan
from multipolar.reference import Reference
from multipolar.runs import FORMAT, MemoryRun, Run, StoredRun, differences
from multipolar.world import World

KEEP = (
    "capability", "gdp_ppp", "population", "military_spending", "nuclear_warheads", "regime",
    "ideology", "major", "mobilised", "insurgency", "battle_deaths", "concentration", "lead",
    "trust", "disputes", "wars",
)  # fmt: skip
"""What is kept by default, beside ``present``."""
HORIZON = 25
"""Years by default."""
CHUNK = 32
"""The most members in a chunk, unless asked otherwise."""
BATCH = 1024
"""Members whose parameters are drawn at a time."""
BUFFER = 1 << 26
"""Bytes of kept values that a chunk may have, unless asked otherwise."""

Progress = Callable[[str, int, int], object]
Params = npt.NDArray[np.float64]


def simulate(  # noqa: PLR0913
    world: World | None = None,
    model: Model | None = None,
    *,
    until: int | None = None,
    years: int | None = None,
    members: int = 1000,
    seed: int = 1,
    output: str | Path | None = None,
    keep: Sequence[str] = KEEP,
    every: int = 1,
    events: bool = True,
    changes: Sequence[Change] | npt.ArrayLike = (),
    params: npt.ArrayLike | None = None,
    certain: bool = False,
    engine: Literal["compiled", "reference"] = "compiled",
    threads: int | None = None,
    chunk: int | None = None,
    cluster: Any = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Ensemble:
    """Run many futures of the system of states.

    The same seed gives the same futures to the last bit, whatever the number
    of threads, the chunks, the order or the machines, and after a resume.

    Parameters
    ----------
    world
        Where they start; the world of today by default.
    model
        Mechanisms and parameters; every mechanism of the package by default.
    until, years
        The last year, or the number of years; 25 years by default.
    members
        How many futures.
    seed
        Of all luck, 0 to 2**63 - 1.
    output
        A folder ``.zarr`` to write while it runs; in memory by default.
    keep
        Fields to keep, of states, pairs, treaties, wars or the system.
    every
        Keep one year in so many.
    events
        Keep what happened.
    changes
        Dated changes; see ``multipolar.changes.Change``.
    params
        Parameters of each member, shape ``(member, parameter)``, in the order
        of ``model.params``; drawn from the priors by default.
    certain
        Hold every parameter at its default instead of drawing it.
    engine
        ``compiled``, or ``reference``: plain NumPy, slow, the same bits.
    threads
        How many; as many as there are processors by default.
    chunk
        Members in a chunk.
    cluster
        Address of a dask.distributed scheduler, or a ``distributed.Client``.
    resume
        Go on with the run in ``output`` if there is one.
    progress
        Called with ``"compiling"`` or ``"running"``, and how many futures are
        complete of how many.

    Returns
    -------
    Ensemble

    Raises
    ------
    RunError
        Something given makes no sense, ``output`` is taken or of other inputs,
        a value became NaN, a disk is full, or a cluster is gone. What was
        complete before is kept.
    ModelError
        A parameter is no number or out of its range, or a step is not well formed.
    UnknownName
        There is no such field or state.
    """
    _check_place(output, resume=resume)
    members, every = _whole("members", members, 1), _whole("every", every, 1)
    seed = _whole("seed", seed, 0, 2**63 - 1)
    threads = _whole("threads", threads if threads is not None else _processors(), 1, 1024)
    if engine not in ("compiled", "reference"):
        msg = f"engine={engine!r}{suggest(engine, ('compiled', 'reference'))} There are two."
        raise RunError(msg)
    if cluster is not None and engine == "reference":
        msg = "the reference engine runs here only; leave cluster out, or engine='reference'"
        raise RunError(msg)
    model = default_model() if model is None else model
    plan = make_plan(model)
    opening = open_world(plan, _start(world))
    span = _span(opening.year, until, years)
    kept, rows = kept_rows(plan, _kept(plan, keep))
    table = change_rows(changes, plan, opening, opening.year + span)
    source = _Parameters(model, plan, members, seed, given=params, certain=certain)
    kernel = Kernel(plan)
    job = Job(
        Reference(plan) if engine == "reference" else kernel, opening, kept, rows, span, every,
        seed, {b: tuple(plan.rows(b)) for b in BLOCKS}, len(plan.params), table, events,
    )  # fmt: skip
    size = chunk_size(job, members) if chunk is None else _whole("chunk", chunk, 1)
    attrs = _attributes(job, model, kernel, source) | {"members": members, "chunk": size,
        "certain": certain, "engine": engine}  # fmt: skip
    run = _place(output, attrs, opening, kernel.text, resume=resume)
    todo = [k for k in run.chunks if k not in set(run.done)]
    ensemble = Ensemble(run, model)
    if todo:
        tell = progress or (lambda *_: None)
        if engine == "compiled" and not kernel.cached:
            tell("compiling", members - _count(run, todo), members)
        prepare(job)
        pool: Pool = Threads(job, threads) if cluster is None else Cluster(job, cluster)
        _share_out(run, todo, source, pool, tell)
    return ensemble


def chunk_size(job: Job, members: int) -> int:
    """Return how many members make a chunk, of a run of so many."""
    small = max(1, min(CHUNK, -(-members // 32)))
    return max(1, min(small, BUFFER // max(member_bytes(job), 1)))


def member_bytes(job: Job) -> int:
    """Return how many bytes of one member are kept, before compression."""
    return len(job.times) * sum(
        len(job.rows[b]) * int(np.prod(job.stored_shape(b))) * np.dtype(STORED.get(b, "f4")).itemsize
        for b in BLOCKS
    )


def _share_out(
    run: Run, todo: Iterable[int], source: "_Parameters", pool: Pool, tell: Progress
) -> None:
    """Run the chunks that are not complete, and keep each as it comes back."""
    where = pool.address if isinstance(pool, Cluster) else ""
    waiting: dict[Future[Chunk | None], tuple[int, Params]] = {}
    left = deque(todo)
    done = run.total - _count(run, left)
    tell("running", done, run.total)
    try:
        while left or waiting:
            while left and len(waiting) < pool.room:
                k = left.popleft()
                params = source.of(*run.span(k))
                waiting[pool.submit(range(*run.span(k)), params)] = k, params
            for future in pool.wait(waiting):
                k, params = waiting.pop(future)
                chunk = result(future, where)
                assert chunk is not None
                run.write(k, chunk, params)
                done += len(params)
                tell("running", done, run.total)
    except KeyboardInterrupt:
        for future, (k, params) in waiting.items():
            if future.done() and not future.cancelled() and not future.exception():
                run.write(k, future.result(), params)  # type: ignore[arg-type]
        raise
    finally:
        pool.close()


def _count(run: Run, chunks: Iterable[int]) -> int:
    return sum(stop - start for start, stop in map(run.span, chunks))


class _Parameters:
    """The parameters of members, a few at a time."""

    def __init__(
        self, model: Model, plan: Plan, members: int, seed: int, *, given: npt.ArrayLike | None,
        certain: bool,
    ) -> None:  # fmt: skip
        self.model, self.seed, self.certain, self.members = model, seed, certain, members
        self._first, self._drawn = 0, np.zeros((0, len(plan.params)))
        self.given: Params | None = None
        if given is None:
            known = repr([(n, p.value, p.low, p.high, str(p.belief)) for n, p in model.params.items()])
            self.digest = _digest(known.encode())
            self.of(0, 1)
            return
        try:
            self.given = np.array(given, np.float64)
        except (TypeError, ValueError):
            self.given = np.zeros(())
        needed = members, len(plan.params)
        if self.given.shape != needed:
            msg = f"params: shape {self.given.shape}; needed {needed}, a row for each member"
            raise RunError(msg)
        self.digest = _digest(self.given.tobytes())
        self._check(self.given, 0)

    def of(self, start: int, stop: int) -> Params:
        """Return the parameters of some members, checked."""
        if self.given is not None:
            return self.given[start:stop]
        if not self._first <= start < stop <= self._first + len(self._drawn):
            last = min(max(start + BATCH, stop), max(self.members, stop))
            drawn = self.model.draw(range(start, last), self.seed, certain=self.certain)
            self._check(drawn, start)
            self._first, self._drawn = start, drawn
        return self._drawn[start - self._first : stop - self._first]

    def _check(self, values: Params, start: int) -> None:
        for k, (name, p) in enumerate(self.model.params.items()):
            column = values[:, k]
            wrong = ~((column >= p.low) & (column <= p.high)) | ~np.isfinite(column)
            if wrong.any():
                at = int(np.flatnonzero(wrong)[0])
                try:
                    check_value(name, float(column[at]), p)
                except ModelError as error:
                    msg = f"params of member {start + at}: {error}"
                    raise ModelError(msg) from None


def _start(world: World | None) -> World:
    if world is None:
        from multipolar.embedded import today

        return today()
    if not isinstance(world, World):
        msg = f"world={world!r:.60}: needed a World, such as multipolar.today()"
        raise RunError(msg)
    return world


def _whole(name: str, value: object, low: int, high: int = 10**9) -> int:
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = low - 1
    if not low <= number <= high or isinstance(value, bool):
        msg = f"{name}={value!r}: needed a whole number from {low:,} to {high:,}"
        raise RunError(msg)
    return number


def _span(first: int, until: int | None, years: int | None) -> int:
    """Return the number of years."""
    if until is not None and years is not None:
        msg = f"until={until!r} and years={years!r}: give one of them"
        raise RunError(msg)
    if until is not None:
        return _whole("until", until, first + 1, 9999) - first
    return _whole("years", HORIZON if years is None else years, 1, 9999 - first)


def _kept(plan: Plan, keep: Sequence[str]) -> list[str]:
    """Return the arrays to keep; a directed field stands for both of its arrays."""
    if isinstance(keep, str):
        msg = f"keep={keep!r}: needed a sequence of fields, such as ({keep!r},)"
        raise RunError(msg)
    parts = ["present"]
    for name in keep:
        if name in plan.parts:
            parts.append(name)
        elif name in plan.fields:
            parts.extend(plan.fields[name].parts)
        else:
            hint = suggest(name, [*plan.fields, *plan.parts])
            msg = f"keep: no field {name!r}{hint} multipolar list fields names them."
            raise UnknownName(msg)
    return list(dict.fromkeys(parts))


def _check_place(output: str | Path | None, *, resume: bool) -> None:
    if output is None:
        if resume:
            msg = "resume: needed output=, the folder of the run to go on with"
            raise RunError(msg)
        return
    place = Path(output)
    if place.suffix != ".zarr":
        msg = f"{place}: a run is kept as .zarr; type {place.stem or 'run'}.zarr"
        raise RunError(msg)
    if not resume and (place.exists() or place.is_symlink()):
        msg = f"{place} exists; resume=True (--resume) goes on with it, or choose another output"
        raise RunError(msg)


def _place(
    output: str | Path | None, attrs: dict[str, Any], opening: Opening, text: str, *, resume: bool
) -> Run:
    """Return where the run is kept: new, or the one that it goes on with."""
    size = attrs["bytes"] * attrs["members"]
    if output is None:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        if size > 0.6 * memory:
            msg = (
                f"{size / 1e9:,.1f} GB would be kept in memory, which has {memory / 1e9:,.1f} GB; "
                "give output='run.zarr', or keep fewer fields or years"
            )
            raise RunError(msg)
        return MemoryRun(attrs, opening)
    place = Path(output)
    if resume and place.exists():
        stored = StoredRun.open(place)
        if told := differences(stored.attrs, attrs):
            msg = (
                f"{place} was made from other inputs: {'; '.join(told)}. Give the same, "
                "or choose another output"
            )
            raise RunError(msg)
        stored.recheck()
        return stored
    folder = next(p for p in place.absolute().parents if p.exists())
    free = shutil.disk_usage(folder).free
    if size > 4 * free:
        msg = (
            f"{place}: {size / 1e9:,.1f} GB would be kept (before compression) and {free / 1e9:,.1f} "
            "GB are free; keep fewer fields, years or members, or choose another place"
        )
        raise RunError(msg)
    return StoredRun.create(place, attrs, opening, text)


def _attributes(job: Job, model: Model, kernel: Kernel, source: _Parameters) -> dict[str, Any]:
    """Return inputs and provenance as the run carries them."""
    opening = job.opening
    present = opening.blocks["state"][0] > 0
    return {
        "format": FORMAT,
        "title": f"Futures of {int(present.sum())} states from {opening.year}",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]) if sys.argv[0] else "",
        "multipolar": multipolar.__version__,
        "numba": numba.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "world_year": opening.year,
        "world_hash": _world_digest(opening),
        "states_present": int(present.sum()),
        "imputed": dict(opening.imputed),
        "mechanisms": [m.name for m in model.running],
        "off": sorted(model.off),
        "held": dict(model.values or {}),
        "model_hash": _digest(kernel.text.encode()),
        "kernel": kernel.name,
        "parameters": list(model.params),
        "parameters_hash": source.digest,
        "changes": job.changes.tolist(),
        "seed": job.seed,
        "years": job.years,
        "every": job.every,
        "keep": {part: b for b in BLOCKS for part in job.kept[b]},
        "events": job.events,
        "bytes": member_bytes(job),
    }


def _world_digest(opening: Opening) -> str:
    parts = [repr((opening.year, opening.states)).encode(), opening.ids.tobytes()]
    parts += [np.ascontiguousarray(opening.blocks[b]).tobytes() for b in BLOCKS]
    return _digest(*parts)


def _digest(*parts: bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()[:32]


def _processors() -> int:
    count = getattr(os, "process_cpu_count", None)
    if count is not None:
        return count() or 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
