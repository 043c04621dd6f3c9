"""The arrays that a run starts from, out of a World."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar import luck
from multipolar.births import tide
from multipolar.codes import convert
from multipolar.commitments import Commitment
from multipolar.embedded import great_power_list
from multipolar.errors import RunError, UnknownName
from multipolar.fields import Field
from multipolar.plan import BLOCKS, Plan
from multipolar.steps import ends, pair
from multipolar.world import World

Array = npt.NDArray[np.float64]
DTYPES = dict(
    zip(
        BLOCKS,
        (np.float64, np.float32, np.uint8, np.float64) + (np.float64, np.int8) * 2,
        strict=True,
    )
)
TERMS = {
    "defence": 1,
    "offence": 2,
    "neutrality": 4,
    "nonaggression": 8,
    "consultation": 16,
    "limit": 32,
}
KINDS = {"alliance": 1, "partnership": 2, "arms_control": 3}
OBLIGED = {
    "defence": 1,
    "offence": 2,
    "neutrality": 4,
    "nonaggression": 8,
    "consultation": 16,
    "arms_cap": 32,
}
NEAR = 3000.0
"""Capitals within so many km lie in one region."""
ADJACENT = 650.0
"""Where borders by sea are not known, capitals within so many km are taken as near."""
USUAL: Mapping[str, tuple[float, float, float]] = {
    "grudge": (1.65, 0.32, 0.007),
    "past_onsets": (8.7, 2.2, 0.07),
    "peace_years": (4.0, 50.0, 62.0),
}
"""What rivals, other neighbours and other pairs remember where no record is known: as in
2001-2010 (``scripts/usual_memory.py``)."""
SPARRING = 1.2
"""Memory of disputes from which a pair counts as rivals where no list of rivals is given."""
ACQUAINTED = 40.0
"""Years as a pair where they are not known."""
USUAL_STRIFE = 4.0
"""Remembered years of an armed conflict within a state where only that it goes on is known."""
LAST_OF_TREATIES = 2016
"""Last year of the treaties of ATOP 4.01; its pairs, of 5.1, go on."""
UNDER_WAY = 1e5
"""Battle deaths that a war under way is taken to cost at its present size."""
RISE = 0.05
"""Share of capability that makes a great power where no list names them."""


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
    blocks: Mapping[str, npt.NDArray[Any]]
    imputed: Mapping[str, int]
    treaties: tuple[str, ...]


def open_world(
    plan: Plan, world: World, *, room: int = 12, treaties: int = 320, wars: int = 16
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
    world = _without_ended(world, known)
    known = [c for c in known if len(set(c.members(world.date)) & set(world.states)) >= 2]
    states = world.states + tuple(f"NEW{k + 1}" for k in range(room))
    n = len(states)
    sizes = {
        "state": (n,), "dyad": (n * (n - 1) // 2,), "flag": (n * (n - 1) // 2,), "system": (1,),
        "treaty": (len(known) + treaties,), "treaty_state": (len(known) + treaties, n),
        "war": (wars,), "war_state": (wars, n),
    }  # fmt: skip
    blocks = {b: np.zeros((max(len(plan.rows(b)), 1), *sizes[b]), DTYPES[b]) for b in BLOCKS}
    stocks = _filled(world)
    given = dict(world.arrays) | _derived(world, stocks) | stocks
    imputed = {k: int(np.isnan(a).sum()) for k, a in world.arrays.items() if np.isnan(a).any()}
    for part, (block, row) in plan.parts.items():
        field = plan.field(part)
        blocks[block][row] = field.start
        if field.name in given and field.dims in ("state", "dyad", "directed"):
            _lay(blocks[block][row], given[field.name], part, field)
    blocks["state"][0, len(world.states) :] = 0.0
    _lay_names(plan, blocks, world)
    _lay_treaties(plan, blocks, known, world, states)
    _lay_capability(plan, blocks, world)
    _lay_tide(plan, blocks, world.year)
    _lay_wars(plan, blocks, world.year)
    _lay_ties(plan, blocks)
    _lay_disputes(plan, blocks)
    _check_finite(plan, blocks, states)
    ids = np.array([luck.identity(s)[0] for s in states], np.uint32)
    return Opening(world.year, states, ids, blocks, imputed, tuple(c.id for c in known))


def _without_ended(world: World, known: list[Commitment]) -> World:
    """Take out the ties of alliances that ended in the year, where the treaties tell.

    The pairs of ATOP are bound in a year if they were on any day of it, the
    treaties on its last day. So a tie that no treaty in force explains was
    one of a treaty that ended. Of years after the record of treaties, and of
    a World with treaties from elsewhere, every tie is kept.
    """
    alliances = [c for c in known if c.source == "atop"]
    if not alliances or world.year > LAST_OF_TREATIES:
        return world
    place = {s: k for k, s in enumerate(world.states)}
    arrays = dict(world.arrays)
    for name in OBLIGED.keys() & arrays.keys() - {"arms_cap"}:
        bound = np.zeros((len(place), len(place)), bool)
        for c in alliances:
            if name in c.obligations:
                inside = [place[s] for s in c.members(world.date) if s in place]
                bound[np.ix_(inside, inside)] = True
        arrays[name] = np.where(bound | ~(arrays[name] > 0), arrays[name], 0.0)
    return replace(world, arrays=arrays)


def _lay(out: npt.NDArray[Any], values: Array, part: str, field: Field) -> None:
    """Put known values into an array; unknown ones keep the start value."""
    values = np.asarray(values, np.float64)
    n = len(values)
    if field.dims == "state":
        at: npt.NDArray[Any] | slice = slice(0, n)
    else:
        i, j = np.tril_indices(n, -1)
        values = values[j, i] if part.endswith("_ji") else values[i, j]
        at = slice(0, len(values))
    unknown = np.isnan(values)
    wrong = (values < field.low) | (values > field.high)
    if wrong.any():
        msg = f"{part}: {values[wrong][0]:g}; needed {field.low:g} to {field.high:g} {field.unit}"
        raise RunError(msg)
    out[at] = np.where(unknown, out[at], values)


SCALED_BY = {
    "urban_population": "population",
    "gdp_ppp": "population",
    "energy": "gdp_ppp",
    "military_spending": "gdp_ppp",
    "military_personnel": "population",
}
"""An unknown value that ``_by_share`` has not is the median ratio of the known ones times this."""
COMPONENTS = (
    "military_spending", "military_personnel", "steel", "energy", "population", "urban_population",
)  # fmt: skip
"""What capability is the mean of, as shares of the sum over all states."""


def _filled(world: World) -> dict[str, Array]:
    """Return the stocks of states, unknown ones filled in by what they go with."""
    out: dict[str, Array] = {}
    shares = _by_share(world)
    for name in ("population", *SCALED_BY, "steel"):
        if name not in world:
            continue
        values = world[name].copy()
        if name in shares and name != "steel":
            values = np.where(np.isnan(values), shares[name], values)
        unknown = np.isnan(values)
        by = out.get(SCALED_BY.get(name, ""))
        if by is not None and unknown.any() and not unknown.all():
            ratio = np.median(values[~unknown] / np.maximum(by[~unknown], 1.0))
            values[unknown] = ratio * by[unknown]
        elif name == "population" and not unknown.all():
            values[unknown] = np.nanmedian(values)
        elif name == "steel":
            values[unknown] = 0.0
        out[name] = values
    return out


def _by_share(world: World) -> dict[str, Array]:
    """Return what a component must be to leave a state's capability as the others have it.

    So capability stays that of the Correlates of War, who take the mean of
    the components that are known. Unknown where fewer than three are.
    """
    known = {k: world[k] for k in COMPONENTS if k in world and np.nansum(world[k]) > 0}
    if len(known) < 3:
        return {}
    parts = np.array([v / np.nansum(v) for v in known.values()])
    enough = (~np.isnan(parts)).sum(axis=0) >= 3
    usual = np.where(
        enough, np.nansum(parts, axis=0) / np.maximum((~np.isnan(parts)).sum(0), 1), np.nan
    )
    out = {}
    for name, values in known.items():
        lacking = np.isnan(values) & enough
        rest = max(1.0 - usual[lacking].sum(), 0.1)
        out[name] = np.where(lacking, usual * np.nansum(values) / rest, np.nan)
    return out


OPENNESS = 0.15
"""Share of output that is traded, where no flows are known: trade is then by gravity."""


def _derived(world: World, stocks: Mapping[str, Array]) -> dict[str, Array]:
    """Return fields that a World holds under another name, or not at all."""
    n, out = len(world.states), {}
    regime = np.nan_to_num(world["regime"]) if "regime" in world else np.zeros(n)
    creed = world["ideal_point"] if "ideal_point" in world else np.full(n, np.nan)
    out["ideology"] = np.where(np.isnan(creed), 0.8 * regime, creed)
    km = np.maximum(world["distance"], 10.0) if "distance" in world else np.full((n, n), np.nan)
    out["log_distance"] = np.log(km)
    out["same_region"] = np.where(np.isnan(km), np.nan, (km < NEAR).astype(float))
    near = np.nan_to_num(km, nan=1e5) < ADJACENT
    if "contiguity" in world:
        out["contiguous"] = (np.nan_to_num(world["contiguity"]) > 0).astype(float)
    elif "border" in world:
        out["contiguous"] = ((np.nan_to_num(world["border"]) > 0) | near).astype(float)
        np.fill_diagonal(out["contiguous"], 0.0)
    zero = np.zeros((n, n))
    held = {
        name: np.nan_to_num(world[name]) if name in world else zero
        for name in (
            "defence", "consultation", "nonaggression", "rivalry", "sanction", "dispute", "war",
        )
    }  # fmt: skip
    rivals, fighting = held["rivalry"] > 0, held["war"] > 0
    nobody = np.full((n, n), np.nan)
    calm = world.arrays.get("peace_years", nobody)
    grudge = world.arrays.get("grudge", nobody)
    active = np.where(np.isnan(calm), held["dispute"], calm == 0.0)
    quarrels = np.maximum(active, held["war"]) > 0
    np.fill_diagonal(quarrels, val=False)
    near_by = out.get("contiguous", zero) > 0
    usual = {
        name: np.where(rivals, close, np.where(near_by, next_door, far))
        for name, (close, next_door, far) in USUAL.items()
    }
    out["grudge"] = np.where(np.isnan(grudge), usual["grudge"] + quarrels, grudge)
    np.fill_diagonal(out["grudge"], 0.0)
    recent = world.arrays.get("tension", nobody)
    out["tension"] = np.where(np.isnan(recent), 0.25 * out["grudge"], recent)
    past = world.arrays.get("past_onsets", nobody)
    out["past_onsets"] = np.where(np.isnan(past), usual["past_onsets"], past)
    age = world.arrays.get("dyad_age", nobody)
    out["dyad_age"] = np.where(np.isnan(age), ACQUAINTED, age)
    for name in ("past_onsets", "dyad_age"):
        np.fill_diagonal(out[name], 0.0)
    calm = np.where(np.isnan(calm), usual["peace_years"], calm)
    out["peace_years"] = np.where(quarrels, 0.0, calm)
    out["dispute"] = quarrels.astype(float)
    out["mobilised"] = fighting.any(axis=1).astype(float)
    fights = world.arrays.get("belligerence", np.full(n, np.nan))
    out["belligerence"] = np.where(np.isnan(fights), 0.5 * out["grudge"].sum(axis=1), fights)
    pacts = 0.15 * held["consultation"] + 0.1 * held["nonaggression"]
    quarrel = np.minimum(np.nan_to_num(grudge) / USUAL["grudge"][0], 1.0)
    enmity = held["rivalry"] if "rivalry" in world else quarrel
    if "rivalry" not in world:
        out["rivalry"] = (out["grudge"] >= SPARRING).astype(float)
    anger = 0.7 * enmity + 0.3 * np.maximum(held["sanction"], held["sanction"].T)
    score = 0.6 * held["defence"] + pacts - anger - held["war"]
    out["alignment"] = np.clip(score, -1, 1)
    for name in ("insurgency", "separatism"):
        if name in world:
            now = USUAL_STRIFE * np.nan_to_num(world[name])
            past = world.arrays.get(f"{name}_past", np.full(n, np.nan))
            out[f"{name}_past"] = np.where(np.isnan(past), now, past)
    inside = [np.nan_to_num(world[k]) for k in ("insurgency", "separatism") if k in world]
    if inside:
        out["terrorism"] = np.minimum(np.sum(inside, axis=0), 1.5)
    np.fill_diagonal(out["alignment"], 0.0)
    if "gdp_ppp" in stocks and n > 1:
        size = np.nan_to_num(stocks["gdp_ppp"])
        reach = 4000.0 / np.maximum(np.nan_to_num(km, nan=4000.0), 200.0)
        flows = OPENNESS * np.outer(size, size) / max(size.sum(), 1.0) * reach
        known = world["trade"] if "trade" in world else np.full((n, n), np.nan)
        out["trade"] = np.where(np.isnan(known), flows, known)
        out["dependence"] = (out["trade"] + out["trade"].T).sum(axis=1) / np.maximum(size, 1.0)
    return out


def _lay_names(plan: Plan, blocks: Mapping[str, npt.NDArray[Any]], world: World) -> None:
    """Fill in what hangs on who a state is: its region, and the places that wait for states."""
    state = blocks["state"]
    state[plan.parts["vacant"][1]] = state[0] == 0
    for k, code in enumerate(world.states):
        try:
            state[plan.parts["region"][1], k] = max(convert(code, "cow", world.year) // 100, 1)
        except UnknownName:
            state[plan.parts["region"][1], k] = 0


def _lay_treaties(
    plan: Plan, blocks: Mapping[str, npt.NDArray[Any]], known: list[Commitment], world: World,
    states: tuple[str, ...],
) -> None:  # fmt: skip
    place = {s: k for k, s in enumerate(states)}
    row = {name: plan.parts[name][1] for name in plan.rows("treaty")}
    table, members = blocks["treaty"], blocks["treaty_state"]
    for t, c in enumerate(known):
        table[row["treaty_kind"], t] = KINDS[c.kind]
        table[row["treaty_terms"], t] = sum(TERMS.get(o, 0) for o in set(c.obligations))
        table[row["treaty_since"], t] = int((c.signed or c.in_force)[:4])
        table[row["treaty_expires"], t] = int(c.expires[:4]) if c.expires else 0
        table[row["treaty_term"], t] = round(c.renewal_years or c.term_years or 0)
        table[row["treaty_renewal"], t] = c.renewal in ("automatic", "tacit")
        parties = set(c.members(world.date)) | set(c.members(world.date, "guarantor"))
        for s in parties & set(place):
            members[0, t, place[s]] = 1


def _lay_capability(plan: Plan, blocks: Mapping[str, npt.NDArray[Any]], world: World) -> None:
    """Fill in capability (the mean of shares of six components, brought to sum 1) and rank."""
    state, system = blocks["state"], blocks["system"]
    there = state[0] > 0
    shares = []
    for name in COMPONENTS:
        values = np.where(there, state[plan.parts[name][1]], 0.0)
        if values.sum() > 0:
            shares.append(values / values.sum())
    mean = np.mean(shares, axis=0) if shares else there / there.sum()
    mean = mean / mean.sum()
    if "major" in world:
        majors = np.nan_to_num(world["major"]) > 0
    else:
        listed = great_power_list("cow_majors", world.year)
        majors = np.array([s in listed for s in world.states])
        majors = majors if majors.any() else mean[: len(world.states)] > RISE
    order = np.sort(mean)
    state[plan.parts["capability"][1]] = mean
    state[plan.parts["major"][1], : len(world.states)] = majors
    state[plan.parts["leader"][1], np.argmax(mean)] = 1.0
    system[plan.parts["lead"][1]] = order[-1] - (order[-2] if there.sum() > 1 else 0.0)
    system[plan.parts["concentration"][1]] = np.square(mean).sum()
    large = there & (state[plan.parts["population"][1]] >= 5e6)
    if large.any():
        heads = state[plan.parts["gdp_ppp"][1]] / np.maximum(state[plan.parts["population"][1]], 1)
        system[plan.parts["frontier"][1]] = np.log(np.maximum(heads[large], 1.0)).max()


def _lay_ties(plan: Plan, blocks: Mapping[str, npt.NDArray[Any]]) -> None:
    """Give ties that no treaty explains a treaty of the pair; count common allies."""
    n = blocks["state"].shape[1]
    table, members = blocks["treaty"], blocks["treaty_state"][0]
    flags = {bit: blocks["flag"][plan.parts[name][1]] for name, bit in OBLIGED.items()}
    row = {name: plan.parts[name][1] for name in plan.rows("treaty")}
    terms = table[row["treaty_terms"]].astype(int)
    lacking = np.zeros(n * (n - 1) // 2, int)
    for bit, flag in flags.items():
        explained = np.zeros(len(flag), bool)
        for t in np.flatnonzero((terms & bit > 0) & (table[row["treaty_kind"]] > 0)):
            inside = np.flatnonzero(members[t])
            a, b = np.triu_indices(len(inside), 1)
            explained[inside[b] * (inside[b] - 1) // 2 + inside[a]] = True
        lacking += np.where((flag > 0) & ~explained, bit, 0)
        flag[explained] = 1
    pairs = [int(p) for p in np.flatnonzero(lacking)]
    free = list(np.flatnonzero(table[row["treaty_kind"]] == 0))
    while pairs and free:
        group, bits, slot = [*ends(pairs[0])], int(lacking[pairs[0]]), free.pop(0)
        for k in range(n):
            if k not in group and all(lacking[pair(k, m)] == bits for m in group):
                group.append(k)
        table[row["treaty_kind"], slot] = 1 if bits & TERMS["defence"] else 2
        table[row["treaty_terms"], slot] = bits
        members[slot, group] = 1
        for k, first in enumerate(group):
            for second in group[:k]:
                lacking[pair(first, second)] = 0
        pairs = [p for p in pairs if lacking[p]]
    first_of, second_of = np.tril_indices(n, -1)
    dense = np.zeros((n, n), np.float32)
    dense[first_of, second_of] = dense[second_of, first_of] = blocks["flag"][
        plan.parts["defence"][1]
    ]
    blocks["dyad"][plan.parts["common_allies"][1]] = (dense @ dense)[first_of, second_of]


def _lay_disputes(plan: Plan, blocks: Mapping[str, npt.NDArray[Any]]) -> None:
    """Fill in what the mechanism of disputes works out at the start of a year."""
    state, flag, n = blocks["state"], blocks["flag"], blocks["state"].shape[1]
    for name, least in (("capability", 1e-5), ("belligerence", 0.03)):
        state[plan.parts[f"log_{name}"][1]] = np.log(state[plan.parts[name][1]] + least)
    later, earlier = np.tril_indices(n, -1)
    ties = np.zeros((2, n, n), np.float32)
    for tie, name in zip(ties, ("defence", "dispute"), strict=True):
        tie[later, earlier] = tie[earlier, later] = flag[plan.parts[name][1]]
    allied = ties[0] @ ties[1]
    blocks["dyad"][plan.parts["allied_foes"][1]] = (allied + allied.T)[later, earlier]


def _lay_wars(plan: Plan, blocks: Mapping[str, npt.NDArray[Any]], year: int) -> None:
    """Put the wars under way into their slots: those that share a side are one war."""
    n = blocks["state"].shape[1]
    i, j = np.tril_indices(n, -1)
    foes: dict[int, set[int]] = {}
    for p in np.flatnonzero(blocks["flag"][plan.parts["war"][1]]):
        foes.setdefault(int(i[p]), set()).add(int(j[p]))
        foes.setdefault(int(j[p]), set()).add(int(i[p]))
    table, sides = blocks["war"], blocks["war_state"][0]
    free, seen = iter(range(len(sides))), set[int]()
    for first in foes:
        if first in seen or (w := next(free, -1)) < 0:
            continue
        side, waiting = {first: 1}, [first]
        while waiting:
            s = waiting.pop()
            for foe in foes[s] - side.keys():
                side[foe] = -side[s]
                waiting.append(foe)
        seen |= side.keys()
        for s, which in side.items():
            sides[w, s] = which
        table[plan.parts["war_since"][1], w] = year
        table[plan.parts["war_scale"][1], w] = UNDER_WAY


def _lay_tide(plan: Plan, blocks: Mapping[str, npt.NDArray[Any]], year: int) -> None:
    """Read the tide of new states off those that came so far."""
    if "tide" in plan.parts:
        own = plan.model["statehood"].params
        usual = [own[name].value for name in ("wave", "ebb", "emancipation_rate")]
        blocks["system"][plan.parts["tide"][1]] = tide(year, *usual)


def _check_finite(
    plan: Plan, blocks: Mapping[str, npt.NDArray[Any]], states: tuple[str, ...]
) -> None:
    for part, (block, row) in plan.parts.items():
        values = blocks[block][row]
        if not np.isfinite(values).all():
            where = np.argwhere(~np.isfinite(values))[0]
            at = states[where[0]] if block == "state" else f"place {where.tolist()}"
            msg = f"{part} of {at} is not finite; a run needs a number or an unknown (NaN)"
            raise RunError(msg)
