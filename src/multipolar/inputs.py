"""What a simulation is given, checked before anything runs, and written down as attributes."""

import operator
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from multipolar.errors import ModelError, RunError, UnknownName, suggest
from multipolar.kernel import Kernel
from multipolar.members import STORED, Job
from multipolar.model import Model, check_value
from multipolar.plan import BLOCKS, Plan
from multipolar.runs import FORMAT, digest, opening_digest
from multipolar.world import World

KEEP = (
    "capability", "gdp_ppp", "population", "military_spending", "nuclear_warheads", "regime",
    "ideology", "major", "mobilised", "insurgency", "battle_deaths", "concentration", "lead",
    "trust", "disputes", "wars", "crowded",
)  # fmt: skip
"""What is kept by default, beside ``present``."""
HORIZON = 25
"""Years by default."""
CHUNK = 16
"""The most members in a chunk, unless asked otherwise."""
BUFFER = 1 << 26
"""Bytes of kept values that a chunk may have, unless asked otherwise."""

BATCH = 1024
"""Members whose parameters are drawn at a time."""

Params = npt.NDArray[np.float64]


class Parameters:
    """The parameters of members, a few at a time."""

    def __init__(
        self, model: Model, plan: Plan, members: int, seed: int, *, given: npt.ArrayLike | None,
        certain: bool,
    ) -> None:  # fmt: skip
        self.model, self.seed, self.certain, self.members = model, seed, certain, members
        self._first, self._drawn = 0, np.zeros((0, len(plan.params)))
        self.given: Params | None = None
        if given is None:
            known = repr(
                [(n, p.value, p.low, p.high, str(p.belief)) for n, p in model.params.items()]
            )
            joint = b"" if model.posterior is None else model.posterior.draws.tobytes()
            self.digest = digest(known.encode() + joint)
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
        self.digest = digest(self.given.tobytes())
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


def start_of(world: World | None) -> World:
    """Return the World that a run starts from; the world of today by default.

    Raises
    ------
    RunError
        It is no World.
    """
    if world is None:
        from multipolar.embedded import today

        return today()
    if not isinstance(world, World):
        msg = f"world={world!r:.60}: needed a World, such as multipolar.today()"
        raise RunError(msg)
    return world


def whole_number(name: str, value: object, low: int, high: int = 10**9) -> int:
    """Return a whole number within its range.

    Raises
    ------
    RunError
        It is something else.
    """
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = low - 1
    if not low <= number <= high or isinstance(value, bool):
        msg = f"{name}={value!r}: needed a whole number from {low:,} to {high:,}"
        raise RunError(msg)
    return number


def span_of(first: int, until: int | None, years: int | None) -> int:
    """Return the number of years."""
    if until is not None and years is not None:
        msg = f"until={until!r} and years={years!r}: give one of them"
        raise RunError(msg)
    if until is not None:
        return whole_number("until", until, first + 1, 9999) - first
    return whole_number("years", HORIZON if years is None else years, 1, 9999 - first)


def kept_parts(plan: Plan, keep: Sequence[str]) -> list[str]:
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
            msg = f"keep: no field {name!r}{hint} multipolar model --fields names them."
            raise UnknownName(msg)
    return list(dict.fromkeys(parts))


def chunk_size(job: Job, members: int) -> int:
    """Return how many members make a chunk, of a run of so many."""
    few = min(4, -(-members // 4))
    even = min(CHUNK, max(few, -(-members // 32)))
    return max(1, min(even, BUFFER // max(member_bytes(job), 1)))


def member_bytes(job: Job) -> int:
    """Return how many bytes of one member are kept, before compression."""
    return len(job.times) * sum(
        len(job.rows[b])
        * int(np.prod(job.stored_shape(b)))
        * np.dtype(STORED.get(b, "f4")).itemsize
        for b in BLOCKS
    )


def attributes(job: Job, model: Model, kernel: Kernel, source: Parameters) -> dict[str, Any]:
    """Return inputs and provenance as the run carries them."""
    opening = job.opening
    present = opening.blocks["state"][0] > 0
    return {
        "format": FORMAT,
        "title": f"Futures of {int(present.sum())} states from {opening.year}",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]) if sys.argv[0] else "",
        "multipolar": version("multipolar"),
        "numba": numba.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "world_year": opening.year,
        "world_hash": opening_digest(opening),
        "states_present": int(present.sum()),
        "imputed": dict(opening.imputed),
        "mechanisms": [m.name for m in model.running],
        "off": sorted(model.off),
        "held": dict(model.values or {}),
        "fitted": sorted(model.fitted),
        "model_hash": digest(kernel.text.encode()),
        "kernel": kernel.name,
        "parameters": list(model.params),
        "parameters_hash": source.digest,
        "changes": job.changes.tolist(),
        "program": job.program.plain() if job.program else None,
        "seed": job.seed,
        "years": job.years,
        "every": job.every,
        "keep": {part: b for b in BLOCKS for part in job.kept[b]},
        "events": job.events,
        "bytes": member_bytes(job),
    }


def processors() -> int:
    """Return how many processors this process may use."""
    count = getattr(os, "process_cpu_count", None)
    if count is not None:
        return count() or 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
