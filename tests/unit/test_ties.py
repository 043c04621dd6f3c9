"""Ties out of commitments, coordinates and trade shares."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.commitments import Commitment, Party
from multipolar.ties import EARTH_RADIUS, commitment_ties, great_circle, trade_flows

few = settings(max_examples=40, deadline=None, derandomize=True)
STATES = ("USA", "DEU", "FRA", "RUS")


def made(kind, obligations, parties, key="x", **more):
    spells = tuple(
        Party(s, since, until, role, "x", "observed") for s, since, until, role in parties
    )
    return Commitment(key, key, kind, obligations, spells, in_force="1950-01-01", **more)


def of(*states, role="party"):
    return [(s, "", "", role) for s in states]


def pairs(array):
    return {(STATES[a], STATES[b]) for a, b in np.argwhere(array)}


def test_an_alliance_ties_every_pair_both_ways():
    ties = commitment_ties(
        [made("alliance", ("defence",), of("USA", "DEU", "FRA"))], STATES, "1960"
    )
    assert len(pairs(ties["defence"])) == 6
    assert (ties["defence"] == ties["defence"].T).all()
    assert not any(ties[name].any() for name in ties if name != "defence")


def test_observers_suspended_and_former_parties_are_not_tied():
    parties = [
        *of("USA"), ("DEU", "", "1955-01-01", "party"), ("FRA", "", "", "observer"),
        ("RUS", "", "", "party"), ("RUS", "1958", "", "suspended"),
    ]  # fmt: skip
    pact = made("alliance", ("defence",), parties)
    assert pairs(commitment_ties([pact], STATES, "1954")["defence"]) == {
        ("USA", "DEU"), ("DEU", "USA"), ("USA", "RUS"), ("RUS", "USA"),
        ("DEU", "RUS"), ("RUS", "DEU"),
    }  # fmt: skip
    assert pairs(commitment_ties([pact], STATES, "1957")["defence"]) == {
        ("USA", "RUS"),
        ("RUS", "USA"),
    }
    assert not commitment_ties([pact], STATES, "1960")["defence"].any()


def test_an_ended_or_future_treaty_ties_nobody():
    pact = made("alliance", ("defence",), of("USA", "FRA"), ended="1970-06-01")
    assert commitment_ties([pact], STATES, "1970-05-31")["defence"].any()
    assert not commitment_ties([pact], STATES, "1970-06-01")["defence"].any()
    assert not commitment_ties([pact], STATES, "1949-12-31")["defence"].any()


def test_bodies_are_counted_and_their_obligations_bind():
    body = made("body", ("consultation",), of("DEU", "FRA"))
    ties = commitment_ties([body, body], STATES, "1960")
    assert ties["shared_bodies"][1, 2] == ties["shared_bodies"][2, 1] == 2
    assert ties["consultation"][1, 2] == 1


def test_sanctions_go_from_sender_to_target_and_the_union_sends_for_its_members():
    union = made("body", (), of("DEU", "FRA"), key="eu")
    regime = made(
        "sanction", ("trade",), [*of("EU", "USA", "UN", role="sender"), *of("RUS", role="target")]
    )
    found = commitment_ties([regime, union], STATES, "1960")["sanction"]
    assert pairs(found) == {("DEU", "RUS"), ("FRA", "RUS"), ("USA", "RUS")}


def test_states_outside_the_world_are_passed_over():
    pact = made("alliance", ("defence",), of("USA", "JPN"))
    assert not commitment_ties([pact], STATES, "1960")["defence"].any()


def test_great_circle_known_distances():
    lat, lon = np.array([0.0, 0.0, 90.0, -90.0]), np.array([0.0, 180.0, 0.0, 0.0])
    half = np.pi * EARTH_RADIUS
    found = great_circle(lat, lon)
    assert found[0, 1] == pytest.approx(half)
    assert found[2, 3] == pytest.approx(half)
    assert found[0, 2] == pytest.approx(half / 2)


def test_great_circle_london_new_york():
    """51.5074 N 0.1278 W to 40.7128 N 74.0060 W is 5,570 km on a sphere."""
    found = great_circle(np.array([51.5074, 40.7128]), np.array([-0.1278, -74.0060]))
    assert found[0, 1] == pytest.approx(5570, abs=2)


@few
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=3, max_size=3))
def test_great_circle_is_a_metric(points):
    lat, lon = np.array(points).T
    found = great_circle(lat, lon)
    np.testing.assert_allclose(found, found.T, atol=1e-6)
    np.testing.assert_allclose(np.diag(found), 0.0, atol=1e-6)
    assert found.max() <= np.pi * EARTH_RADIUS * (1 + 1e-12)
    assert found[0, 2] <= found[0, 1] + found[1, 2] + 1e-3


NAN = np.nan


def test_a_flow_listed_by_both_is_the_geometric_mean():
    totals = np.array([100.0, 50.0]), np.array([80.0, 200.0])
    shares = np.array([[NAN, 0.4], [NAN, NAN]]), np.array([[NAN, NAN], [0.5, NAN]])
    flows, imputed = trade_flows(totals, shares, np.ones((2, 2)))
    assert flows[0, 1] == pytest.approx(np.sqrt(40.0 * 100.0))
    assert not imputed[0, 1]


def test_a_flow_listed_by_one_is_that_figure():
    totals = np.array([100.0, 50.0]), np.array([80.0, 200.0])
    none = np.full((2, 2), NAN)
    out = np.array([[NAN, 0.4], [NAN, NAN]])
    assert trade_flows(totals, (out, none), np.ones((2, 2)))[0][0, 1] == pytest.approx(40.0)
    into = np.array([[NAN, NAN], [0.1, NAN]])
    assert trade_flows(totals, (none, into), np.ones((2, 2)))[0][0, 1] == pytest.approx(20.0)


def test_the_rest_is_spread_up_to_the_smallest_listed_share_and_flagged():
    n = 5
    exports, imports = np.array([100.0, *[0.0] * 4]), np.array([0.0, 9.0, 6.0, 2.0, 1.0])
    out, none = np.full((n, n), NAN), np.full((n, n), NAN)
    out[0, 1] = 0.3
    flows, imputed = trade_flows((exports, imports), (out, none), np.ones((n, n)))
    assert flows[0, 1] == 30.0
    assert imputed[0].tolist() == [False, False, True, True, True]
    assert flows[0].sum() == pytest.approx(100.0)
    assert flows[0, 2:].max() <= 30.0 + 1e-9
    assert (np.diff(flows[0, 2:]) <= 0).all()


def test_exports_of_an_unknown_total_stay_unknown():
    totals = np.array([NAN, 50.0]), np.array([80.0, 200.0])
    none = np.full((2, 2), NAN)
    flows, imputed = trade_flows(totals, (none, none), np.ones((2, 2)))
    assert np.isnan(flows[0, 1])
    assert imputed[0, 1]
    assert flows[0, 0] == 0


@few
@given(st.integers(2, 6), st.integers(0, 10_000))
def test_nobody_exports_more_than_its_total_when_only_it_lists(n, seed):
    rng = np.random.default_rng(seed)
    exports, imports = rng.uniform(1, 100, n), rng.uniform(1, 100, n)
    out = np.where(rng.random((n, n)) < 0.4, rng.uniform(0, 1 / n, (n, n)), NAN)
    np.fill_diagonal(out, 0.0)
    flows, _ = trade_flows((exports, imports), (out, np.full((n, n), NAN)), np.ones((n, n)))
    assert (flows >= 0).all()
    assert (flows.sum(axis=1) <= exports * (1 + 1e-9)).all()
