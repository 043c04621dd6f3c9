"""The same futures to the last bit, however they are run."""

import numpy as np
import pytest
from toymodel import TOY, toy_world

from multipolar import members
from multipolar.changes import Change
from multipolar.fields import Field
from multipolar.inputs import KEEP, Parameters, chunk_size, member_bytes
from multipolar.mechanism import Mechanism, Param
from multipolar.members import run_members
from multipolar.simulation import Threads
from multipolar.steps import each_pair, each_state

DYADS = (*KEEP, "alignment", "war", "trade", "treaty_kind", "treaty_member", "war_side")


@pytest.fixture(scope="module")
def usual(toy):
    return toy(members=11, keep=DYADS, threads=1, chunk=4)


def test_one_thread_and_two_give_the_same_bits(toy, same, usual):
    same(usual, toy(members=11, keep=DYADS, threads=2, chunk=4))


@pytest.mark.parametrize("chunk", [1, 3, 11, 50, None])
def test_chunks_of_any_size_give_the_same_bits(toy, same, usual, chunk):
    same(usual, toy(members=11, keep=DYADS, chunk=chunk))


def test_the_reference_gives_the_same_bits(toy, same, usual):
    same(usual, toy(members=11, keep=DYADS, engine="reference"))


def test_a_member_does_not_depend_on_how_many_there_are(toy, usual):
    few = toy(members=3, keep=DYADS)
    np.testing.assert_array_equal(few.run.take("gdp_ppp"), usual.run.take("gdp_ppp")[:3])
    assert few.parameters.equals(usual.parameters.head(3))


def test_the_order_of_members_changes_nothing(toy, monkeypatch):
    jobs = []

    class Watched(Threads):
        def __init__(self, job, count):
            jobs.append(job)
            super().__init__(job, count)

    monkeypatch.setattr("multipolar.simulation.Threads", Watched)
    toy()
    (job,) = jobs
    from multipolar.plan import make_plan

    source = Parameters(TOY, make_plan(TOY), 6, 5, given=None, certain=False)
    params = source.of(0, 6)
    order = np.array([4, 1, 5, 0, 3, 2])
    straight = run_members(job, range(6), params)
    mixed = run_members(job, order, params[order])
    for block, values in straight.arrays.items():
        np.testing.assert_array_equal(mixed.arrays[block], values[order])
    np.testing.assert_array_equal(mixed.fingerprints, straight.fingerprints[order])
    for place, member in enumerate(order):
        alone = run_members(job, [member], params[[member]])
        np.testing.assert_array_equal(alone.arrays["state"][0], mixed.arrays["state"][place])


@pytest.mark.parametrize(
    ("members", "size"), [(1, 1), (2, 1), (8, 2), (100, 4), (1000, 16), (10**6, 16)]
)
def test_chunks_are_few_and_never_one_for_all(toy, monkeypatch, members, size):
    jobs = []
    monkeypatch.setattr("multipolar.simulation.chunk_size", lambda job, n: jobs.append(job) or 1)
    toy(members=1)
    assert chunk_size(jobs[0], members) == size
    monkeypatch.setattr("multipolar.inputs.BUFFER", 3 * member_bytes(jobs[0]))
    assert chunk_size(jobs[0], members) == min(size, 3)


def test_members_differ_and_so_do_seeds(toy, usual):
    shares = usual.run.take("gdp_ppp")[:, -1, 0]
    assert len(set(shares.tolist())) == 11
    other = toy(members=11, seed=6).run.take("gdp_ppp")[:, -1, 0]
    assert not set(shares.tolist()) & set(other.tolist())


def test_a_large_seed_is_as_good_as_a_small_one(toy, same):
    same(toy(seed=2**63 - 1), toy(seed=2**63 - 1, engine="reference"))


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_keeping_one_year_in_five_keeps_the_same_values(toy, usual, engine):
    fifth = toy(members=11, every=5, engine=engine)
    assert fifth.years == [2000, 2005, 2010]
    np.testing.assert_array_equal(fifth.run.take("gdp_ppp"), usual.run.take("gdp_ppp")[:, ::5])
    np.testing.assert_array_equal(fifth.run.take("fingerprint"), usual.run.take("fingerprint"))


def test_keeping_less_keeps_the_same_values(toy, usual):
    less = toy(members=11, keep=("regime", "concentration"), events=False)
    assert list(less.run.kept) == ["present", "regime", "concentration"]
    for name in less.run.kept:
        np.testing.assert_array_equal(less.run.take(name), usual.run.take(name))
    np.testing.assert_array_equal(less.run.take("fingerprint"), usual.run.take("fingerprint"))


def test_a_log_of_events_that_overflows_loses_nothing(toy, same, usual, monkeypatch):
    monkeypatch.setattr(members, "ROOM", 3)
    assert usual.events.collect().height > 11 * 3
    same(usual, toy(members=11, keep=DYADS))


def test_a_mechanism_that_does_nothing_changes_no_bit(toy, same):
    @each_state(sets="scratch", draws={"u": "uniform"})
    def dice(scratch, u):
        return scratch + u

    @each_pair(sets="pair_scratch", draws={"u": "uniform"})
    def pair_dice(pair_scratch, u, weight):
        return weight * u

    own = Field("scratch", "state"), Field("pair_scratch", "dyad")
    inert = Mechanism("inert", "growth", (dice, pair_dice), {"weight": Param(1.0)}, own)
    with_it = toy(model=TOY.with_(inert, before="growth"), engine="reference")
    without = toy(engine="reference")
    same(without, with_it, names=list(without.run.kept))


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_futures_fork_at_a_dated_change_and_not_a_year_before(toy, same, engine):
    change = Change(2006, "gdp_ppp", "CHN", times=1.5)
    before, after = toy(engine=engine), toy(engine=engine, changes=[change])
    for name in before.run.kept:
        a, b = before.run.take(name), after.run.take(name)
        np.testing.assert_array_equal(a[:, :6], b[:, :6], err_msg=name)
    a, b = (e.run.take("gdp_ppp")[:, :, 1] for e in (before, after))
    there = np.isfinite(a[:, 6]) & np.isfinite(b[:, 6])
    np.testing.assert_allclose(b[there, 6] / a[there, 6], 1.5, rtol=1e-6)
    same(after, toy(engine=engine, changes=after.attrs["changes"]))


def test_a_change_that_changes_nothing_makes_exactly_no_difference(toy, same):
    same(toy(), toy(changes=[Change(2003, "regime", "FRA"), Change(2005, "trust", plus=0.0)]))


def test_changes_reach_pairs_from_either_side_and_the_system(toy):
    for one, other in (("USA", "RUS"), ("RUS", "USA")):
        changes = [
            Change(2001, "sanction_ij", one, other, 0, 1),
            Change(2001, "defence", one, other, 0, 1),
            Change(2001, "trust", plus=0.25),
        ]
        kept = ("sanction", "defence", "trust")
        run = toy(keep=kept, changes=changes, members=1)
        assert float(run["trust"][0, 1]) == 0.75
        assert run.matrix("defence", 0, 2001).sel(state=one, partner=other) == 1
        sent = run.matrix("sanction", 0, 2001)
        assert sent.sel(state=one, partner=other) == 1
        assert sent.sum() == 1
        assert run.matrix("sanction", 0, 2000).sum() == 0


def test_parameters_that_are_given_are_those_that_are_used(toy, same):
    drawn = toy(members=4)
    given = toy(members=4, params=TOY.draw(range(4), 5))
    same(drawn, given)
    certain = toy(members=4, certain=True)
    assert certain.parameters["growth.speed"].to_list() == [0.02] * 4
    same(certain, toy(members=4, params=np.tile([0.02, 0.1, 0.2, 0.02], (4, 1))))


def test_parameters_are_drawn_the_same_however_many_at_a_time(monkeypatch):
    from multipolar.plan import make_plan

    plan = make_plan(TOY)
    monkeypatch.setattr("multipolar.inputs.BATCH", 10)
    source = Parameters(TOY, plan, 57, 3, given=None, certain=False)
    some = [source.of(a, a + 7) for a in (0, 7, 28, 14, 50)]
    whole = TOY.draw(range(57), 3)
    for a, part in zip((0, 7, 28, 14, 50), some, strict=True):
        np.testing.assert_array_equal(part, whole[a : a + 7])


def test_a_model_without_parameters_runs(toy, tmp_path):
    from toymodel import accounts, arms

    from multipolar.model import Model

    bare = Model((arms, accounts))
    run = toy(model=bare, members=3, engine="reference", output=tmp_path / "bare.zarr")
    assert run.parameters.columns == ["member"]
    assert len(set(run.run.take("fingerprint").tolist())) == 1


def test_states_listed_in_another_order_give_the_same_futures(toy):
    world = toy_world()
    mixed = world.permuted([3, 0, 5, 1, 4, 2])
    a = toy(
        world, keep=("gdp_ppp", "capability"), model=TOY.without("quarrels"), engine="reference"
    )
    b = toy(
        mixed, keep=("gdp_ppp", "capability"), model=TOY.without("quarrels"), engine="reference"
    )
    places = [b.states.index(s) for s in a.states]
    np.testing.assert_array_equal(a.run.take("gdp_ppp"), b.run.take("gdp_ppp")[..., places])
