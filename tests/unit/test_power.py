"""Shares of power: an index over a set of actors."""

import numpy as np
import pytest

from multipolar.actors import among
from multipolar.errors import MeasureError, UnknownName, UnknownState
from multipolar.power import power
from multipolar.world import World

NAN = float("nan")


@pytest.fixture
def world():
    return World(
        2025,
        ("USA", "CHN", "DEU", "NRU"),
        {"gdp": [4.0, 3.0, 1.0, NAN], "population": [1.0, 4.0, 1.0, 2.0], "regime": [1, -1, 1, 0]},
    )


def test_shares_sum_to_one_over_the_known(world):
    found = power(world, "gdp")
    assert found.states == ("USA", "CHN", "DEU")
    assert found.share.tolist() == [0.5, 0.375, 0.125]
    assert found.unknown == ("NRU",)
    assert found.ranked()[0] == ("USA", 0.5)


def test_a_set_is_brought_to_one(world):
    assert power(world, "gdp", "p5").states == ("CHN", "USA")
    assert power(world, "gdp", "p5").share.tolist() == pytest.approx([3 / 7, 4 / 7])
    assert power(world, "gdp", "DEU, USA").states == ("DEU", "USA")
    assert power(world, "gdp", ["Germany", 2]).share.tolist() == [0.2, 0.8]


def test_variables_weights_and_functions(world):
    assert power(world, "population").share.tolist() == [0.125, 0.5, 0.125, 0.25]
    half = power(world, "gdp=1,population=1")
    assert half.states == ("USA", "CHN", "DEU")
    raw = np.array([0.5 + 0.125, 0.375 + 0.5, 0.125 + 0.125])
    np.testing.assert_allclose(half.share, raw / raw.sum())
    np.testing.assert_allclose(power(world, {"gdp": 2, "population": 2}).share, half.share)
    assert power(world, lambda w: np.sqrt(w["gdp"])).share.tolist()[0] > 0.4
    assert power(world, "gdp=0.5,gdp=0.5").share.tolist() == [0.5, 0.375, 0.125]


def test_ties_are_ranked_by_code():
    world = World(2025, ("USA", "CHN"), {"gdp": [1.0, 1.0]})
    assert [s for s, _ in power(world, "gdp").ranked()] == ["CHN", "USA"]


def test_spread_puts_values_back_on_the_axis(world):
    found = power(world, "gdp", "DEU,USA")
    np.testing.assert_array_equal(found.spread(found.share, world), [0.8, NAN, 0.2, NAN])


def test_absent_states_are_left_out(world):
    part = World(2025, world.states, world.arrays, present=[False, True, True, True])
    assert power(part, "gdp").states == ("CHN", "DEU")


def test_an_actor_stands_in_for_its_members(world):
    one = world.merge({"EU": ["DEU"]})
    assert power(one, "gdp", "cow_majors").states == ("CHN", "EU", "USA")


@pytest.mark.parametrize(
    ("index", "error", "message"),
    [
        ("gpd", UnknownName, "did you mean 'gdp'"),
        ("zzzz", UnknownName, r"called 'zzzz'\. Type one of"),
        ("regime", UnknownName, "no capability index"),
        ("rivalry", UnknownName, "no capability index"),
        ("", UnknownName, "no capability index"),
        ("=3", UnknownName, "no capability index is called ''"),
        ("gdp=", MeasureError, "index weight gdp=: needed a number"),
        ("gdp=-1", MeasureError, "gdp=-1"),
        ("gdp=nan", MeasureError, "gdp=nan"),
        ("gdp=inf", MeasureError, "gdp=inf"),
        ("gdp=0", MeasureError, "weights sum to 0"),
        ("gdp=1e308,population=1e308", MeasureError, "beyond all numbers"),
        ("gdp=1=2", MeasureError, "gdp=1=2"),
        ("gdp=½", MeasureError, "gdp=½"),
        ({}, MeasureError, "weights sum to 0"),
        ({"gdp": None}, MeasureError, "gdp=None"),
        ({1: 0.5}, UnknownName, "called '1'"),
        (5, MeasureError, "needed a name"),
        (None, MeasureError, "needed a name"),
        (["gdp"], MeasureError, "needed a name"),
        ("steel", UnknownName, "has no 'steel'"),
        ("cinc", UnknownName, "has no 'military_spending'"),
        (lambda _: [1.0], MeasureError, "1 values, but there are 4 states"),
        (lambda _: "x", MeasureError, "not numeric"),
        (lambda _: [-1.0, 1, 1, 1], MeasureError, "negative"),
        (lambda _: [NAN] * 4, MeasureError, "no positive value is known"),
    ],
)
def test_wrong_indices_are_refused(world, index, error, message):
    with pytest.raises(error, match=message):
        power(world, index)


@pytest.mark.parametrize(
    ("who", "error", "message"),
    [
        ("p6", UnknownName, r"called 'p6'\. Type one of all"),
        ("cow_major", UnknownName, "did you mean 'cow_majors'"),
        ("nobody", UnknownName, "Type one of all"),
        ("USA,XXX", UnknownState, "XXX"),
        ("USA,,CHN", UnknownState, "no state"),
        ("", UnknownState, "no state"),
        ("FRA", UnknownState, "not in this world"),
        ([], MeasureError, "none of"),
        ([None], UnknownState, "no state None"),
        (5, MeasureError, "needed 'all'"),
        (None, MeasureError, "needed 'all'"),
    ],
)
def test_wrong_sets_are_refused(world, who, error, message):
    with pytest.raises(error, match=message):
        among(world, who)


def test_a_set_with_nobody_here_is_refused():
    with pytest.raises(MeasureError, match="none of 'p5' is in this world"):
        among(World(2025, ("NRU", "TUV")), "p5")
