"""Portfolios of alliance and signed ties."""

import numpy as np
import pytest

from multipolar.alignment import LEVELS, ambivalent, portfolio, signed_ties, tied
from multipolar.errors import MeasureError, UnknownName
from multipolar.world import World

STATES = ("GRC", "TUR", "USA", "RUS")


def dyads(*pairs):
    out = np.zeros((4, 4))
    for a, b in pairs:
        out[STATES.index(a), STATES.index(b)] = out[STATES.index(b), STATES.index(a)] = 1.0
    return out


@pytest.fixture
def world():
    return World(
        2025,
        STATES,
        {
            "defence": dyads(("GRC", "TUR"), ("GRC", "USA"), ("TUR", "USA")),
            "consultation": dyads(("GRC", "TUR"), ("TUR", "RUS")),
            "nonaggression": dyads(("TUR", "RUS")),
            "rivalry": dyads(("GRC", "TUR"), ("USA", "RUS")),
            "sanction": [[0] * 4, [0] * 4, [0, 0, 0, 1], [0] * 4],
            "gdp": [1, 2, 3, 4],
        },
    )


def test_the_highest_level_counts_and_the_diagonal_is_the_top(world):
    rows, top = portfolio(world, "valued")
    assert top == 3
    assert np.diag(rows).tolist() == [3] * 4
    assert rows[0, 1] == 3  # defence over consultation
    assert rows[1, 3] == 2  # non-aggression over consultation
    assert portfolio(world, "atop")[0][1, 3] == 2  # consultation over non-aggression
    assert portfolio(world, "binary")[0][1, 3] == 1
    assert (rows == rows.T).all()


def test_codings_grade_the_same_five_obligations():
    assert len({frozenset(levels) for levels in LEVELS.values()}) == 1


def test_portfolio_refuses(world):
    with pytest.raises(MeasureError, match="coding 'cow': needed one of valued, atop, binary"):
        portfolio(world, "cow")
    with pytest.raises(MeasureError, match="has none of"):
        portfolio(World(2025, STATES), "valued")


def test_signed_ties(world):
    network = signed_ties(world)
    assert network[0, 1] == -1  # allies that are rivals
    assert network[0, 2] == 1
    assert network[2, 3] == -1
    assert network[0, 3] == 0
    assert (network == network.T).all()
    assert signed_ties(world, both="positive")[0, 1] == 1
    assert signed_ties(world, both="none")[0, 1] == 0


def test_a_tie_one_way_is_a_tie(world):
    network = signed_ties(world, negative="sanction")
    assert network[2, 3] == network[3, 2] == -1


def test_several_variables_are_joined(world):
    assert signed_ties(world, positive="defence+consultation")[1, 3] == 1
    assert signed_ties(world, positive="defence + nonaggression")[1, 3] == 1


def test_absent_states_have_no_ties(world):
    part = World(2025, STATES, world.arrays, present=[True, True, True, False])
    assert not signed_ties(part)[3].any()
    assert tied(signed_ties(part)) == [True, True, True, False]


def test_a_pair_that_is_unknown_has_no_tie(world):
    rivalry = world["rivalry"].copy()
    rivalry[0, 1:] = rivalry[1:, 0] = np.nan
    assert (signed_ties(world.with_(rivalry=rivalry))[0] >= 0).all()


def test_unknown_for_every_pair_is_refused(world):
    """As outside the coverage of a source: no ties known is not no ties."""
    nothing = np.full((4, 4), np.nan)
    with pytest.raises(MeasureError, match="rivalry: unknown for every pair of states in 2025"):
        signed_ties(world.with_(rivalry=nothing))
    with pytest.raises(MeasureError, match="defence: unknown for every pair"):
        portfolio(world.with_(defence=nothing))
    alone = world.with_(rivalry=nothing).only(["USA"])
    assert not signed_ties(alone).any()


def test_ambivalent_pairs(world):
    assert ambivalent(world) == ["GRC-TUR"]
    assert ambivalent(world.permuted([1, 0, 2, 3])) == ["TUR-GRC"]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"positive": "gdp"}, MeasureError, "gdp is no tie between states"),
        ({"positive": "defense"}, UnknownName, "did you mean 'defence'"),
        ({"positive": ""}, UnknownName, "no variable"),
        ({"positive": "defence+"}, UnknownName, "no variable"),
        ({"negative": "border"}, UnknownName, "has no 'border'"),
        ({"both": "maybe"}, MeasureError, "needed one of negative, positive, none"),
    ],
)
def test_signed_ties_refuse(world, options, error, message):
    with pytest.raises(error, match=message):
        signed_ties(world, **options)
