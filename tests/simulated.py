"""Small simulated systems for tests: lay out a few states, run a model in NumPy or compiled."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
from scipy import stats

from multipolar import luck
from multipolar.kernel import Kernel
from multipolar.model import Model, default_model
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


ROOM = 20_000
"""Rows for events."""


def alone(*names: str, **values: float) -> Model:
    """Return a model of one mechanism (and the accounts) with parameters of it held."""
    held = {f"{names[0]}.{k}": v for k, v in values.items()} if names else {}
    return default_model().believing(None).only(*names).set(held)


def params_of(model: Model, mechanism: str) -> SimpleNamespace:
    """Return the values of the parameters of a mechanism, as attributes."""
    start = f"{mechanism}."
    held = {k.removeprefix(start): p.value for k, p in model.params.items() if k.startswith(start)}
    return SimpleNamespace(**held)


def many_names(n: int) -> tuple[str, ...]:
    """Return n names in the order of the alphabet."""
    return tuple(f"S{k:03d}" for k in range(n))


def tiny(
    model: Model, n: int = 4, *, room: int = 2, year: int = 2000, treaties: int = 8, wars: int = 6,
    **fields,
) -> Opening:  # fmt: skip
    """Lay out n equal states A, B, ...; fields are set afterwards, scalar or array.

    A dyad field may be a full (n, n) matrix or a packed vector; others are broadcast.
    """
    plan = _ready(model, "reference")[0]
    opening = _equal_states(plan, n, room, year, (treaties, wars))
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


_LAID: dict[tuple, Opening] = {}


def _equal_states(plan, n: int, room: int, year: int, slots: tuple[int, int]) -> Opening:
    """Return a new copy of the opening of n equal states."""
    known = (tuple(plan.fields.values()), n, room, year, slots)
    if known not in _LAID:
        states = tuple(chr(65 + k) for k in range(n)) if n <= 26 else many_names(n)
        world = World(year, states, {k: np.full(n, v) for k, v in BASIC.items()})
        treaties, wars = slots
        _LAID[known] = open_world(plan, world, room=room, treaties=treaties, wars=wars)
    laid = _LAID[known]
    return replace(laid, blocks={b: a.copy() for b, a in laid.blocks.items()})


def sign(model: Model, opening: Opening, parties, slot: int = 0, *, kind=1, terms=1, since=1990,
         expires=0, term=0, renewal=0) -> Opening:  # fmt: skip
    """Put a treaty of some states, by place, into a slot and into the ties; return the opening."""
    plan = _ready(model, "reference")[0]
    row = {name: plan.parts[name][1] for name in plan.rows("treaty")}
    facts = {"kind": kind, "terms": terms, "since": since, "expires": expires, "term": term,
             "renewal": renewal}  # fmt: skip
    for name, value in facts.items():
        opening.blocks["treaty"][row[f"treaty_{name}"], slot] = value
    opening.blocks["treaty_state"][0, slot] = 0
    opening.blocks["treaty_state"][0, slot, list(parties)] = 1
    names = ("defence", "offence", "neutrality", "nonaggression", "consultation", "arms_cap")
    for k, name in enumerate(names):
        if terms >> k & 1:
            for i in parties:
                for j in parties:
                    if i > j:
                        get(plan, opening.blocks, name)[at(i, j)] = 1
    _count_common_allies(plan, opening)
    return opening


def _count_common_allies(plan, opening: Opening) -> None:
    n = len(opening.ids)
    i, j = np.tril_indices(n, -1)
    pacts = np.zeros((n, n))
    pacts[i, j] = pacts[j, i] = get(plan, opening.blocks, "defence")
    get(plan, opening.blocks, "common_allies")[:] = (pacts @ pacts)[i, j]


def wage(model: Model, opening: Opening, first, second, slot: int = 0, *, since=2000,
         scale=1e5) -> Opening:  # fmt: skip
    """Put a war of two sides, by place, into a slot and into the flags; return the opening."""
    plan = _ready(model, "reference")[0]
    get(plan, opening.blocks, "war_since")[slot] = since
    get(plan, opening.blocks, "war_scale")[slot] = scale
    sides = get(plan, opening.blocks, "war_side")[slot]
    sides[list(first)], sides[list(second)] = 1, -1
    for s in (*first, *second):
        get(plan, opening.blocks, "mobilised")[s] = 1
    for a in first:
        for b in second:
            get(plan, opening.blocks, "war")[at(a, b)] = 1
            get(plan, opening.blocks, "dispute")[at(a, b)] = 1
    return opening


def at(i: int, j: int) -> int:
    """Return where a pair stands in a packed array."""
    i, j = max(i, j), min(i, j)
    return i * (i - 1) // 2 + j


def dense(final, name: str):
    """Return a dyad field as a matrix: row sends, column receives; zero on the diagonal."""
    out, back = (name, name) if name in final else (f"{name}_ij", f"{name}_ji")
    n = len(final["present"])
    full = np.zeros((n, n))
    i, j = np.tril_indices(n, -1)
    full[i, j], full[j, i] = final[out], final[back]
    return full


def told(events, *kinds: int):
    """Return the events of some kinds as tuples of two places."""
    return [(int(e[2]), int(e[3])) for e in events if int(e[0]) in kinds]


def likely(count: int, trials: int, chance: float) -> bool:
    """Say whether a count is one that a binomial gives in all but one of ten thousand cases."""
    return stats.binomtest(int(count), int(trials), float(chance)).pvalue > 1e-4


def state_luck(opening: Opening, stream: str, *, year=None, member=0, seed=1):
    """Return the uniform draw of each state in a stream: ``mechanism.step.draw``."""
    key = _stream(opening, stream, year, member, seed)
    return luck.state_uniform(luck.state_words(key, opening.ids))


def pair_luck(opening: Opening, stream: str, *, year=None, member=0, seed=1):
    """Return the uniform draw of each pair, packed, in a stream."""
    key = _stream(opening, stream, year, member, seed)
    i, j = np.tril_indices(len(opening.ids), -1)
    first, second = luck.state_words(key, opening.ids)
    return luck.pair_uniform(first[i] + first[j], second[i] + second[j])


def whole_luck(opening: Opening, step: str, *numbers, year=None, member=0, seed=1) -> float:
    """Return one draw of a whole step, ``mechanism.step``, for one or two numbers."""
    key = _stream(opening, f"{step}.luck", year, member, seed)
    return luck.uniform(key, *(int(x) for x in numbers))


def _stream(opening: Opening, stream: str, year, member: int, seed: int):
    return luck.stream_key(seed, member, year or opening.year + 1, luck.identity(stream))


def put(model: Model, opening: Opening, name: str, place, value) -> Opening:
    """Set one place of a field; return the opening."""
    get(_ready(model, "reference")[0], opening.blocks, name)[place] = value
    return opening


def added(model: Model, name: str, places, value, year: int = 2001):
    """Return the dated changes that add a value to a field in some places, for ``run``."""
    block, row = _ready(model, "reference")[0].parts[name]
    return [[year, BLOCKS.index(block), row, place, 0, 1, value] for place in places]


def decides(found, draws, chances, within: float = 1e-5) -> bool:
    """Say whether something is so just where a draw is below its chance; both outcomes occur.

    Draws as near to their chance as ``within`` are left out: pairs have 32 bits.
    """
    found, clear = np.asarray(found) > 0.5, np.abs(draws - np.asarray(chances)) > within
    assert 0 < found.sum() < found.size, "one outcome only: the test shows nothing"
    return np.array_equal(found[clear], (draws < chances)[clear])


def logistic(x):
    """Return 1 / (1 + exp(-x)), from NumPy."""
    return 1.0 / (1.0 + np.exp(-np.asarray(x, float)))


_KEPT: dict[tuple, tuple] = {}


def _ready(model: Model, engine: str):
    """Return the plan and the evaluator of models that differ in values alone, made once."""
    key = (tuple(map(id, model.mechanisms)), model.off, engine)
    if key not in _KEPT:
        plan = make_plan(model)
        kept = Reference(plan) if engine == "reference" else Kernel(plan)
        _KEPT[key] = (model.mechanisms, plan, kept)
    return _KEPT[key][1:]


def futures(model: Model, opening: Opening, members: int, years: int = 1, **options):
    """Return ``run`` of each member, one after the other."""
    for member in range(members):
        yield run(model, opening, years, member=member, **options)


def run(model: Model, opening: Opening, years: int = 1, *, seed=1, member=0, params=None,
        engine="reference", changes=None):  # fmt: skip
    """Run some years; return ``name → array`` at the end, and the events as a list of rows."""
    if engine == "reference":
        options = {"seed": seed, "member": member, "params": params, "changes": changes}
        *_, (final, events) = yearly(model, opening, years, **options)
        return final, events[1 : int(events[0, 0]) + 1].tolist()
    plan, kernel = _ready(model, engine)
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    if params is None:
        params = model.draw([member], seed, certain=True)[0]
    events = np.zeros((ROOM, 5))
    changes = np.zeros((0, 7)) if changes is None else np.asarray(changes, float)
    kept = tuple(np.zeros(0, np.int64) for _ in BLOCKS)
    outs = [np.zeros((years + 1, 0, *blocks[b].shape[1:]), blocks[b].dtype) for b in BLOCKS]
    kernel(*[blocks[b] for b in BLOCKS], params, opening.ids, seed, member,
           opening.year, years, 1, events, changes, kept, *outs)  # fmt: skip
    final = {name: get(plan, blocks, name) for name in plan.parts}
    return final, events[1 : int(events[0, 0]) + 1].tolist()


def yearly(model: Model, opening: Opening, years: int, *, seed=1, member=0, params=None,
           changes=None):  # fmt: skip
    """Run in NumPy; yield the arrays as they stand, and the log of events, from the start on.

    The arrays are those that the next year changes: copy what is to be kept.
    """
    plan, evaluator = _ready(model, "reference")
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    if params is None:
        params = model.draw([member], seed, certain=True)[0]
    events = np.zeros((ROOM, 5))
    changes = np.zeros((0, 7)) if changes is None else np.asarray(changes, float)
    final = {name: get(plan, blocks, name) for name in plan.parts}
    yield final, events
    for year in range(opening.year + 1, opening.year + years + 1):
        evaluator.year(blocks, opening.ids, params, (seed, member, year), events, changes)
        yield final, events


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
