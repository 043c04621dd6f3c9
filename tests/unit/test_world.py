"""World: what it holds, what it refuses, and what does not change with the order of states."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import worlds

from multipolar.errors import UnknownName, UnknownState, WorldError
from multipolar.provenance import IMPUTED, Provenance
from multipolar.variables import VARIABLES
from multipolar.world import World

few = settings(max_examples=30, deadline=None, derandomize=True)
STATES = ("USA", "CHN", "RUS")


@pytest.fixture
def three():
    return World(
        2025,
        STATES,
        {"gdp": [3.0, 2.0, 1.0], "rivalry": [[0, 1, 1], [1, 0, 0], [1, 0, 0]]},
        provenance={"gdp": Provenance.everywhere((3,), "factbook", 2024)},
    )


def test_holds_what_was_given(three):
    assert three.states == STATES
    assert three.mask.all()
    assert three["gdp"].tolist() == [3, 2, 1]
    assert "gdp" in three
    assert "steel" not in three
    assert three.date == "2025-12-31"
    assert repr(three) == "<World 2025: 3 states, 2 variables, 0 commitments>"


def test_is_frozen(three):
    with pytest.raises(ValueError, match="read-only"):
        three["gdp"][0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        three.mask[0] = False
    with pytest.raises(TypeError):
        three.arrays["gdp"] = np.ones(3)
    with pytest.raises(AttributeError):
        three.year = 2000


def test_does_not_share_memory_with_what_was_given():
    given_values = np.array([3.0, 2.0, 1.0])
    world = World(2025, STATES, {"gdp": given_values})
    given_values[0] = 99.0
    assert world["gdp"][0] == 3.0
    assert given_values.flags.writeable


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"gdp": [1.0, 2.0]}, r"gdp: shape \(2,\), but 3 states need \(3,\)"),
        ({"gdp": [1.0, -2.0, 1.0]}, "gdp of CHN is -2; needed from 0 to inf USD"),
        ({"gdp": [-1.0, -2.0, 1.0]}, r"gdp of USA is -1 \(and 1 more\)"),
        ({"gdp": [1.0, np.inf, 1.0]}, "gdp of CHN is inf"),
        ({"gdp": ["a", "b", "c"]}, "not an array of numbers"),
        ({"gdp": [1j, 2, 3]}, "not an array of numbers"),
        ({"gdp": [10**400, 2, 3]}, "not an array of numbers"),
        ({"regime": [0.0, 2.0, 0.0]}, "regime of CHN is 2; needed from -1 to 1"),
        ({"rivalry": np.eye(3)}, "no state is its own partner"),
        ({"rivalry": [[0, 1, 0], [0, 0, 0], [0, 0, 0]]}, "the same in both directions"),
        ({"rivalry": [0.0, 1.0, 0.0]}, r"shape \(3,\), but 3 states need \(3, 3\)"),
    ],
)
def test_refuses_wrong_arrays(arrays, message):
    with pytest.raises(WorldError, match=message):
        World(2025, STATES, arrays)


def test_unknown_is_allowed_everywhere():
    unknown = np.full((3, 3), np.nan)
    world = World(2025, STATES, {"gdp": [np.nan] * 3, "rivalry": unknown, "sanction": unknown})
    assert np.isnan(world["rivalry"]).all()
    assert np.isnan(World(2025, STATES, {"gdp": [1, None, 3]})["gdp"][1])


def test_a_masked_value_is_unknown():
    masked = np.ma.array([1.0, -9.0, 3.0], mask=[False, True, False])
    world = World(2025, STATES, {"gdp": masked})
    np.testing.assert_array_equal(world["gdp"], [1.0, np.nan, 3.0])


def test_directed_dyads_may_differ():
    sanction = [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert World(2025, STATES, {"sanction": sanction})["sanction"][0, 1] == 1


@pytest.mark.parametrize(
    ("year", "states", "message"),
    [
        (2025, ("USA", "USA"), "'USA' stands twice"),
        (2025, "USA", "needed a sequence of codes"),
        (2025, ("USA", 2), "states: 2"),
        (2025, ("USA", ""), "states: ''"),
        ("2025", ("USA",), "needed a calendar year"),
        (2025.0, ("USA",), "needed a calendar year"),
        (0, ("USA",), "needed a calendar year"),
        (None, ("USA",), "needed a calendar year"),
    ],
)
def test_refuses_wrong_states_and_years(year, states, message):
    with pytest.raises(WorldError, match=message):
        World(year, states)


@pytest.mark.parametrize("present", [[True], [0.5, 1, 2], "yes", [[True], [True, False]]])
def test_refuses_a_wrong_mask(present):
    with pytest.raises(WorldError, match="present"):
        World(2025, STATES, present=present)


def test_a_year_of_numpy_is_a_year():
    assert type(World(np.int64(2025), STATES).year) is int


def test_unknown_names_say_what_there_is(three):
    with pytest.raises(UnknownName, match="did you mean 'gdp'"):
        three["gpd"]
    with pytest.raises(UnknownName, match="has no 'steel'; it has: gdp, rivalry"):
        three["steel"]
    with pytest.raises(UnknownName, match="did you mean 'gdp'"):
        World(2025, STATES, {"gpd": [1, 2, 3]})


def test_index_takes_codes_names_and_numbers(three):
    assert [three.index(s) for s in ("USA", "China", 365, "us", "gw:365")] == [0, 1, 2, 0, 2]
    with pytest.raises(UnknownState, match="FRA is not in this world"):
        three.index("France")
    with pytest.raises(UnknownState, match="did you mean"):
        three.index("Chnia")


def test_origin(three):
    found = three.origin("gdp", "China")
    assert (found.value, found.unit, found.year) == (2.0, "USD", 2024)
    assert (found.source, found.status) == ("factbook", "observed")
    assert three.origin("rivalry", "USA", "CHN").source == "given by the user"
    with pytest.raises(WorldError, match="give a state and a partner"):
        three.origin("rivalry", "USA")
    with pytest.raises(WorldError, match="give one state"):
        three.origin("gdp", "USA", "CHN")


def test_with_replaces_and_forgets_the_origin(three):
    other = three.with_(gdp=[1.0, 1.0, 1.0], steel=[0.0, 1.0, 2.0])
    assert other["gdp"].tolist() == [1, 1, 1]
    assert other.origin("gdp", "USA").source == "given by the user"
    assert three["gdp"].tolist() == [3, 2, 1]
    assert "steel" in other


def test_only_and_members(three):
    assert three.only(["RUS", "USA"])["gdp"].tolist() == [1, 3]
    assert three.only([]).states == ()
    here = World(2025, STATES, {"gdp": [1, 2, 3]}, present=[True, False, True])
    assert here.members().states == ("USA", "RUS")
    assert here.members().members() is not here
    assert three.members() is three


@few
@given(world=worlds(unknown=True), data=st.data())
def test_permuting_there_and_back_is_nothing(world, data):
    order = data.draw(st.permutations(range(len(world.states))))
    back = world.permuted(order).permuted(np.argsort(order).tolist())
    assert back.states == world.states
    for name in VARIABLES:
        np.testing.assert_array_equal(back[name], world[name])


@few
@given(world=worlds(), data=st.data())
def test_a_value_keeps_its_state_under_permutation(world, data):
    order = data.draw(st.permutations(range(len(world.states))))
    other = world.permuted(order)
    a, b = world.states[:2]
    assert other["gdp"][other.index(a)] == world["gdp"][world.index(a)]
    assert other["trade"][other.index(a), other.index(b)] == world["trade"][0, 1]


@pytest.mark.parametrize("order", [[0], [0, 0, 1], [0, 1, 3], [], [-1, 0, 1]])
def test_permuted_needs_each_place_once(three, order):
    with pytest.raises(WorldError, match="each place from 0 to 2 once"):
        three.permuted(order)


def test_observed_blanks_the_imputed_and_nothing_else():
    status = np.array([0, IMPUTED, 2], np.int8)
    p = Provenance(("a",), np.zeros(3, np.int16), np.zeros(3, np.int16), status)
    world = World(2025, STATES, {"gdp": [3.0, 2.0, 1.0]}, provenance={"gdp": p})
    np.testing.assert_array_equal(world.observed()["gdp"], [3.0, np.nan, 1.0])


@few
@given(world=worlds(unknown=True))
def test_every_world_of_the_vocabulary_is_accepted(world):
    again = World(world.year, world.states, world.arrays, world.present)
    assert again.arrays.keys() == VARIABLES.keys()


@pytest.mark.parametrize(
    ("name", "shape", "keys", "message"),
    [
        ("steel", (3,), ("x",), "no array 'steel'"),
        ("gdp", (2,), ("x",), "but the array has"),
        ("gdp", (3,), (), "a source points beyond the 0"),
    ],
)
def test_refuses_provenance_that_does_not_fit(name, shape, keys, message):
    zero = np.zeros(shape, np.int16)
    p = Provenance(keys, zero, zero, zero.astype(np.int8))
    with pytest.raises(WorldError, match=message):
        World(2025, STATES, {"gdp": [1, 2, 3]}, provenance={name: p})
