"""Dated changes of a simulated world, and the rows that evaluators read them as."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipolar.errors import RunError, UnknownName, suggest
from multipolar.opening import Opening
from multipolar.plan import BLOCKS, Plan

Rows = npt.NDArray[np.float64]
WIDTH = 7
"""Year, block, row, place, second place, factor, addend."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field of one state, pair or the whole system that is changed at the start of a year.

    The new value is ``old * times + plus``; ``times=0`` sets it.

    Parameters
    ----------
    year
        The simulated year that begins with it.
    field
        A field; a directed one as ``name_ij``, from ``state`` to ``partner``.
    state, partner
        Codes; none for a field of the system, no partner for one of a state.
    times, plus
        Factor and addend.
    """

    year: int
    field: str
    state: str = ""
    partner: str = ""
    times: float = 1.0
    plus: float = 0.0


def change_rows(
    changes: Sequence[Change] | npt.ArrayLike, plan: Plan, opening: Opening, last: int
) -> Rows:
    """Return changes as rows, shape ``(change, 7)``, sorted by year.

    Parameters
    ----------
    changes
        ``Change`` objects, or rows as ``reference.step_in`` reads them.
    plan, opening
        Of the run.
    last
        The last year of the run.

    Raises
    ------
    RunError
        A year lies outside the run, or a row points to nothing.
    UnknownName
        There is no such field or state.
    """
    given = list(changes)  # type: ignore[arg-type]
    rows = [_row(c, plan, opening) if isinstance(c, Change) else c for c in given]
    try:
        table = np.asarray(rows, np.float64).reshape(len(rows), WIDTH)
    except (TypeError, ValueError):
        msg = f"changes: needed Change(year, field, state, ...), or rows of {WIDTH} numbers"
        raise RunError(msg) from None
    for row in table:
        _check(row, opening, last)
    return table[np.argsort(table[:, 0], kind="stable")]


def _row(c: Change, plan: Plan, opening: Opening) -> list[float]:
    part = c.field if c.field in plan.parts else ""
    if not part:
        known = [p for p in plan.parts if plan.field(p).dims in ("state", "dyad", "directed")]
        msg = f"changes: no field {c.field!r}{suggest(c.field, known)}"
        raise UnknownName(msg)
    dims = plan.field(part).dims
    needed = {"state": 1, "dyad": 2, "directed": 2, "system": 0}.get(dims)
    codes = [s for s in (c.state, c.partner) if s]
    if needed is None or needed != len(codes) or len(set(codes)) < len(codes):
        what = (
            "rows of numbers" if needed is None else ("no state", "one state", "two states")[needed]
        )
        msg = f"changes: {c.field} is a {dims} field; needed {what}, got {codes}"
        raise RunError(msg)
    places = [_place(s, opening) for s in codes]
    at = places[0] if needed == 1 else 0
    if needed == 2:
        i, j = places
        if i < j and dims == "directed":
            part = part[:-3] + ("_ji" if part.endswith("_ij") else "_ij")
        i, j = max(i, j), min(i, j)
        at = i * (i - 1) // 2 + j
    block, row = plan.parts[part]
    return [c.year, BLOCKS.index(block), row, at, 0, c.times, c.plus]


def _place(state: str, opening: Opening) -> int:
    if state not in opening.states:
        msg = f"changes: no state {state!r} in the run{suggest(state, opening.states)}"
        raise UnknownName(msg)
    return opening.states.index(state)


def _check(row: Rows, opening: Opening, last: int) -> None:
    shown = ", ".join(f"{x:g}" for x in row)
    if not np.isfinite(row).all():
        msg = f"changes: row {shown}: needed finite numbers"
        raise RunError(msg)
    if not opening.year < row[0] <= last:
        msg = f"changes: year {row[0]:g}; needed {opening.year + 1} to {last}, the years of the run"
        raise RunError(msg)
    block = int(row[1])
    shape = opening.blocks[BLOCKS[block]].shape if 0 <= block < len(BLOCKS) else ()
    at = [int(x) for x in row[2 : 2 + len(shape)]]
    inside = shape and all(0 <= k < size for k, size in zip(at, shape, strict=True))
    if not inside or (row[1:5] != np.floor(row[1:5])).any():
        msg = f"changes: row {shown} points to nothing; build it with Change(year, field, state)"
        raise RunError(msg)
