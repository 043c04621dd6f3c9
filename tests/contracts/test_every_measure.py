"""What holds for every measure, the one you add next included."""

import measure_checks as check
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import worlds

from multipolar.measure import Measure
from multipolar.measures import catalogue, take

every_measure = pytest.mark.parametrize("name", catalogue.names())
few = settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def test_the_catalogue_is_not_empty():
    assert len(catalogue.names()) >= 20


@every_measure
def test_facts_are_complete(name):
    assert isinstance(catalogue[name], Measure)
    assert catalogue[name].__name__ == name
    check.facts(catalogue[name])


@every_measure
def test_documented(name):
    check.documented(catalogue[name])


@every_measure
@few
@given(world=worlds())
def test_known_values_give_a_result(name, world):
    result = check.outcome(catalogue[name], world)
    assert not isinstance(result, Exception), result


@every_measure
@few
@given(world=st.one_of(worlds(), worlds(unknown=True)))
def test_stays_in_its_range(name, world):
    check.in_range(catalogue[name], world)


@every_measure
@few
@given(world=worlds(styles=("spread", "wide")), data=st.data())
def test_does_not_depend_on_the_order_of_states(name, world, data):
    order = data.draw(st.permutations(range(len(world.states))))
    check.same_in_any_order(catalogue[name], world, order)


@every_measure
@few
@given(world=worlds(states=(3, 6), absent=True, unknown=True))
def test_absent_states_change_nothing(name, world):
    check.absent_states_change_nothing(take, name, world)


@every_measure
@few
@given(world=worlds(unknown=True))
def test_reads_only_what_it_declares(name, world):
    check.reads_only_what_it_declares(catalogue[name], world)


@every_measure
@few
@given(world=worlds(unknown=True))
def test_same_result_twice_and_input_unaltered(name, world):
    check.repeatable_and_pure(catalogue[name], world)


@every_measure
def test_nothing_known_is_no_number(name):
    world = draw_one()
    blank = world.with_(**{v: np.where(a == 0, 0, np.nan) for v, a in world.arrays.items()})
    result = check.outcome(catalogue[name], blank)
    if "defence" in catalogue[name].spec.reads and not isinstance(result, Exception):
        return  # a tie that is not known is none
    assert isinstance(result, Exception) or np.isnan(np.asarray(check.headline(result))).all()


def draw_one():
    found = []

    @settings(max_examples=1, database=None, derandomize=True)
    @given(world=worlds(styles=("spread",)))
    def keep(world):
        found.append(world)

    keep()
    return found[0]
