"""What holds for every capability index."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import worlds

from multipolar.formulas.concentration import shares
from multipolar.index import Index
from multipolar.indices import catalogue
from multipolar.power import power
from multipolar.variables import VARIABLES
from multipolar.world import World

every_index = pytest.mark.parametrize("name", catalogue.names())
few = settings(max_examples=10, deadline=None, derandomize=True)
UNITS = {"gdp": 7.0, "gdp_ppp": 1e-9, "population": 1e3}


@every_index
def test_facts_are_complete(name):
    index = catalogue[name]
    assert isinstance(index, Index)
    assert index.__name__ == name
    assert index.spec.label
    assert index.spec.source
    assert index.spec.reads
    assert all(VARIABLES[v].dims == "state" for v in index.spec.reads)


@every_index
def test_documented(name):
    doc = inspect.getdoc(catalogue[name])
    for section in ("Parameters", "Returns", "References", "Examples"):
        assert f"\n{section}\n{'-' * len(section)}\n" in doc


@every_index
@few
@given(world=st.one_of(worlds(), worlds(unknown=True)))
def test_is_zero_or_more_for_each_state(name, world):
    values = catalogue[name](world)
    assert values.shape == (len(world.states),)
    assert (values[~np.isnan(values)] >= 0).all()
    assert not np.isinf(values).any()


@every_index
@few
@given(world=worlds(unknown=True), data=st.data())
def test_follows_the_order_of_states(name, world, data):
    order = data.draw(st.permutations(range(len(world.states))))
    index = catalogue[name]
    np.testing.assert_allclose(index(world.permuted(order)), index(world)[order], rtol=1e-12)


@every_index
@few
@given(world=worlds())
def test_shares_do_not_depend_on_the_unit_of_any_variable(name, world):
    index = catalogue[name]
    scaled = {v: world[v] * UNITS.get(v, 1000.0) for v in index.spec.reads}
    before = shares(index(world))
    np.testing.assert_allclose(shares(index(world.with_(**scaled))), before, rtol=1e-9)


@every_index
@few
@given(world=worlds())
def test_reads_only_what_it_declares(name, world):
    index = catalogue[name]
    bare = World(world.year, world.states, {v: world[v] for v in index.spec.reads})
    np.testing.assert_array_equal(index(bare), index(world))


@every_index
@few
@given(world=worlds())
def test_unknown_stays_unknown(name, world):
    index = catalogue[name]
    lost = {v: np.concatenate([[np.nan], world[v][1:]]) for v in index.spec.reads}
    values = index(world.with_(**lost))
    assert np.isnan(values[0])
    assert not np.isnan(values[1:]).any()
    assert power(world.with_(**lost), name).unknown == world.states[:1]


@every_index
@few
@given(world=worlds())
def test_does_not_alter_its_input(name, world):
    before = {v: a.copy() for v, a in world.arrays.items()}
    catalogue[name](world)
    assert all(np.array_equal(before[v], world[v]) for v in before)


@every_index
@few
@given(world=worlds(styles=("spread",)), data=st.data())
def test_rises_with_output_or_arms(name, world, data):
    """More of its first variable, all else equal, never lowers a state's value."""
    index, place = catalogue[name], data.draw(st.integers(0, len(world.states) - 1))
    first = index.spec.reads[0]
    more = world[first].copy()
    more[place] *= 1.5
    before, after = index(world)[place], index(world.with_(**{first: more}))[place]
    assert after >= before * (1 - 1e-12)
