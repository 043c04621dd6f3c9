"""Run one future of a run again, alone, and hold it to what the run kept of it."""

import numpy as np

from multipolar.errors import RunError
from multipolar.kernel import Kernel
from multipolar.members import Job, kept_rows, run_members
from multipolar.model import Model
from multipolar.plan import BLOCKS, make_plan
from multipolar.program import Program
from multipolar.runs import MemoryRun, Run


def replay(run: Run, model: Model, member: int, until: int) -> MemoryRun:
    """Run one member again and keep every field in every year.

    Parameters
    ----------
    run
        It belongs to this run.
    model
        That made the run.
    member
        Its number.
    until
        The last year.

    Raises
    ------
    RunError
        It differs from what the run holds.
    """
    plan = make_plan(model)
    kept, rows = kept_rows(plan, tuple(plan.parts))
    opening, years = run.opening, until - run.opening.year
    job = Job(
        engine=Kernel(plan), opening=opening, kept=kept, rows=rows, years=years, every=1,
        seed=run.attrs["seed"], names={b: tuple(plan.rows(b)) for b in BLOCKS},
        width=len(plan.params),
        changes=np.array(run.attrs["changes"], np.float64).reshape(-1, 7),
        program=Program.of(run.attrs.get("program")),
    )  # fmt: skip
    place = member - run.first_member
    params = run.read("parameter", place, place + 1)
    chunk = run_members(job, [member], params)
    assert chunk is not None
    attrs = {
        **run.attrs, "members": 1, "first_member": member, "years": years, "every": 1, "chunk": 1,
        "events": True, "keep": {p: b for b in BLOCKS for p in kept[b]},
    }  # fmt: skip
    alone = MemoryRun(attrs, opening)
    alone.write(0, chunk, params)
    _compare(run, alone, place, until)
    return alone


def _compare(run: Run, alone: MemoryRun, place: int, until: int) -> None:
    """Raise unless a future run alone is the one that the run holds, to the last bit."""
    times = [t for t in run.times if t <= until]
    for name in run.kept:
        there = run.read(name, place, place + 1)[0, : len(times)]
        here = alone.read(name, 0, 1)[0, [t - times[0] for t in times]]
        same = (there == here) | ((there != there) & (here != here))  # NaN is not itself
        if not same.all():
            k = int(np.nonzero(~same)[0][0])
            _differ(run, f"{name} in {times[k]}")
    whole = until == run.attrs["world_year"] + run.attrs["years"]
    if whole and run.read("fingerprint", place, place + 1) != alone.read("fingerprint", 0, 1):
        _differ(run, "a field that was not kept")


def _differ(run: Run, what: str) -> None:
    made = ", ".join(f"{name} {run.attrs[name]}" for name in ("multipolar", "numba", "numpy"))
    msg = f"the replayed future differs from the run in {what}; the run was made with {made}"
    raise RunError(msg)
