"""Run an ensemble: check what is asked for, share out the members, keep what they become."""

import os
import shutil
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from multipolar.changes import Change, change_rows
from multipolar.cluster import Cluster, Pool, Threads, result
from multipolar.ensemble import Ensemble
from multipolar.errors import RunError, suggest
from multipolar.inputs import (
    KEEP,
    Parameters,
    attributes,
    chunk_size,
    kept_parts,
    processors,
    span_of,
    start_of,
    whole_number,
)
from multipolar.kernel import Kernel
from multipolar.members import Chunk, Job, kept_rows, prepare
from multipolar.model import Model, default_model
from multipolar.opening import Opening, open_world
from multipolar.plan import BLOCKS, make_plan
from multipolar.program import Director, Program
from multipolar.reference import Reference
from multipolar.runfolder import StoredRun
from multipolar.runs import MemoryRun, Run, differences
from multipolar.world import World

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
    room: int | None = None,
    events: bool = True,
    changes: Sequence[Change] | npt.ArrayLike = (),
    program: Program | None = None,
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
    room
        Places for states to come; one for every two years, and 16 at least, by default.
    events
        Keep what happened.
    changes
        Dated changes; see ``multipolar.changes.Change``.
    program
        What a scenario does to each future, on a date or once something has come true;
        a ``Scenario`` makes one. It needs ``events``.
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
    members, every = whole_number("members", members, 1), whole_number("every", every, 1)
    seed = whole_number("seed", seed, 0, 2**63 - 1)
    threads = whole_number("threads", threads if threads is not None else processors(), 1, 1024)
    if engine not in ("compiled", "reference"):
        msg = f"engine={engine!r}{suggest(engine, ('compiled', 'reference'))} There are two."
        raise RunError(msg)
    if cluster is not None and engine == "reference":
        msg = "the reference engine runs here only; leave cluster out, or engine='reference'"
        raise RunError(msg)
    model = default_model() if model is None else model
    plan = make_plan(model)
    start = start_of(world)
    span = span_of(start.year, until, years)
    places = max(16, span // 2) if room is None else whole_number("room", room, 0, 1000)
    opening = open_world(plan, start, room=places, treaties=120 + 24 * span)
    kept, rows = kept_rows(plan, kept_parts(plan, keep))
    table = change_rows(changes, plan, opening, opening.year + span)
    if program and not events:
        msg = "events=False: a scenario needs them, to say whether each of its events took effect"
        raise RunError(msg)
    if program:
        Director(program, plan, opening)
    source = Parameters(model, plan, members, seed, given=params, certain=certain)
    kernel = Kernel(plan)
    job = Job(
        Reference(plan) if engine == "reference" else kernel, opening, kept, rows, span, every,
        seed, {b: tuple(plan.rows(b)) for b in BLOCKS}, len(plan.params), table, events,
        program or None,
    )  # fmt: skip
    size = chunk_size(job, members) if chunk is None else whole_number("chunk", chunk, 1)
    attrs = attributes(job, model, kernel, source) | {"members": members, "chunk": size,
        "certain": certain, "engine": engine}  # fmt: skip
    begun = _begun(output, attrs)
    if begun is not None and len(begun.done) == len(begun.chunks):
        return Ensemble(begun, model)
    tell = progress or (lambda *_: None)
    if engine == "compiled" and not kernel.cached:
        tell("compiling", 0, members)
    prepare(job)
    pool: Pool = Threads(job, threads) if cluster is None else Cluster(job, cluster)
    try:
        run = begun or _new(output, attrs, opening, kernel.text)
        _share_out(run, source, pool, tell)
    finally:
        pool.close()
    return Ensemble(run, model)


def _share_out(run: Run, source: Parameters, pool: Pool, tell: Progress) -> None:
    """Run the chunks that are not complete, and keep each as it comes back."""
    waiting: dict[Future[Chunk | None], tuple[int, Params]] = {}
    left = deque(sorted(set(run.chunks) - set(run.done)))
    done = len(run.members)
    tell("running", done, run.total)
    try:
        while left or waiting:
            while left and len(waiting) < pool.room:
                k = left.popleft()
                params = source.of(*run.span(k))
                waiting[pool.submit(range(*run.span(k)), params)] = k, params
            for future in pool.wait(waiting):
                k, params = waiting.pop(future)
                run.write(k, result(future, pool), params)
                done += len(params)
                tell("running", done, run.total)
    except KeyboardInterrupt:
        for future, (k, params) in waiting.items():
            if future.done() and not future.cancelled() and not future.exception():
                run.write(k, result(future, pool), params)
        raise


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


def _begun(output: str | Path | None, attrs: Mapping[str, Any]) -> StoredRun | None:
    """Return the run that this one goes on with, if there is one and it is of the same inputs."""
    if output is None or not Path(output).exists():
        return None
    run = StoredRun.open(Path(output))
    if told := differences(run.attrs, attrs):
        msg = (
            f"{output} was made from other inputs: {'; '.join(told)}. Give the same, "
            "or choose another output"
        )
        raise RunError(msg)
    run.recheck()
    return run


def _new(output: str | Path | None, attrs: Mapping[str, Any], opening: Opening, text: str) -> Run:
    """Return a new place for a run, if there is room for it."""
    size = attrs["bytes"] * attrs["members"]
    if output is None:
        memory = _memory()
        if size > 0.6 * memory:
            msg = (
                f"{_shown(size)} would be kept in memory, which has {_shown(memory)}; "
                "give output='run.zarr', or keep fewer fields or years"
            )
            raise RunError(msg)
        return MemoryRun(attrs, opening)
    place = Path(output)
    folder = next(p for p in place.absolute().parents if p.exists())
    free = shutil.disk_usage(folder).free
    if size > 4 * free:
        msg = (
            f"{place}: {_shown(size)} would be kept (before compression), and {_shown(free)} are "
            "free; keep less of it, or choose another place"
        )
        raise RunError(msg)
    return StoredRun.create(place, attrs, opening, text)


def _shown(size: float) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"


def _memory() -> float:
    """Return the bytes of memory of this machine; endless where it does not tell."""
    if not hasattr(os, "sysconf"):
        return float("inf")
    return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
