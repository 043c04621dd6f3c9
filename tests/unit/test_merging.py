"""Several states as one actor."""

import numpy as np
import pytest
from hypothesis import given, settings
from worlds import worlds

from multipolar.commitments import Commitment, Party
from multipolar.errors import UnknownState, WorldError
from multipolar.provenance import Provenance
from multipolar.variables import VARIABLES
from multipolar.world import World

few = settings(max_examples=30, deadline=None, derandomize=True)
STATES = ("USA", "DEU", "FRA")


def pact(key, *states, role="party"):
    parties = tuple(Party(s, "", "", role, "x", "observed") for s in states)
    return Commitment(key, key, "alliance", ("defence",), parties, in_force="1950")


@pytest.fixture
def world():
    return World(
        2025,
        STATES,
        {
            "gdp": [10.0, 3.0, 1.0],
            "gdp_ppp": [10.0, 6.0, 2.0],
            "growth": [0.02, 0.01, 0.05],
            "lat": [38.0, 52.0, 48.0],
            "distance": [[0, 6700, 6200], [6700, 0, 900], [6200, 900, 0]],
            "trade": [[0, 1, 2], [3, 0, 4], [5, 6, 0]],
            "export_share": [[0, 0.1, 0.2], [0.3, 0, 0.4], [0.5, 0.6, 0]],
            "defence": [[0, 1, 0], [1, 0, 1], [0, 1, 0]],
        },
        provenance={
            "gdp": Provenance(
                ("a", "b"),
                np.array([0, 0, 1], np.int16),
                np.array([2024, 2023, 2020], np.int16),
                np.array([0, 0, 1], np.int8),
            )
        },
        commitments=(
            pact("nato", *STATES),
            pact("aachen", "DEU", "FRA"),
            pact("us-de", "USA", "DEU"),
        ),
    )


def test_follows_the_vocabulary(world):
    one = world.merge({"EU": ["DEU", "France"]})
    assert one.states == ("USA", "EU")
    assert one["gdp"].tolist() == [10, 4]
    assert one["growth"].tolist() == pytest.approx([0.02, (0.06 + 0.1) / 8])
    assert one["lat"].tolist() == [38, 52]  # of the member with the largest output
    assert one["distance"].tolist() == [[0, 6200], [6200, 0]]
    assert one["trade"].tolist() == [[0, 3], [8, 0]]
    assert np.isnan(one["export_share"]).tolist() == [[False, True], [True, False]]
    assert one["defence"].tolist() == [[0, 1], [1, 0]]


def test_ties_inside_vanish_and_treaties_inside_too(world):
    one = world.merge({"EU": ["DEU", "FRA"]})
    assert [c.id for c in one.commitments] == ["nato", "us-de"]
    assert [c.members("2025") for c in one.commitments] == [("EU", "USA")] * 2
    assert not np.diag(one["trade"]).any()


def test_origin_is_the_oldest_and_the_least_sure(world):
    found = world.merge({"EU": ["DEU", "FRA"]}).origin("gdp", "EU")
    assert (found.source, found.year, found.status) == ("merged", 2020, "imputed")
    assert world.merge({"EU": ["DEU", "FRA"]}).origin("gdp", "USA").source == "a"


def test_members_are_remembered_and_named_in_errors(world):
    one = world.merge({"EU": ["DEU", "FRA"]})
    assert one.merged == {"EU": ("DEU", "FRA")}
    with pytest.raises(UnknownState, match="it is part of 'EU'"):
        one.index("Germany")


def test_unknown_member_makes_the_sum_unknown(world):
    unknown = world.with_(gdp=[10.0, np.nan, 1.0]).merge({"EU": ["DEU", "FRA"]})
    assert np.isnan(unknown["gdp"]).tolist() == [False, True]


def test_present_if_a_member_is(world):
    part = World(2025, STATES, {"gdp": [1, 2, 3]}, present=[True, True, False])
    assert part.merge({"EU": ["DEU", "FRA"]}).mask.all()


@pytest.mark.parametrize(
    ("actors", "message"),
    [
        ({"EU": []}, "has no members"),
        ({"EU": ["DEU", "DEU"]}, "stands in 'EU' and again in 'EU'"),
        ({"EU": ["DEU"], "E3": ["DEU", "FRA"]}, "stands in 'EU' and again in 'E3'"),
        ({"USA": ["DEU", "FRA"]}, "already a state outside the group"),
        ({"": ["DEU", "FRA"]}, "needed codes such as"),
    ],
)
def test_refuses(world, actors, message):
    with pytest.raises(WorldError, match=message):
        world.merge(actors)


@few
@given(world=worlds())
def test_merging_one_state_with_itself_changes_no_value(world):
    one = world.merge({"X": [world.states[0]]})
    assert set(one.states) == {"X", *world.states[1:]}
    for name in VARIABLES:
        np.testing.assert_array_equal(one[name], world[name])


@few
@given(world=worlds(states=(3, 6), styles=("spread", "few")))
def test_totals_are_kept(world):
    one = world.merge({"X": world.states[:2]})
    for name, variable in VARIABLES.items():
        if variable.merge == "sum" and variable.dims == "state":
            np.testing.assert_allclose(one[name].sum(), world[name].sum(), rtol=1e-12)
    inside = world["trade"][:2, :2].sum()
    np.testing.assert_allclose(one["trade"].sum(), world["trade"].sum() - inside, rtol=1e-9)


@few
@given(world=worlds(states=(3, 6), unknown=True))
def test_a_merged_world_is_a_world(world):
    one = world.merge({"X": world.states[:2]})
    assert World(one.year, one.states, one.arrays).states == one.states
    assert not any(np.diag(a).any() for a in one.arrays.values() if a.ndim == 2)
