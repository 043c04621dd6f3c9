"""The arrays that a run starts from, out of a World."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipolar import luck
from multipolar.commitments import Commitment
from multipolar.errors import RunError
from multipolar.fields import Field
from multipolar.plan import BLOCKS, Plan
from multipolar.world import World

Array = npt.NDArray[np.float64]
DTYPES = dict(
    zip(BLOCKS, (np.float64, np.float32, np.uint8, np.float64) + (np.float64, np.int8) * 2, strict=True)
)
TERMS = {"defence": 1, "offence": 2, "neutrality": 4, "nonaggression": 8, "consultation": 16, "limit": 32}
KINDS = {"alliance": 1, "partnership": 2, "arms_control": 3}
NEAR = 3000.0
"""Capitals within so many km lie in one region."""


@dataclass(frozen=True)
class Opening:
    """Where a run starts.

    Parameters
    ----------
    year
        The year it stands at the end of; the first simulated year is the next.
    states
        Codes, in axis order; the last are free slots for states to come.
    ids
        A number that names each state, shape ``(state,)``.
    blocks
        ``block → array`` in the layout of the plan.
    imputed
        ``field → how many values of members were not known``.
    treaties
        Names of the treaties, by slot.
    """

    year: int
    states: tuple[str, ...]
    ids: luck.Words
    blocks: Mapping[str, npt.NDArray]
    imputed: Mapping[str, int]
    treaties: tuple[str, ...]


def open_world(
    plan: Plan, world: World, *, room: int = 8, treaties: int = 96, wars: int = 24
) -> Opening:
    """Lay a World out for a run.

    Parameters
    ----------
    plan
        From ``make_plan``.
    world
        Where the run starts.
    room
        Slots for states that enter during the run.
    treaties, wars
        Slots for treaties beyond those in force, and for wars at one time.

    Raises
    ------
    RunError
        No state is present, or fewer than two pairs could ever meet; a value
        is out of range.
    """
    world = world.members()
    if not world.states:
        msg = f"the world of {world.year} has no state; a run needs at least one"
        raise RunError(msg)
    known = [c for c in world.commitments if c.kind in KINDS and c.alive(world.date)]
    known = [c for c in known if len(set(c.members(world.date)) & set(world.states)) >= 2]
    states = world.states + tuple(f"NEW{k + 1}" for k in range(room))
    n = len(states)
    sizes = {
        "state": (n,), "dyad": (n * (n - 1) // 2,), "flag": (n * (n - 1) // 2,), "system": (1,),
        "treaty": (len(known) + treaties,), "treaty_state": (len(known) + treaties, n),
        "war": (wars,), "war_state": (wars, n),
    }  # fmt: skip
    blocks = {b: np.zeros((max(len(plan.rows(b)), 1), *sizes[b]), DTYPES[b]) for b in BLOCKS}
    imputed: dict[str, int] = {}
    given = _derived(world) | dict(world.arrays)
    for part, (block, row) in plan.parts.items():
        field = plan.field(part)
        blocks[block][row] = field.start
        if field.name in given and field.dims in ("state", "dyad", "directed"):
            _lay(blocks[block][row], given[field.name], part, field, imputed)
    blocks["state"][0, len(world.states) :] = 0.0
    _lay_treaties(plan, blocks, known, world, states)
    _lay_capability(plan, blocks)
    ids = np.array([luck.identity(s)[0] for s in states], np.uint32)
    return Opening(world.year, states, ids, blocks, imputed, tuple(c.id for c in known))


def _lay(
    out: npt.NDArray, values: Array, part: str, field: Field, imputed: dict[str, int]
) -> None:
    """Put known values into an array; unknown ones keep the start value, or a fill."""
    values = np.asarray(values, np.float64)
    n = len(values)
    if field.dims == "state":
        at: npt.NDArray | slice = slice(0, n)
    else:
        i, j = np.tril_indices(n, -1)
        values = values[j, i] if part.endswith("_ji") else values[i, j]
        at = slice(0, len(values))
    unknown = np.isnan(values)
    if unknown.any():
        imputed[part] = int(unknown.sum())
    wrong = (values < field.low) | (values > field.high)
    if wrong.any():
        msg = f"{part}: {values[wrong][0]:g}; needed {field.low:g} to {field.high:g} {field.unit}"
        raise RunError(msg)
    out[at] = np.where(unknown, out[at], values)


def _derived(world: World) -> dict[str, Array]:
    """Return fields that a World holds under another name, or not at all."""
    n, out = len(world.states), {}
    if "ideal_point" in world:
        out["ideology"] = world["ideal_point"]
    elif "regime" in world:
        out["ideology"] = world["regime"]
    if "distance" in world:
        km = np.maximum(world["distance"], 10.0)
        out["log_distance"] = np.log(km)
        out["same_region"] = np.where(np.isnan(km), np.nan, (km < NEAR).astype(float))
    if "contiguity" in world:
        out["contiguous"] = (np.nan_to_num(world["contiguity"]) > 0).astype(float)
    elif "border" in world:
        near = np.nan_to_num(world["distance"], nan=1e5) < 650 if "distance" in world else False
        out["contiguous"] = ((world["border"] > 0) | near).astype(float)
        np.fill_diagonal(out["contiguous"], 0.0)
    zero = np.zeros((n, n))
    defence = np.nan_to_num(world["defence"]) if "defence" in world else zero
    rivals = np.nan_to_num(world["rivalry"]) if "rivalry" in world else zero
    out["common_allies"] = defence @ defence
    np.fill_diagonal(out["common_allies"], 0.0)
    out["grudge"] = np.where(rivals > 0, 0.8, 0.0)
    out["peace_years"] = np.where(rivals > 0, 4.0, 30.0)
    score = 0.6 * defence - 0.7 * rivals
    for name, weight in (("consultation", 0.15), ("nonaggression", 0.1)):
        if name in world:
            score = score + weight * np.nan_to_num(world[name])
    if "sanction" in world:
        hit = np.nan_to_num(world["sanction"])
        score = score - 0.3 * np.maximum(hit, hit.T)
    out["alignment"] = np.clip(score, -1, 1)
    if "dispute" in world:
        out["grudge"] = np.maximum(out["grudge"], np.nan_to_num(world["dispute"]))
    return out


def _lay_treaties(
    plan: Plan, blocks: Mapping[str, npt.NDArray], known: list[Commitment], world: World,
    states: tuple[str, ...],
) -> None:  # fmt: skip
    place = {s: k for k, s in enumerate(states)}
    row = {name: plan.parts[name][1] for name in plan.rows("treaty")}
    table, members = blocks["treaty"], blocks["treaty_state"]
    for t, c in enumerate(known):
        table[row["treaty_kind"], t] = KINDS[c.kind]
        table[row["treaty_terms"], t] = sum(
            TERMS.get(o, TERMS["limit"] if c.kind == "arms_control" else 0)
            for o in set(c.obligations)
        ) if c.kind != "arms_control" else TERMS["limit"]  # fmt: skip
        table[row["treaty_since"], t] = int((c.signed or c.in_force)[:4])
        table[row["treaty_expires"], t] = int(c.expires[:4]) if c.expires else 0
        table[row["treaty_term"], t] = round(c.renewal_years or c.term_years or 0)
        table[row["treaty_renewal"], t] = c.renewal in ("automatic", "tacit")
        parties = set(c.members(world.date)) | set(c.members(world.date, "guarantor"))
        for s in parties & set(place):
            members[0, t, place[s]] = 1


def _lay_capability(plan: Plan, blocks: Mapping[str, npt.NDArray]) -> None:
    """Fill capability: the mean of shares of six components, brought to sum 1."""
    state = blocks["state"]
    there = state[0] > 0
    shares = []
    for name in (
        "military_spending", "military_personnel", "steel", "energy", "population",
        "urban_population",
    ):  # fmt: skip
        values = np.where(there, state[plan.parts[name][1]], 0.0)
        if values.sum() > 0:
            shares.append(values / values.sum())
    mean = np.mean(shares, axis=0) if shares else there / there.sum()
    state[plan.parts["capability"][1]] = mean / mean.sum()
    state[plan.parts["major"][1]] = mean / mean.sum() > 0.045
