"""What holds for every mechanism, the one you add next included."""

import copy
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from simulated import get, relabelled, run, sign, tiny, wage

from multipolar.kernel import Kernel
from multipolar.mechanism import Mechanism
from multipolar.model import Model, catalogue, default_model
from multipolar.plan import BLOCKS, Group, make_plan
from multipolar.reference import Reference
from multipolar.steps import whole

NAMES = catalogue.names()
every_mechanism = pytest.mark.parametrize("name", NAMES)
causes = pytest.mark.parametrize("name", [n for n in NAMES if not catalogue[n].bookkeeping])
SIZES = (2, 3, 5, 9)


def lively(model, n, seed):
    """Lay out n states that differ in all they have, with treaties and a war; two are to come."""
    rng = np.random.default_rng(seed)
    opening = tiny(model, n, room=2, treaties=60, wars=8)
    plan = make_plan(model)
    for part, (block, row) in plan.parts.items():
        field, out = plan.field(part), opening.blocks[block][row]
        if part in FIXED or block not in ("state", "dyad", "flag", "system"):
            continue
        if part in RANGES:
            low, high = RANGES[part]
            out[...] = rng.uniform(low, high, out.shape)
        elif field.flag or (field.low, field.high, field.unit) == (0.0, 1.0, "1"):
            out[...] = rng.random(out.shape) < 0.25
        elif field.kind != "tally" and field.low == 0.0 and field.high == np.inf:
            out[...] = out * np.exp(rng.normal(0.0, 0.8, out.shape))
    state = opening.blocks["state"]
    there = state[0] > 0
    state[:, ~there] = tiny(model, n, room=2, treaties=60, wars=8).blocks["state"][:, ~there]
    share = np.where(there, get(plan, opening.blocks, "military_spending"), 0.0)
    get(plan, opening.blocks, "capability")[:] = share / share.sum()
    leader = get(plan, opening.blocks, "leader")
    leader[:] = 0.0
    leader[share.argmax()] = 1.0
    for name in ("war", "defence", "offence", "neutrality", "nonaggression", "consultation",
                 "arms_cap"):  # fmt: skip
        get(plan, opening.blocks, name)[:] = 0
    get(plan, opening.blocks, "mobilised")[:] = 0.0
    _without_ties(plan, opening, ~there)
    for slot in range(min(2 * n, 12)):
        parties = rng.choice(n, size=rng.integers(2, min(n, 4) + 1), replace=False)
        terms, term = int(rng.choice([1, 17, 24, 32, 16])), int(rng.choice([0, 5, 10]))
        sign(
            model, opening, sorted(parties.tolist()), slot, kind=3 if terms == 32 else 1,
            terms=terms, since=int(rng.integers(1980, 2000)), term=term,
            expires=2000 + int(rng.integers(0, 4)) if term else 0, renewal=int(rng.random() < 0.5),
        )  # fmt: skip
    first, second = rng.choice(n, size=2, replace=False).tolist()
    wage(model, opening, [first], [second])
    return opening


def _without_ties(plan, opening, gone):
    """Take away what ties absent states to others."""
    i, j = np.tril_indices(len(gone), -1)
    empty = gone[i] | gone[j]
    for part, (block, row) in plan.parts.items():
        if block in ("dyad", "flag"):
            opening.blocks[block][row][empty] = plan.field(part).start


FIXED = ("present", "vacant", "capability", "leader", "common_allies", "gone")
RANGES = {
    "regime": (-1.0, 1.0), "ideology": (-2.0, 2.0), "growth": (-0.05, 0.1),
    "alignment": (-1.0, 1.0), "log_distance": (5.0, 9.5), "grudge": (0.0, 2.0),
    "peace_years": (0.0, 40.0),
    "trade_ij": (0.0, 1e11), "trade_ji": (0.0, 1e11), "coordination": (0.0, 1.0),
    "shared_bodies": (0.0, 40.0), "dependence": (0.0, 1.5), "trust": (0.2, 0.8),
    "frailty": (-0.5, 0.5), "volatility": (-0.5, 0.5), "tenure": (0.0, 15.0),
    "terrorism": (0.0, 2.0), "threat": (0.0, 1.0), "burst": (0.5, 2.0), "paths": (-0.1, 0.1),
    "nuclear_warheads": (0.0, 100.0), "steel": (0.0, 1e8), "regional_shock": (-0.02, 0.02),
    "belligerence": (0.0, 3.0), "frontier": (9.0, 11.0), "military_personnel": (1e4, 2e6),
}  # fmt: skip


@cache
def everything():
    """Return the plan of the default model and its two evaluators."""
    plan = make_plan(default_model())
    return plan, Reference(plan), Kernel(plan)


def reference(model, opening, years=1, *, seed=1, keep=None):
    """Run a part of the default model in NumPy; return the blocks at the end, and the events.

    ``keep`` says which steps run; by default all but that of the keeper.
    """
    keep = keep or (lambda bound: bound.mechanism != "keeper")
    plan = make_plan(model)
    kept = [(g.over, tuple(b for b in g.steps if keep(b))) for g in plan.groups]
    evaluator = copy.copy(everything()[1])
    evaluator.plan = replace(plan, groups=tuple(Group(*g) for g in kept if g[1]))
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    events = np.zeros((5_000, 5))
    params = model.draw([0], seed, certain=True)[0]
    for year in range(1, years + 1):
        when = (seed, 0, opening.year + year)
        evaluator.year(blocks, opening.ids, params, when, events, np.zeros((0, 7)))
    return blocks, events[1 : int(events[0, 0]) + 1]


def values(plan, blocks):
    return {part: get(plan, blocks, part) for part in plan.parts}


def compiled(opening, years, params, *, seed=1, every=None):
    """Run the compiled default model; return the blocks at the end, and every so many years."""
    kernel = everything()[2]
    every = every or years
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    rows = tuple(np.arange(len(blocks[b])) for b in BLOCKS)
    outs = [np.zeros((years // every + 1, *blocks[b].shape), blocks[b].dtype) for b in BLOCKS]
    events = np.zeros((20_000, 5))
    kernel(
        *(blocks[b] for b in BLOCKS), np.array(params), opening.ids, seed, 0, opening.year, years,
        every, events, np.zeros((0, 7)), rows, *outs,
    )  # fmt: skip
    return blocks, dict(zip(BLOCKS, outs, strict=True)), events[1 : int(events[0, 0]) + 1]


def certain():
    return default_model().draw([0], 1, certain=True)[0]


def test_the_catalogue_is_not_empty():
    assert len(NAMES) >= 30


class TestFacts:
    @every_mechanism
    def test_it_is_called_like_its_file(self, name):
        m = catalogue[name]
        assert isinstance(m, Mechanism)
        assert m.name == name

    @every_mechanism
    def test_it_says_what_it_is_who_found_it_and_what_it_leaves_out(self, name):
        m = catalogue[name]
        assert len(m.label) > 3
        assert m.label != name
        if not m.bookkeeping:
            assert re.search(r"[(\[](1[6-9]|20)\d\d", m.source), "a source has its year"
        assert len(m.omits) > 10
        assert m.omits.endswith(".")
        assert all(line.endswith(".") for line in m.doc.splitlines())
        assert len(m.doc.splitlines()) == len(m.steps)

    @every_mechanism
    def test_every_parameter_has_unit_range_prior_and_meaning(self, name):
        m = catalogue[name]
        for key, p in m.params.items():
            assert p.unit, key
            assert len(p.meaning) > 5, key
            assert np.isfinite(p.value), key
            assert p.low < p.high, key
            assert p.low <= p.value <= p.high, key

    @every_mechanism
    def test_the_default_is_what_its_prior_believes(self, name):
        for key, p in catalogue[name].params.items():
            ends = p.belief.quantiles(np.array([0.001, 0.999]), p.low, p.high)
            assert ends[0] <= p.value <= ends[1], key
            assert p.low <= ends[0] <= ends[1] <= p.high, key

    @every_mechanism
    def test_every_parameter_is_read_and_every_field_of_its_own_is_used(self, name):
        m = catalogue[name]
        read = {argument for step in m.marked for argument in step.reads}
        assert set(m.params) <= read
        written = {w for s in m.marked for w in s.writes}
        written |= {re.sub("_(i|j|ij|ji)$", "", w) for w in written}
        assert {f.name for f in m.fields} <= written

    @every_mechanism
    def test_fields_of_its_own_say_what_they_are(self, name):
        for f in catalogue[name].fields:
            assert f.unit
            assert f.meaning
            assert f.low <= f.start <= f.high


class TestWrites:
    @every_mechanism
    @pytest.mark.parametrize("seed", range(3))
    def test_a_step_changes_only_what_it_says(self, name, seed):
        model, plan = default_model(), everything()[0]
        opening = lively(model, SIZES[1 + seed], seed)
        start = values(plan, opening.blocks)
        for f in catalogue[name].steps:
            step = f.step
            blocks, _ = reference(model, opening, seed=seed, keep=lambda b, s=step: b.step is s)
            allowed = set(step.writes) | {w[:-2] for w in step.writes if w.endswith(("_i", "_j"))}
            for part, now in values(plan, blocks).items():
                before = start[part]
                if plan.field(part).kind == "tally":
                    before = np.full_like(before, plan.field(part).start)
                if part not in allowed:
                    assert np.array_equal(now, before), f"{step.name} changes {part}"

    @causes
    def test_a_state_that_is_absent_is_neither_changed_nor_felt(self, name):
        model, plan = default_model().only(name), everything()[0]
        opening = lively(model, 5, 7)
        there = opening.blocks["state"][0] > 0
        i, j = np.tril_indices(len(there), -1)
        both = there[i] & there[j]
        for part in ("vacant", "gone"):
            get(plan, opening.blocks, part)[~there] = float(part == "gone")
        other = {b: a.copy() for b, a in opening.blocks.items()}
        noisy = ~np.isin(np.arange(len(other["state"])), [0, plan.parts["vacant"][1],
                                                          plan.parts["gone"][1]])  # fmt: skip
        other["state"][np.ix_(noisy, ~there)] = 0.75
        if name not in OVER_ALL_TIES:
            other["dyad"][:, ~both] += 0.25
            other["flag"][:, ~both] = 1
        plain, fed = (
            reference(model, replace(opening, blocks=b), 3, keep=lambda x: x.mechanism == name)
            for b in (opening.blocks, other)
        )
        (plain, told), (fed, said) = plain, fed
        assert np.array_equal(told, said)
        for part, (block, _) in plan.parts.items():
            now, with_noise = get(plan, plain, part), get(plan, fed, part)
            if plan.field(part).kind == "tally":
                continue
            if block == "state":
                assert np.array_equal(now[there], with_noise[there]), part
                assert np.array_equal(now[~there], get(plan, opening.blocks, part)[~there]), part
            elif block in ("dyad", "flag"):
                assert np.array_equal(now[both], with_noise[both]), part
                assert np.array_equal(now[~both], get(plan, opening.blocks, part)[~both]), part
            elif block in ("treaty_state", "war_state"):
                assert (now[:, ~there] == 0).all(), part
                assert np.array_equal(now, with_noise), part
            else:
                assert np.array_equal(now, with_noise), part


OVER_ALL_TIES = ("structural_balance", "trust")
"""They look at all ties at once: accounts keep those of absent states empty."""


@whole()
def idle(year):
    """Do nothing."""
    del year


class TestOff:
    @causes
    def test_switched_off_it_is_as_if_it_were_not_there(self, name):
        """Its fields stay, as others may read them; a mechanism that does nothing keeps them."""
        model = default_model()
        mine = catalogue[name]
        rest = tuple(m for m in model.mechanisms if m.name != name)
        keeper = Mechanism("keeper", mine.phase, (idle,), fields=mine.fields)
        opening = lively(model, 5, 11)
        off, told = reference(model.without(name), opening, 2)
        other = Model((*rest, keeper), posterior=model.posterior)
        gone, said = reference(other, _reordered(other, model, opening), 2)
        assert np.array_equal(told, said)
        for part in everything()[0].parts:
            now, then = get(everything()[0], off, part), get(make_plan(other), gone, part)
            assert np.array_equal(now, then), part

    @causes
    def test_switched_on_it_does_something_somewhere(self, name):
        plan, model = everything()[0], default_model()
        for seed in range(40):
            on, _ = usual(seed)
            off, _ = reference(model.without(name), lively(model, 9, seed), 3, seed=seed)
            if any(not np.array_equal(get(plan, on, p), get(plan, off, p)) for p in plan.parts):
                return
        pytest.fail(f"{name} changes nothing in forty worlds")


@cache
def usual(seed):
    """Return three years of the whole model in NumPy."""
    return reference(default_model(), lively(default_model(), 9, seed), 3, seed=seed)


def _reordered(model, was, opening):
    """Return an opening whose arrays stand in the order of another model's fields."""
    old, new = make_plan(was), make_plan(model)
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    for part in new.parts:
        get(new, blocks, part)[...] = get(old, opening.blocks, part)
    return replace(opening, blocks=blocks)


def canonical(plan, blocks, back=None):
    """Return what a world holds whatever the order of its states and slots."""
    out = {}
    n = blocks["state"].shape[1]
    back = np.arange(n) if back is None else back
    i, j = np.tril_indices(n, -1)
    for part, (block, _) in plan.parts.items():
        now = get(plan, blocks, part)
        if block == "state":
            out[part] = now[back]
        elif block in ("dyad", "flag"):
            other = part[:-3] + ("_ji" if part.endswith("_ij") else "_ij")
            full = np.zeros((n, n))
            full[i, j] = now
            full[j, i] = get(plan, blocks, other) if part.endswith(("_ij", "_ji")) else now
            out[part] = full[np.ix_(back, back)]
        elif block == "system":
            out[part] = now
    for kind, table in (("treaty", "treaty_kind"), ("war", "war_since")):
        used = np.flatnonzero(get(plan, blocks, table) > 0)
        rows = np.stack([get(plan, blocks, part)[used] for part in plan.rows(kind)], axis=1)
        sides = blocks[f"{kind}_state"][0, used][:, back]
        both = np.concatenate([rows, sides], axis=1)
        keys = np.concatenate([sides, np.round(rows, 6)], axis=1)
        out[kind] = both[np.lexsort(keys.T[::-1])] if len(used) else both
    return out


class TestSymmetry:
    @every_mechanism
    @pytest.mark.parametrize("seed", range(2))
    def test_states_listed_in_another_order_have_the_same_future(self, name, seed):
        model, plan = default_model(), everything()[0]
        if not catalogue[name].bookkeeping:
            model = model.only(name)
        opening = lively(model, (6, 9)[seed], 20 + seed)
        order = np.random.default_rng(seed).permutation(len(opening.ids))
        years = 1 if catalogue[name].bookkeeping else 3
        plain, told = reference(model, opening, years, seed=seed)
        mixed, said = reference(model, relabelled(plan, opening, order), years, seed=seed)
        wanted, found = canonical(plan, plain), canonical(plan, mixed, np.argsort(order))
        for part, now in wanted.items():
            assert now.shape == found[part].shape, part
            assert np.allclose(now, found[part], rtol=1e-4, atol=1e-5), part
        assert len(told) == len(said)


class TestSameBits:
    @pytest.mark.parametrize("n", SIZES)
    def test_the_compiled_model_is_numpy_s_to_the_last_bit(self, n):
        model, plan = default_model(), everything()[0]
        opening = lively(model, n, n)
        wanted, told = reference(model, opening, 5)
        found, _, said = compiled(opening, 5, certain())
        for part in plan.parts:
            assert np.array_equal(get(plan, wanted, part), get(plan, found, part)), part
        assert np.array_equal(told, said)

    def test_the_same_seed_gives_the_same_future_and_another_does_not(self):
        opening = lively(default_model(), 9, 1)
        one, two, other = (compiled(opening, 5, certain(), seed=s)[0] for s in (1, 1, 2))
        assert all(np.array_equal(one[b], two[b]) for b in BLOCKS)
        assert not np.array_equal(one["state"], other["state"])

    @pytest.mark.slow
    @causes
    def test_each_alone_is_numpy_s_to_the_last_bit(self, name, tmp_path, monkeypatch):
        from multipolar import kernel

        monkeypatch.setattr(kernel, "kernel_folder", lambda: tmp_path)
        model, plan = default_model().only(name), everything()[0]
        for n in (3, 8):
            opening = lively(model, n, n)
            wanted, told = reference(model, opening, 5)
            found, said = run(model, opening, 5, engine="kernel")
            for part in plan.parts:
                assert np.array_equal(get(plan, wanted, part), found[part]), part
            assert told.tolist() == said


def finite(plan, blocks):
    """Return the arrays in which something is no finite number."""
    return [
        part for part, (block, _) in plan.parts.items()
        if blocks[block].dtype.kind == "f" and not np.isfinite(get(plan, blocks, part)).all()
    ]  # fmt: skip


class TestCorners:
    @every_mechanism
    def test_every_parameter_at_either_end_gives_finite_numbers(self, name):
        plan = everything()[0]
        params, base = default_model().params, certain()
        mine = [k for k, key in enumerate(plan.params) if key.startswith(f"{name}.")]
        opening = lively(default_model(), 9, 5)
        for end in ("low", "high"):
            ends = {k: getattr(params[plan.params[k]], end) for k in mine}
            ends = {k: v for k, v in ends.items() if np.isfinite(v)}
            for group in [list(ends), *[[k] for k in ends]]:
                values = base.copy()
                values[group] = [ends[k] for k in group]
                blocks, _, _ = compiled(opening, 4, values)
                told = [plan.params[k] for k in group]
                assert finite(plan, blocks) == [], f"{told} at {end}"

    def test_all_parameters_at_either_end_and_drawn_give_finite_numbers(self):
        plan, model = everything()[0], default_model()
        drawn = list(model.draw(range(25), 3))
        for member, values in enumerate(drawn):
            blocks, _, _ = compiled(lively(model, 9, member), 10, values, seed=member)
            assert finite(plan, blocks) == [], member

    @pytest.mark.parametrize("n", [1, 2])
    def test_one_or_two_states_have_a_future(self, n):
        plan = everything()[0]
        opening = tiny(default_model(), n, room=2, treaties=60, wars=8)
        blocks, _, _ = compiled(opening, 20, certain())
        assert finite(plan, blocks) == []
        assert np.array_equal(blocks["state"], reference(default_model(), opening, 20)[0]["state"])


class TestOverTime:
    @pytest.fixture
    def futures(self):
        """Return kept years of a few futures of 40 years."""
        model = default_model()
        params = model.draw(range(6), 4)
        return [compiled(lively(model, 9, s), 40, params[s], seed=s, every=1)[1] for s in range(6)]

    def test_absent_states_are_in_no_treaty_and_no_war(self, futures):
        plan = everything()[0]
        member, side = (plan.parts[p][1] for p in ("treaty_member", "war_side"))
        left = 0
        for outs in futures:
            gone = outs["state"][1:, 0] == 0
            left += gone.any()
            assert not (outs["treaty_state"][1:, member] != 0)[
                np.broadcast_to(gone[:, None], outs["treaty_state"][1:, member].shape)
            ].any()
            assert not (outs["war_state"][1:, side] != 0)[
                np.broadcast_to(gone[:, None], outs["war_state"][1:, side].shape)
            ].any()
        assert left

    def test_states_that_left_have_no_ties(self, futures):
        plan = everything()[0]
        gone_row = plan.parts["gone"][1]
        for outs in futures:
            n = outs["state"].shape[2]
            i, j = np.tril_indices(n, -1)
            gone = outs["state"][1:, gone_row] > 0
            either = gone[:, i] | gone[:, j]
            for part in ("alignment", "trade_ij", "trade_ji", "sanction_ij", "war", "defence"):
                block, row = plan.parts[part]
                assert (outs[block][1:, row][either] == 0).all(), part

    def test_every_field_stays_in_its_range(self, futures):
        plan = everything()[0]
        for part, (block, row) in plan.parts.items():
            field = plan.field(part)
            for outs in futures:
                now = outs[block][1:, row]
                assert now.min() >= field.low - 1e-6 * abs(field.low), part
                assert now.max() <= field.high + 1e-6 * abs(field.high), part

    def test_capability_is_shared_out_whole(self, futures):
        plan = everything()[0]
        for outs in futures:
            shares = outs["state"][1:, plan.parts["capability"][1]]
            assert np.allclose(shares.sum(axis=1), 1.0)
