"""The numbers behind the main job, against the measures they come from."""

import numpy as np
import pytest

from multipolar import today
from multipolar.commitments import KINDS
from multipolar.errors import MeasureError, UnknownName
from multipolar.indices import catalogue as indices
from multipolar.measures import take
from multipolar.power import power
from multipolar.summary import name_of, summarise
from multipolar.world import World


@pytest.fixture(scope="module")
def found():
    return summarise(today())


def test_says_what_the_measures_say(found):
    world = today()
    assert (found.year, found.states) == (2025, 197)
    assert found.triads == take("triad_census", world)
    assert found.line_index.value == take("line_index", world).value
    assert found.weak_line_index.value <= found.line_index.value
    assert found.walk_balance == take("walk_balance", world).value
    assert set(found.commitments) == set(KINDS)


def test_concentration_has_every_index(found):
    assert [c.index for c in found.concentration] == indices.names()
    for c in found.concentration:
        ranked = power(today(), c.index).ranked()
        assert (c.leader, c.runner_up) == (ranked[0][0], ranked[1][0])
        assert 0 < c.parity <= 1
        assert 0 < c.con_majors < 1
        assert 1 <= c.powers_majors <= 7
        assert c.powers_majors < c.powers_all


def test_leaders_are_ranked_and_named(found):
    assert len(found.leaders) == 12
    assert {"USA", "CHN"} == {leader.code for leader in found.leaders[:2]}
    assert found.leaders[0].name in ("United States of America", "United States", "China")
    assert all(0 <= leader.pole <= 1 + 1e-9 for leader in found.leaders)
    assert len(summarise_few().leaders) == 2


def summarise_few():
    states = ("USA", "CHN", "RUS")
    ring = [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    arrays = {"gdp": [3.0, 2.0, 1.0], "defence": ring, "rivalry": np.zeros((3, 3))}
    return summarise(World(2025, states, arrays), leaders=2)


def test_blocs_cover_each_state_once(found):
    inside = [s for bloc in found.blocs for s in bloc.members]
    assert len(inside) == len(set(inside))
    assert len(inside) + found.unaligned == 197
    assert all(len(bloc.members) > 1 for bloc in found.blocs)


def test_uncertainty_adds_up(found):
    doubt = found.uncertainty
    world = today()
    seen = sum(
        int(np.isfinite(a).sum())
        for v, a in world.arrays.items()
        if a.ndim == 1 and v in world.provenance
    )
    assert sum(doubt.by_status.values()) == seen
    assert sum(doubt.imputed.values()) == doubt.by_status["imputed"]
    assert sum(doubt.unverified.values()) == doubt.by_status["unverified"]
    assert doubt.unverified_parties <= doubt.parties
    assert len(doubt.oldest) == 5
    assert [year for *_, year in doubt.oldest] == sorted(year for *_, year in doubt.oldest)


def test_a_world_of_ones_own_has_nothing_imputed():
    assert not summarise_few().uncertainty.by_status.get("imputed", 0)
    assert not summarise_few().uncertainty.imputed


def test_a_small_world_has_a_summary():
    assert [c.index for c in summarise_few().concentration] == ["gdp"]
    assert summarise_few().blocs[0].members == ("USA", "CHN")


def test_names():
    assert name_of("FRA", 2025) == "France"
    assert name_of("EU", 2025) == "EU"


@pytest.mark.parametrize(
    ("states", "arrays", "error", "message"),
    [
        (("USA",), {"gdp": [1.0]}, MeasureError, "no definition of polarity"),
        (("USA", "CHN"), {"gdp": [1.0, 1.0]}, UnknownName, "has no 'defence'"),
        (("USA", "CHN"), {}, MeasureError, "no definition of polarity"),
    ],
)
def test_too_little_is_refused(states, arrays, error, message):
    with pytest.raises(error, match=message):
        summarise(World(2025, states, arrays))
