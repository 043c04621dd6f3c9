"""How a World becomes the arrays of a run."""

from dataclasses import replace

import numpy as np
import pytest

from multipolar import luck
from multipolar.commitments import Commitment, Party
from multipolar.embedded import today
from multipolar.errors import RunError
from multipolar.fields import Field
from multipolar.mechanism import Mechanism
from multipolar.model import default_model
from multipolar.opening import DTYPES, KINDS, TERMS, open_world
from multipolar.plan import BLOCKS, make_plan
from multipolar.snapshot import world_of
from multipolar.steps import each_state, pair
from multipolar.world import World

STATES = ("USA", "CHN", "RUS", "IND")


@each_state(sets="growth")
def still(growth):
    return growth


@pytest.fixture(scope="module")
def plan():
    return make_plan(default_model())


def world(states=STATES, **arrays):
    n = len(states)
    basic = {"population": np.full(n, 1e8), "gdp_ppp": np.full(n, 1e12)}
    return World(2000, states, basic | arrays)


def part(plan, opening, name):
    block, row = plan.parts[name]
    return opening.blocks[block][row]


def test_axes_are_the_states_and_room_for_those_to_come(plan):
    opening = open_world(plan, world(), room=3)
    assert opening.states == (*STATES, "NEW1", "NEW2", "NEW3")
    assert part(plan, opening, "present").tolist() == [1, 1, 1, 1, 0, 0, 0]
    assert part(plan, opening, "vacant").tolist() == [0, 0, 0, 0, 1, 1, 1]


def test_blocks_have_the_layout_of_the_plan(plan):
    opening = open_world(plan, world(), room=3, treaties=5, wars=2)
    shapes = {
        "state": (7,), "dyad": (21,), "flag": (21,), "system": (1,), "treaty": (5,),
        "treaty_state": (5, 7), "war": (2,), "war_state": (2, 7),
    }  # fmt: skip
    assert tuple(opening.blocks) == BLOCKS
    for block, array in opening.blocks.items():
        assert array.shape == (len(plan.rows(block)), *shapes[block])
        assert array.dtype == DTYPES[block]
        assert array.flags.c_contiguous


def test_a_state_has_the_same_number_in_every_world(plan):
    one, other = open_world(plan, world()), open_world(plan, world(("IND", "BRA", "USA")))
    assert one.ids.dtype == np.uint32
    for state in ("IND", "USA", "NEW1"):
        there, here = one.states.index(state), other.states.index(state)
        assert one.ids[there] == other.ids[here] == luck.identity(state)[0]
    assert len(set(one.ids.tolist())) == len(one.ids)


def test_known_values_go_to_their_states_and_unknown_ones_keep_the_start(plan):
    opening = open_world(plan, world(regime=np.array([0.9, np.nan, -0.5, 0.2])), room=0)
    assert part(plan, opening, "regime").tolist() == [0.9, 0.0, -0.5, 0.2]
    assert opening.imputed["regime"] == 1


def test_a_tie_goes_to_its_pair_and_a_directed_one_to_both_its_ways(plan):
    trade = np.arange(16.0).reshape(4, 4) * 1e9
    np.fill_diagonal(trade, 0.0)
    rivals = np.zeros((4, 4))
    rivals[2, 0] = rivals[0, 2] = 1.0
    opening = open_world(plan, world(trade=trade, rivalry=rivals), room=1)
    for i in range(4):
        for j in range(i):
            p = pair(i, j)
            assert part(plan, opening, "trade_ij")[p] == np.float32(trade[i, j])
            assert part(plan, opening, "trade_ji")[p] == np.float32(trade[j, i])
            assert part(plan, opening, "rivalry")[p] == rivals[i, j]
    assert part(plan, opening, "rivalry").sum() == 1


def test_fields_of_a_mechanism_start_where_they_say():
    own = (Field("mood", "state", start=0.25), Field("aid", "directed", start=3.0))
    model = default_model().with_(Mechanism("m", "growth", (still,), fields=own))
    plan = make_plan(model)
    opening = open_world(plan, world())
    assert (part(plan, opening, "mood") == 0.25).all()
    assert (part(plan, opening, "aid_ji") == 3.0).all()


def test_shares_of_capability_are_of_those_present(plan):
    opening = open_world(plan, world(population=np.array([4e8, 2e8, 1e8, 1e8])), room=2)
    capability = part(plan, opening, "capability")
    assert capability.sum() == pytest.approx(1.0)
    assert capability[0] == capability.max()
    assert (capability[4:] == 0).all()
    assert part(plan, opening, "leader").tolist() == [1, 0, 0, 0, 0, 0]


def test_members_of_another_year_or_no_member_at_all_are_left_out(plan):
    absent = World(
        2000, STATES, {"population": np.full(4, 1e8)}, np.array([True, False, True, True])
    )
    assert open_world(plan, absent, room=0).states == ("USA", "RUS", "IND")
    with pytest.raises(RunError, match="has no state"):
        open_world(plan, World(2000, STATES, {}, np.zeros(4, bool)))


def test_a_value_out_of_the_range_of_its_field_is_named(plan):
    field = Field("reserves", "state", "USD", "reserves of the central bank", low=0.0, high=10.0)
    model = default_model().with_(Mechanism("m", "growth", (still,), fields=(field,)))
    rich = world(reserves=np.array([5.0, 11.0, 2.0, 3.0]))
    with pytest.raises(RunError, match=r"reserves: 11; needed 0 to 10 USD"):
        open_world(make_plan(model), rich)


def test_one_state_alone_can_be_laid_out(plan):
    opening = open_world(plan, world(("USA",)), room=0)
    assert opening.blocks["dyad"].shape[1] == 0
    assert part(plan, opening, "capability").tolist() == [1.0]


class TestTheWorldOfToday:
    @pytest.fixture(scope="class")
    @classmethod
    def opening(cls):
        return open_world(make_plan(default_model()), today())

    def test_everything_is_finite_and_in_range(self, plan, opening):
        for name in plan.parts:
            field, values = plan.field(name), part(plan, opening, name)
            assert np.isfinite(values).all(), name
            assert values.min() >= field.low, name
            assert values.max() <= field.high, name

    def test_treaties_in_force_have_their_parties_terms_and_years(self, plan, opening):
        known = {c.id: c for c in today().commitments}
        place = {s: k for k, s in enumerate(opening.states)}
        members = part(plan, opening, "treaty_member")
        for t, name in enumerate(opening.treaties):
            treaty = known[name]
            assert part(plan, opening, "treaty_kind")[t] == KINDS[treaty.kind]
            terms = int(part(plan, opening, "treaty_terms")[t])
            assert terms == sum(TERMS.get(o, 0) for o in set(treaty.obligations))
            inside = {opening.states[s] for s in np.flatnonzero(members[t])}
            assert inside <= set(treaty.members(today().date)) | set(
                treaty.members(today().date, "guarantor")
            )
            assert len(inside) >= 2
        assert place["USA"] >= 0
        assert (members[:, opening.blocks["state"][0] == 0] == 0).all()

    def test_every_pact_between_two_states_is_held_by_a_treaty_or_its_own(self, plan, opening):
        members = part(plan, opening, "treaty_member") > 0
        terms = part(plan, opening, "treaty_terms").astype(int)
        used = part(plan, opening, "treaty_kind") > 0
        i, j = np.tril_indices(len(opening.ids), -1)
        for name, bit in (("defence", 1), ("nonaggression", 8), ("consultation", 16)):
            bound = members[used & (terms & bit > 0)]
            held = (bound[:, i] & bound[:, j]).any(axis=0)
            flag = part(plan, opening, name) > 0
            assert (held | ~flag).all(), name

    def test_allies_in_common_are_counted(self, plan, opening):
        n = len(opening.ids)
        i, j = np.tril_indices(n, -1)
        pacts = np.zeros((n, n))
        pacts[i, j] = pacts[j, i] = part(plan, opening, "defence")
        assert np.array_equal(part(plan, opening, "common_allies"), (pacts @ pacts)[i, j])

    def test_the_same_world_is_laid_out_the_same_way_twice(self, plan, opening):
        again = open_world(plan, replace(today()))
        for block, array in opening.blocks.items():
            assert np.array_equal(array, again.blocks[block])


class TestWhatIsRemembered:
    """A World that remembers its disputes opens with them; another with what is assumed."""

    def ties(self, *pairs):
        out = np.zeros((4, 4))
        for i, j, value in pairs:
            out[i, j] = out[j, i] = value
        return out

    def remembering(self, **more):
        calm = self.ties((0, 1, 12.0), (0, 2, 40.0), (1, 2, 33.0), (1, 3, 60.0), (2, 3, 30.0))
        grudge = self.ties((0, 1, 0.25), (0, 3, 2.5))
        return world(
            peace_years=calm, grudge=grudge, belligerence=np.array([4.0, 1.0, 0.0, 2.5]), **more
        )

    def test_memory_is_laid_out_as_it_is(self, plan):
        opening = open_world(plan, self.remembering(), room=1)
        assert part(plan, opening, "grudge")[pair(1, 0)] == np.float32(0.25)
        assert part(plan, opening, "grudge")[pair(3, 0)] == np.float32(2.5)
        assert part(plan, opening, "peace_years")[pair(3, 1)] == 60
        assert part(plan, opening, "belligerence").tolist() == [4.0, 1.0, 0.0, 2.5, 0.0]

    def test_a_pair_without_a_year_of_peace_is_in_dispute(self, plan):
        opening = open_world(plan, self.remembering(), room=0)
        assert np.flatnonzero(part(plan, opening, "dispute")).tolist() == [pair(3, 0)]

    def test_a_simulated_year_opens_again_with_its_own_memory(self, plan):
        opening = open_world(plan, self.remembering(), room=0)
        values = {name: part(plan, opening, name) for name in plan.parts}
        again = open_world(plan, world_of(values, opening, 2000), room=0)
        for name in ("grudge", "peace_years", "dispute", "belligerence"):
            assert np.array_equal(part(plan, again, name), values[name]), name

    def test_war_is_a_dispute_whatever_is_remembered(self, plan):
        opening = open_world(plan, self.remembering(war=self.ties((2, 3, 1.0))), room=0)
        assert part(plan, opening, "dispute")[pair(3, 2)] == 1
        assert part(plan, opening, "peace_years")[pair(3, 2)] == 0

    def test_without_memory_rivals_are_taken_to_remember(self, plan):
        rivals = self.ties((0, 2, 1.0))
        opening = open_world(plan, world(rivalry=rivals), room=0)
        p = pair(2, 0)
        assert part(plan, opening, "grudge")[p] == np.float32(1.65)
        assert part(plan, opening, "peace_years")[p] == 4
        known = open_world(plan, self.remembering(rivalry=rivals), room=0)
        assert part(plan, known, "grudge")[p] == 0
        assert part(plan, known, "peace_years")[p] == 40

    def test_who_quarrelled_are_enemies_where_no_list_of_rivals_is_given(self, plan):
        without = part(plan, open_world(plan, self.remembering(), room=0), "alignment")
        assert without[pair(3, 0)] == np.float32(-0.7)
        named = self.remembering(rivalry=self.ties((0, 1, 1.0)))
        with_list = part(plan, open_world(plan, named, room=0), "alignment")
        assert with_list[pair(3, 0)] == 0
        assert with_list[pair(1, 0)] == np.float32(-0.7)


def test_an_unknown_component_leaves_capability_as_the_others_have_it(plan):
    full = {
        "military_spending": np.array([40e9, 30e9, 20e9, 10e9]),
        "military_personnel": np.array([2e6, 3e6, 1e6, 1e6]),
        "energy": np.array([4e19, 2e19, 1e19, 1e19]),
        "population": np.array([3e8, 8e8, 1e8, 7e8]),
        "urban_population": np.array([2e8, 3e8, 8e7, 2e8]),
    }
    holed = full | {"military_spending": np.array([40e9, np.nan, 20e9, 10e9])}
    opening = open_world(plan, world(**holed), room=0)
    spent, share = part(plan, opening, "military_spending"), part(plan, opening, "capability")
    others = np.mean([v[1] / v.sum() for k, v in full.items() if k != "military_spending"])
    assert spent[[0, 2, 3]].tolist() == [40e9, 20e9, 10e9]
    assert spent[1] / spent.sum() == pytest.approx(others)
    assert share[1] == pytest.approx(others)


def test_a_major_power_is_who_the_world_says(plan):
    opening = open_world(plan, world(major=np.array([0.0, 1.0, 0.0, np.nan])), room=1)
    assert part(plan, opening, "major").tolist() == [0, 1, 0, 0, 0]


def test_obligations_are_those_of_the_treaties_laid_out(plan):
    def party(state):
        return Party(state, "1990", "", "party", "test", "observed")

    treaty = Commitment(
        "t", "T", "alliance", ("defence",), tuple(map(party, STATES[:3])), signed="1990",
        in_force="1990", expires="2005",
    )  # fmt: skip
    given = replace(world(), commitments=(treaty,))
    opening = open_world(plan, given, room=0, treaties=4)
    assert opening.treaties == ("t",)
    bound = np.flatnonzero(part(plan, opening, "defence")).tolist()
    assert bound == sorted([pair(1, 0), pair(2, 0), pair(2, 1)])
    assert int((part(plan, opening, "treaty_kind") > 0).sum()) == 1
    assert part(plan, opening, "treaty_expires")[0] == 2005


@pytest.mark.parametrize(
    ("source", "year", "kept"), [("atop", 2000, 0), ("atop", 2017, 1), ("", 2000, 1)]
)
def test_a_tie_of_an_alliance_that_ended_in_the_year_is_gone(plan, source, year, kept):
    def party(state):
        return Party(state, "1990", "", "party", "test", "observed")

    treaty = Commitment(
        "t", "T", "alliance", ("defence",), tuple(map(party, STATES[:2])), signed="1990",
        in_force="1990", source=source,
    )  # fmt: skip
    ties = np.zeros((4, 4))
    ties[0, 1] = ties[1, 0] = ties[2, 3] = ties[3, 2] = 1
    given = replace(world(defence=ties), year=year, commitments=(treaty,))
    opening = open_world(plan, given, room=0, treaties=4)
    bound = part(plan, opening, "defence")
    assert bound[pair(1, 0)] == 1
    assert bound[pair(3, 2)] == kept
    assert (part(plan, opening, "alignment")[pair(3, 2)] > 0) == kept
    assert int((part(plan, opening, "treaty_kind") > 0).sum()) == 1 + kept
