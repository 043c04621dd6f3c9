"""Small simulated systems for tests: lay out a few states, run a model in NumPy or compiled."""

from dataclasses import replace

import numpy as np

from multipolar.kernel import Kernel
from multipolar.model import Model
from multipolar.opening import Opening, open_world
from multipolar.plan import BLOCKS, make_plan
from multipolar.reference import Reference
from multipolar.world import World

BASIC = {
    "population": 5e7,
    "urban_population": 2e7,
    "gdp_ppp": 1e12,
    "energy": 5e18,
    "steel": 1e7,
    "military_spending": 2e10,
    "military_personnel": 2e5,
    "regime": 0.0,
}


def tiny(model: Model, n: int = 4, *, room: int = 2, year: int = 2000, **fields) -> Opening:
    """Lay out n equal states A, B, ...; fields are set afterwards, scalar or array.

    A dyad field may be a full (n, n) matrix or a packed vector; others are broadcast.
    """
    states = tuple(chr(65 + k) for k in range(n))
    world = World(year, states, {k: np.full(n, v) for k, v in BASIC.items()})
    plan = make_plan(model)
    opening = open_world(plan, world, room=room, treaties=8, wars=6)
    for name, value in fields.items():
        array = get(plan, opening.blocks, name)
        block = plan.parts[name][0]
        value = np.asarray(value)
        if block in ("dyad", "flag") and value.ndim == 2:
            value = value[np.tril_indices(len(value), -1)]
        if block in ("state", "dyad", "flag") and value.ndim == 1:
            array[: len(value)] = value
        elif block == "state":
            array[:n] = value
        else:
            array[:] = value
    return opening


def get(plan, blocks, name):
    """Return the array of a field (or its part, name_ij) in the blocks."""
    block, row = plan.parts[name]
    return blocks[block][row]


def run(model: Model, opening: Opening, years: int = 1, *, seed=1, member=0, params=None,
        engine="reference", changes=None):  # fmt: skip
    """Run some years; return ``name → array`` at the end, and the events as a list of rows."""
    plan = make_plan(model)
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    if params is None:
        params = model.draw([member], seed, certain=True)[0]
    events = np.zeros((50_000, 5))
    changes = np.zeros((0, 7)) if changes is None else np.asarray(changes, float)
    if engine == "reference":
        evaluator = Reference(plan)
        for t in range(1, years + 1):
            evaluator.year(blocks, opening.ids, params, (seed, member, opening.year + t), events,
                           changes)  # fmt: skip
    else:
        kept = tuple(np.zeros(0, np.int64) for _ in BLOCKS)
        outs = [np.zeros((years + 1, 0, *blocks[b].shape[1:]), blocks[b].dtype) for b in BLOCKS]
        Kernel(plan)(*[blocks[b] for b in BLOCKS], params, opening.ids, seed, member,
                     opening.year, years, 1, events, changes, kept, *outs)  # fmt: skip
    final = {name: get(plan, blocks, name) for name in plan.parts}
    return final, events[1 : int(events[0, 0]) + 1].tolist()


def relabelled(plan, opening: Opening, order) -> Opening:
    """Return the same opening with its states listed in another order."""
    order = np.asarray(order)
    n = len(order)
    blocks = {}
    for block, array in opening.blocks.items():
        if block in ("dyad", "flag"):
            out = array.copy()
            for row in range(len(array)):
                name = plan.rows(block)[row] if row < len(plan.rows(block)) else ""
                full = np.zeros((n, n), array.dtype)
                i, j = np.tril_indices(n, -1)
                if name.endswith(("_ij", "_ji")):
                    other = plan.parts[name[:-3] + ("_ji" if name.endswith("_ij") else "_ij")][1]
                    full[i, j], full[j, i] = array[row], array[other]
                else:
                    full[i, j] = full[j, i] = array[row]
                full = full[np.ix_(order, order)]
                out[row] = full[i, j]
            blocks[block] = out
        elif block in ("state", "treaty_state", "war_state"):
            blocks[block] = array[..., order].copy()
        else:
            blocks[block] = array.copy()
    states = tuple(opening.states[k] for k in order)
    return replace(opening, states=states, ids=opening.ids[order], blocks=blocks)
