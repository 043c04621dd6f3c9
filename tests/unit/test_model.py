"""A model: the order of a year, what is on, and parameters as draws."""

import numpy as np
import pytest

from multipolar.errors import ModelError, UnknownName
from multipolar.fields import Field
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model, default_model
from multipolar.priors import lognormal, normal, uniform
from multipolar.steps import each_state, whole


@each_state(sets="growth")
def hold(growth, rate):
    return growth * rate


def made(name, phase="growth", prior=None, **facts):
    params = {"rate": Param(0.5, "1/year", 0, 1, prior)}
    return Mechanism(name, phase, (hold,), params, **facts)


def names(model):
    return [m.name for m in model.mechanisms]


class TestOrder:
    def test_a_year_runs_through_the_phases_whatever_the_order_given(self):
        model = Model((made("c", "system"), made("a", "armament"), made("b", "growth")))
        assert names(model) == ["b", "a", "c"]

    def test_within_a_phase_the_order_given_holds(self):
        model = Model((made("z"), made("a"), made("m")))
        assert names(model) == ["z", "a", "m"]

    def test_who_closes_a_phase_is_last_in_it_and_who_keeps_accounts_is_after_it(self):
        model = Model(
            (made("books", "system", bookkeeping=True, closes=True), made("end", closes=True),
             made("first"), made("last", "system", closes=True), made("middle", "system"))
        )  # fmt: skip
        assert names(model) == ["first", "end", "middle", "last", "books"]

    def test_an_inserted_mechanism_goes_to_the_end_of_its_phase_or_before_another(self):
        model = Model((made("a"), made("b"), made("c", "system")))
        assert names(model.with_(made("new"))) == ["a", "b", "new", "c"]
        assert names(model.with_(made("new"), before="b")) == ["a", "new", "b", "c"]

    def test_it_prints_a_line_for_each_mechanism(self):
        lines = str(Model((made("a"), made("b", "system"))).without("b")).splitlines()
        assert [line.split()[:3] for line in lines] == [
            ["growth", "a", "on"],
            ["system", "b", "off"],
        ]


class TestOnAndOff:
    model = Model((made("a"), made("b"), made("books", "system", bookkeeping=True)))

    def test_without_and_only_leave_the_rest_alone(self):
        assert [m.name for m in self.model.without("a").running] == ["b", "books"]
        assert [m.name for m in self.model.only("a").running] == ["a", "books"]
        assert [m.name for m in self.model.running] == ["a", "b", "books"]

    def test_off_is_remembered_and_changes_no_parameter(self):
        off = self.model.without("a").without("b")
        assert off.off == {"a", "b"}
        assert list(off.params) == list(self.model.params)

    def test_a_mechanism_that_there_is_not_is_named_with_a_guess(self):
        model = Model((made("balancing"),))
        for change in (model.without, model.only, model.__getitem__):
            with pytest.raises(
                UnknownName, match=r"no mechanism 'balance'; did you mean 'balancing'"
            ):
                change("balance")

    def test_accounts_cannot_be_switched_off(self):
        with pytest.raises(ModelError, match="books keeps the accounts"):
            self.model.without("books")

    def test_two_of_one_name_are_refused(self):
        with pytest.raises(ModelError, match="'a' stands twice"):
            Model((made("a"), made("a", "system")))


class TestFields:
    def test_fields_of_mechanisms_join_those_of_the_vocabulary(self):
        model = Model((made("a", fields=(Field("mood", "state"),)),))
        assert "mood" in model.fields
        assert "present" in model.fields

    def test_fields_stay_when_their_mechanism_is_off(self):
        model = Model((made("a", fields=(Field("mood", "state"),)), made("b")))
        assert "mood" in model.without("a").fields

    def test_two_mechanisms_may_share_a_field_but_not_one_name_for_two(self):
        one, other = Field("mood", "state"), Field("mood", "dyad")
        Model((made("a", fields=(one,)), made("b", fields=(one,)))).fields  # noqa: B018
        with pytest.raises(ModelError, match="b: field 'mood' exists already"):
            Model((made("a", fields=(one,)), made("b", fields=(other,)))).fields  # noqa: B018


class TestParameters:
    model = Model(
        (made("a", prior=normal(0.5, 0.2)), made("b", prior=uniform(0.2, 0.4)), made("c"))
    )

    def test_held_values_take_the_place_of_priors(self):
        held = self.model.holding(a__rate=0.25)
        assert held.params["a.rate"].value == 0.25
        assert str(held.params["a.rate"].belief) == "fixed at 0.25"
        assert held.params["b.rate"] == self.model.params["b.rate"]
        assert self.model.set({"a.rate": 0.25}) == held

    def test_a_later_value_replaces_an_earlier_one(self):
        assert self.model.set({"a.rate": 0.1}).set({"a.rate": 0.2}).params["a.rate"].value == 0.2

    @pytest.mark.parametrize("value", [-0.1, 1.1, np.nan, np.inf])
    def test_a_value_out_of_range_or_no_number_is_refused(self, value):
        with pytest.raises(ModelError, match=r"a.rate=.*: needed 0 to 1 1/year; default 0.5"):
            self.model.set({"a.rate": value})

    def test_a_parameter_that_there_is_not_is_named_with_a_guess(self):
        with pytest.raises(UnknownName, match=r"no parameter 'a.rat'; did you mean 'a.rate'"):
            self.model.set({"a.rat": 0.1})

    def test_certain_draws_are_the_defaults(self):
        assert (self.model.draw(range(3), 1, certain=True) == 0.5).all()

    def test_draws_follow_the_prior_cut_to_the_range(self):
        drawn = self.model.draw(range(4_000), 1)
        assert drawn.shape == (4_000, 3)
        assert drawn.min() >= 0.0
        assert drawn.max() <= 1.0
        assert drawn[:, 0].mean() == pytest.approx(0.5, abs=0.02)
        assert drawn[:, 1].min() >= 0.2
        assert drawn[:, 1].max() <= 0.4
        assert (drawn[:, 2] == 0.5).all()

    def test_a_draw_depends_on_the_seed_the_member_and_the_name_alone(self):
        plain = self.model.draw(range(10), 7)
        assert np.array_equal(self.model.draw([4, 2], 7), plain[[4, 2]])
        more = self.model.with_(made("new", prior=normal(0.5, 0.2)), before="a")
        columns = [list(more.params).index(name) for name in self.model.params]
        assert np.array_equal(more.draw(range(10), 7)[:, columns], plain)
        assert np.array_equal(self.model.without("a").draw(range(10), 7), plain)
        assert (self.model.draw(range(10), 8)[:, 0] != plain[:, 0]).all()

    def test_parameters_of_one_law_are_drawn_independently(self):
        model = Model((made("a", prior=normal(0.5, 0.1)), made("b", prior=normal(0.5, 0.1))))
        a, b = model.draw(range(2_000), 1).T
        assert abs(np.corrcoef(a, b)[0, 1]) < 0.1

    def test_a_lognormal_cut_on_both_sides_stays_within(self):
        model = Model((made("a", prior=lognormal(0.9, 2.0)),))
        drawn = model.draw(range(500), 1)
        assert drawn.max() <= 1.0
        assert drawn.min() > 0.0


def test_the_default_model_has_every_mechanism_of_the_folder():
    from multipolar.model import catalogue

    assert sorted(names(default_model())) == catalogue.names()
    assert default_model() is default_model()


def test_a_whole_step_counts_among_the_steps_of_a_model():
    @whole(sets="trust")
    def erode(trust):
        trust[0] = 0.5 * trust[0]

    model = Model((Mechanism("erosion", "system", (erode,)),))
    assert "erode (whole)" in str(model)
