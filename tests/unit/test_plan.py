"""The plan of a model: what steps are bound to, what is refused; grouping changes nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simulated import tiny
from toys import POOL, scatter, toy

from multipolar.errors import ModelError
from multipolar.fields import Field
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model
from multipolar.plan import Group, make_plan
from multipolar.reference import Reference
from multipolar.steps import each_pair, each_state, whole


def plan_of(*functions, params=(), fields=()):
    """Return the plan of a model in which each step is a mechanism of its own."""
    mechanisms = [
        Mechanism(f"m{k}", "growth", (f,), dict.fromkeys(params, Param(0.5)), fields)
        for k, f in enumerate(functions)
    ]
    return make_plan(Model(tuple(mechanisms)))


def groups(*functions):
    return [tuple(b.step.name for b in g.steps) for g in plan_of(*functions).groups]


class TestBinding:
    def test_arguments_find_draws_parameters_the_year_and_fields(self):
        @each_pair(sets="alignment", draws={"u": "uniform"})
        def f(alignment, trade_ij, regime_i, regime_j, trust, year, k, u):
            return alignment + trade_ij + regime_i + regime_j + trust + year + k + u

        (step,) = plan_of(f, params=("k",)).groups[0].steps
        assert [(a.role, a.name) for a in step.arguments] == [
            ("dyad", "alignment"), ("dyad", "trade_ij"), ("i", "regime"), ("j", "regime"),
            ("system", "trust"), ("year", "year"), ("param", "m0.k"), ("draw", "u"),
        ]  # fmt: skip
        assert step.stream("u") == "m0.f.u"

    def test_a_parameter_goes_before_a_field_of_its_name(self):
        @each_state(sets="growth")
        def f(growth, steel):
            return growth + steel

        (step,) = plan_of(f, params=("steel",)).groups[0].steps
        assert [a.role for a in step.arguments] == ["state", "param"]

    def test_every_array_has_a_place_of_its_own(self):
        plan = plan_of(still, fields=(Field("aid", "directed"), Field("mood", "state")))
        places = list(plan.parts.values())
        assert len(set(places)) == len(places)
        assert plan.parts["aid_ji"][1] == plan.parts["aid_ij"][1] + 1
        assert plan.field("aid_ji").name == "aid"
        for block in {b for b, _ in places}:
            rows = [row for b, row in places if b == block]
            assert rows == list(range(len(rows)))
            assert plan.rows(block) == [n for n, (b, _) in plan.parts.items() if b == block]

    def test_a_mechanism_that_is_off_has_fields_and_parameters_but_no_steps(self):
        m = Mechanism("m", "growth", (still,), {"k": Param(0.5)}, (Field("mood", "state"),))
        plan = make_plan(Model((m,)).without("m"))
        assert plan.groups == ()
        assert "mood" in plan.parts
        assert plan.params == ("m.k",)


@each_state(sets="growth")
def still(growth):
    return growth


class TestRefused:
    def refuse(self, function, match, **facts):
        with pytest.raises(ModelError, match=match):
            plan_of(function, **facts)

    def test_an_argument_that_is_nothing_is_named_with_a_guess(self):
        @each_state(sets="growth")
        def f(growt):
            return growt

        self.refuse(f, r"m0.f: nothing to read is called 'growt'; did you mean 'growth'")

    @pytest.mark.parametrize(
        ("mark", "reads", "sets"),
        [
            (each_state, "alignment", "growth"),
            (each_state, "treaty_kind", "growth"),
            (each_pair, "regime", "alignment"),
            (each_pair, "trade", "alignment"),
            (each_pair, "alignment_i", "alignment"),
            (whole, "trade", "trust"),
            (whole, "regime_i", "trust"),
        ],
    )
    def test_what_a_step_of_its_kind_cannot_read(self, mark, reads, sets):
        space = {}
        exec(f"def f({reads}): return {reads}", space)
        self.refuse(mark(sets=sets)(space["f"]), f"nothing to read is called '{reads}'")

    @pytest.mark.parametrize(
        ("mark", "facts", "message"),
        [
            (each_state, {"sets": "growt"}, "no field to write is called 'growt'; did you mean"),
            (each_state, {"sets": "trust"}, "a step of states cannot write 'trust'; use a whole"),
            (each_state, {"sets": "alignment"}, "no field to write is called 'alignment'"),
            (each_pair, {"sets": "trust"}, "a step of pairs can only add to 'trust'"),
            (each_pair, {"sets": "regime_i"}, "a step of pairs can only add to 'regime_i'"),
            (each_pair, {"sets": "rock"}, "'rock' is fixed and cannot be written"),
            (whole, {"sets": "rock"}, "'rock' is fixed and cannot be written"),
            (each_pair, {"adds": "rivalry"}, "'rivalry' is 0 or 1; set it"),
            (whole, {"sets": "events"}, "no field to write is called 'events'"),
            (each_state, {"sets": "growth", "adds": "growth"}, "it writes 'growth' twice"),
        ],
    )
    def test_what_a_step_of_its_kind_cannot_write(self, mark, facts, message):
        space = {}
        exec("def f(year): return year", space)
        rock = Field("rock", "dyad", kind="fixed")
        self.refuse(mark(**facts)(space["f"]), message, fields=(rock,))

    def test_a_draw_that_is_no_argument(self):
        @each_state(sets="growth", draws={"z": "normal"})
        def f(growth):
            return growth

        self.refuse(f, "m0.f: it draws 'z', which is none of its arguments")

    def test_a_draw_that_is_a_parameter_too(self):
        @each_state(sets="growth", draws={"k": "normal"})
        def f(growth, k):
            return growth + k

        self.refuse(f, "'k' is a parameter, a draw or the year at once", params=("k",))


@each_state(sets="growth")
def grow(growth):
    return growth


@each_state(sets="regime")
def reform(regime, growth):
    return regime + growth


@each_state(sets="present")
def vanish(present):
    return present


@each_pair(adds=("menace_i", "menace_j"))
def threaten(alignment):
    return -alignment, -alignment


@each_pair(sets="alignment")
def fear(alignment, menace_i, menace_j):
    return alignment - menace_i - menace_j


@each_pair(sets="grudge")
def resent(grudge, alignment):
    return grudge - alignment


@whole(sets="trust")
def trust_more(trust):
    trust[0] = trust[0] + 0.1


@whole(sets="menace")
def calm(menace):
    menace[:] = 0.0


class TestGroups:
    def test_neighbours_of_one_kind_run_together(self):
        assert groups(grow, reform) == [("grow", "reform")]
        assert groups(threaten, resent) == [("threaten", "resent")]

    def test_a_whole_step_runs_alone(self):
        assert groups(threaten, trust_more, calm) == [("trust_more",), ("threaten",), ("calm",)]
        assert groups(trust_more, trust_more) == [("trust_more",), ("trust_more",)]

    def test_a_whole_step_moves_up_so_that_it_parts_no_others(self):
        told = groups(threaten, calm, trust_more, resent)
        assert told == [("trust_more",), ("threaten", "resent"), ("calm",)]
        assert groups(vanish, trust_more) == [("vanish",), ("trust_more",)]

    def test_a_step_that_reads_a_sum_over_partners_waits_for_it(self):
        assert groups(threaten, fear) == [("threaten",), ("fear",)]

    def test_a_step_moves_up_past_those_it_has_nothing_to_do_with(self):
        assert groups(threaten, grow, resent) == [("threaten", "resent"), ("grow",)]
        assert groups(threaten, trust_more, resent) == [("trust_more",), ("threaten", "resent")]

    def test_a_step_does_not_move_past_one_that_changes_what_it_reads_or_writes(self):
        assert groups(threaten, calm, fear) == [("threaten",), ("calm",), ("fear",)]
        assert groups(threaten, calm, threaten) == [("threaten",), ("calm",), ("threaten",)]

    def test_nothing_moves_past_a_step_that_changes_who_is_present(self):
        assert groups(grow, vanish, reform) == [("grow", "vanish"), ("reform",)]
        assert groups(resent, vanish, threaten) == [("resent",), ("vanish",), ("threaten",)]


few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@few
@given(st.lists(st.sampled_from(sorted(POOL)), min_size=2, max_size=7), st.integers(0, 10**6))
def test_grouping_changes_no_bit(names, seed):
    """In the order of the model, each step in a pass of its own, everything is as in groups."""
    model = toy(names)
    plan = make_plan(model)
    order = [(m, s) for m in model.mechanisms for s in m.marked]
    steps = {(b.mechanism, b.step.name): b for g in plan.groups for b in g.steps}
    alone = [steps[m.name, s.name] for m, s in order]
    assert len(steps) == len(alone)
    split = replace(plan, groups=tuple(Group(b.step.over, (b,)) for b in alone))
    opening = scatter(model, tiny(model, 5, room=1), seed)
    params = model.draw([0], seed)[0]
    results = []
    for some in (plan, split):
        blocks, events = {b: a.copy() for b, a in opening.blocks.items()}, np.zeros((500, 5))
        for year in (2001, 2002):
            Reference(some).year(
                blocks, opening.ids, params, (seed, 0, year), events, np.zeros((0, 7))
            )
        results.append((blocks, events))
    for block in results[0][0]:
        assert np.array_equal(results[0][0][block], results[1][0][block], equal_nan=True), block
    assert np.array_equal(results[0][1], results[1][1])
