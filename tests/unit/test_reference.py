"""The evaluator in NumPy: closed forms of each kind of step, by hand."""

import numpy as np
import pytest
from simulated import get, run, tiny

from multipolar import luck
from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import exp, quantile, where
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model
from multipolar.plan import BLOCKS, make_plan
from multipolar.reference import Reference, step_in
from multipolar.steps import each_pair, each_state, record, whole


def model(*functions, fields=(), **params):
    mechanism = Mechanism(
        "m", "growth", functions, {k: Param(v) for k, v in params.items()}, fields
    )
    return Model((mechanism,))


class TestStates:
    def test_growth_compounds(self):
        @each_state(sets="gdp_ppp")
        def grow(gdp_ppp, rate):
            return gdp_ppp * (1.0 + rate)

        m = model(grow, rate=0.25)
        final, _ = run(m, tiny(m, 3, gdp_ppp=[1.0, 2.0, 4.0]), 2)
        assert final["gdp_ppp"][:3].tolist() == [1.5625, 3.125, 6.25]

    def test_what_is_added_is_added_to_what_was_set_before(self):
        @each_state(sets="growth", adds="steel")
        def both(growth, steel):
            return 2.0 * growth, steel

        @each_state(adds="growth")
        def more(growth):
            return growth

        m = model(both, more)
        final, _ = run(m, tiny(m, 2, growth=1.0, steel=[3.0, 5.0]))
        assert final["growth"][:2].tolist() == [4.0, 4.0]
        assert final["steel"][:2].tolist() == [6.0, 10.0]

    def test_draws_are_those_of_the_stream_of_mechanism_step_and_argument(self):
        @each_state(sets=("growth", "regime"), draws={"z": "normal", "u": "uniform"})
        def draw(z, u):
            return z, u

        m = model(draw)
        opening = tiny(m, 4, room=0)
        final, _ = run(m, opening, 1, seed=5, member=6)
        for field, stream in (("growth", "m.draw.z"), ("regime", "m.draw.u")):
            key = luck.stream_key(5, 6, opening.year + 1, luck.identity(stream))
            u = luck.state_uniform(luck.state_words(key, opening.ids))
            wanted = quantile(u) if field == "growth" else u
            assert np.array_equal(final[field], wanted)

    def test_the_year_and_the_system_are_read_as_numbers(self):
        @each_state(sets="growth")
        def tell(year, trust):
            return year + trust

        m = model(tell)
        final, _ = run(m, tiny(m, 2, year=2010, trust=0.25), 3)
        assert final["growth"][:2].tolist() == [2013.25, 2013.25]

    def test_a_tally_starts_every_year_anew(self):
        @each_state(adds="growth_pull")
        def pull(regime):
            return regime + 1.0

        m = model(pull)
        final, _ = run(m, tiny(m, 2), 5)
        assert final["growth_pull"][:2].tolist() == [1.0, 1.0]

    def test_a_state_that_goes_is_left_as_it_was(self):
        @each_state(sets="growth")
        def grow(growth):
            return growth + 1.0

        @each_state(sets="present")
        def go(present, steel, year):
            return where(steel + year > 2002.0, 0.0, present)

        m = model(grow, go)
        final, _ = run(m, tiny(m, 2, growth=0.0, steel=[1.0, 0.0]), 4)
        assert final["growth"][:2].tolist() == [2.0, 3.0]
        assert final["present"].tolist() == [0.0, 0.0, 0.0, 0.0]


class TestPairs:
    def test_each_end_gets_its_own_sum(self):
        @each_pair(adds=("menace_i", "menace_j"))
        def weigh(military_spending_i, military_spending_j, contiguous):
            return contiguous * military_spending_j, contiguous * military_spending_i

        m = model(weigh)
        near = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
        final, _ = run(m, tiny(m, 3, military_spending=[1.0, 10.0, 100.0], contiguous=near))
        assert final["menace"][:3].tolist() == [10.0, 101.0, 10.0]

    def test_the_second_of_a_directed_pair_is_the_way_back(self):
        @each_pair(sets=("trade_ij", "trade_ji"))
        def swap(trade_ij, trade_ji):
            return trade_ji, 2.0 * trade_ij

        m = model(swap)
        opening = tiny(m, 2, room=0)
        plan = make_plan(m)
        get(plan, opening.blocks, "trade_ij")[:] = 3.0  # from the second state to the first
        get(plan, opening.blocks, "trade_ji")[:] = 5.0
        final, _ = run(m, opening)
        assert (final["trade_ij"][0], final["trade_ji"][0]) == (5.0, 6.0)

    def test_pairs_are_worked_out_in_32_bits(self):
        @each_pair(sets="alignment")
        def move(alignment, k):
            return alignment + k

        m = model(move, k=0.1)
        final, _ = run(m, tiny(m, 2, alignment=0.2))
        assert final["alignment"][0] == np.float32(0.2) + np.float32(0.1)
        assert final["alignment"].dtype == np.float32

    def test_a_flag_is_1_above_a_half_and_0_else(self):
        flag = Field("seen", "dyad", kind="flag")

        @each_pair(sets="seen")
        def see(alignment):
            return alignment

        m = model(see, fields=(flag,))
        ties = np.array([[0, 0.4, 0.5], [0.4, 0, 0.6], [0.5, 0.6, 0]])
        final, _ = run(m, tiny(m, 3, alignment=ties))
        assert final["seen"][:3].tolist() == [0, 0, 1]

    def test_a_draw_of_a_pair_is_the_same_in_any_order_of_states(self):
        @each_pair(sets="alignment", draws={"u": "uniform"})
        def draw(u):
            return u

        m = model(draw)
        opening = tiny(m, 3, room=0)
        final, _ = run(m, opening)
        key = luck.stream_key(1, 0, 2001, luck.identity("m.draw.u"))
        a, b = luck.state_words(key, opening.ids)
        for p, (i, j) in enumerate([(0, 1), (0, 2), (1, 2)]):
            word = luck.pair_uniform(a[i : i + 1] + a[j], b[i : i + 1] + b[j])
            assert final["alignment"][p] == word[0]


class TestWhole:
    def test_it_gets_arrays_and_changes_them_in_place(self):
        @whole(sets=("trust", "growth"))
        def change(trust, growth, alignment, treaty_member, ids, year, k, luck, events):
            assert (growth.shape, alignment.shape) == ((4,), (6,))
            assert (treaty_member.shape, ids.shape) == ((8, 4), (4,))
            trust[0] = k + uniform(luck, 3)
            growth[1] = exp(0.0) + year
            record(events, 9, year, 1, 2, 0.5)

        m = model(change, k=0.25)
        final, events = run(m, tiny(m, 2))
        key = luck.stream_key(1, 0, 2001, luck.identity("m.change.luck"))
        assert final["trust"][0] == 0.25 + luck.uniform(key, 3)
        assert final["growth"][1] == 2002.0
        assert events == [[9.0, 2001.0, 1.0, 2.0, 0.5]]

    def test_what_it_takes_out_of_an_array_has_64_bits(self):
        @whole(sets="trust")
        def add(trust, alignment):
            trust[0] = alignment[0] + 0.1

        m = model(add)
        final, _ = run(m, tiny(m, 2, alignment=0.2))
        assert final["trust"][0] == float(np.float32(0.2)) + 0.1


class TestChanges:
    @pytest.mark.parametrize("block", BLOCKS)
    def test_a_dated_change_reaches_its_place_in_its_year_alone(self, block):
        m = model(_still)
        plan = make_plan(m)
        blocks = tiny(m, 3).blocks
        before = {b: a.copy() for b, a in blocks.items()}
        pairwise = block in ("treaty_state", "war_state")
        place = (0, 1, 2) if pairwise else (0, 0)
        a, b = place[1] if pairwise else 0, place[2] if pairwise else 0
        changes = np.array([[2005.0, BLOCKS.index(block), 0, a, b, 3.0, 1.0]])
        step_in(changes, 2004, blocks)
        assert all(np.array_equal(blocks[b], before[b]) for b in BLOCKS)
        step_in(changes, 2005, blocks)
        moved = {b: np.argwhere(blocks[b] != before[b]).tolist() for b in BLOCKS}
        assert moved.pop(block) == [list(place)]
        assert not any(moved.values())
        wanted = before[block][place] * 3.0 + 1.0
        assert blocks[block][place] == before[block].dtype.type(wanted)
        assert plan.rows(block)


@each_state(sets="growth")
def _still(growth):
    return growth


def test_a_part_of_a_model_that_is_off_is_not_run():
    @each_state(sets="growth")
    def grow(growth):
        return growth + 1.0

    m = model(grow)
    final, _ = run(m.without("m"), tiny(m, 2, growth=0.5))
    assert final["growth"][:2].tolist() == [0.5, 0.5]


def test_the_functions_it_runs_are_those_of_the_text():
    @each_state(sets="growth")
    def grow(growth):
        return growth * 0.1

    reference = Reference(make_plan(model(grow)))
    (function,) = reference.functions.values()
    assert function.__name__.startswith("grow_")
    assert function.__name__.endswith("_f64")
    assert function(np.array([2.0])) == 2.0 * 0.1
