"""A mechanism: what it refuses, and what it says of itself."""

import pytest

from multipolar.errors import ModelError
from multipolar.mechanism import PHASES, Mechanism, Param, mechanism
from multipolar.priors import normal
from multipolar.steps import each_state


@each_state(sets="growth")
def halve(growth):
    """Halve growth.

    And no more.
    """
    return 0.5 * growth


@each_state(sets="growth")
def double(growth):
    """Double it."""
    return 2.0 * growth


def bare(growth):
    return growth


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("two words", "growth", (halve,)), "has letters, digits and _ only"),
        (("m", "armaments", (halve,)), "did you mean 'armament'"),
        (("m", "growth", ()), "needs at least one step"),
        (("m", "growth", (bare,)), "bare is not marked; put @each_state"),
        (("m", "growth", (halve,), {"k": Param(2.0, "1/year", 0, 1)}), "m.k=2: needed 0 to 1"),
    ],
)
def test_what_is_not_well_formed_is_refused(arguments, message):
    with pytest.raises(ModelError, match=message):
        Mechanism(*arguments)


def test_it_tells_the_first_line_of_each_step():
    assert Mechanism("m", "growth", (halve, double)).doc == "Halve growth.\nDouble it."


def test_a_decorator_makes_one_of_a_single_step():
    @mechanism(phase="system", rate=Param(0.1))
    @each_state(sets="growth")
    def fade(growth, rate):
        return growth * (1.0 - rate)

    assert (fade.name, fade.phase, fade.label) == ("fade", "system", "fade")
    assert fade.params == {"rate": Param(0.1)}
    assert [s.name for s in fade.marked] == ["fade"]


def test_a_parameter_without_a_prior_is_fixed_at_its_value():
    assert str(Param(0.25).belief) == "fixed at 0.25"
    assert str(Param(0.25, prior=normal(0.2, 0.1)).belief) == "normal(0.2, 0.1)"


def test_the_phases_are_those_of_a_year_in_the_model():
    assert PHASES == (
        "growth", "armament", "regime", "alignment", "commitments", "conflict", "system",
    )  # fmt: skip
