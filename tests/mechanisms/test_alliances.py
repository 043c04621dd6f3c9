"""Alliances: who seeks them, what is signed, who joins, and what full books do."""

import numpy as np
import pytest
from simulated import (
    added,
    alone,
    at,
    decides,
    dense,
    futures,
    likely,
    logistic,
    pair_luck,
    put,
    run,
    sign,
    tiny,
    told,
    whole_luck,
)

from multipolar.events import ACCESSION, TREATY
from multipolar.maths import quantile
from multipolar.steps import ends, key

STILL = {"memory": 0, "unevenness": 0}
FLAT = {
    "bond": 0, "continental": 0, "regional": 0, "newcomers": 0, "friends": 0, "following": 0,
    "great": 0, "consulting": 0,
}  # fmt: skip
"""Odds that are the same for all pairs."""
QUIET = {"base": -25, "light": -25}
ALL = STILL | FLAT | {"base": 5, "light": -25, "accede": 0, "join": 0}
"""Every pair is due for a defence pact of two, and none for an accord."""


def test_bursts_are_remembered_in_logs_and_have_their_width():
    model = alone("alliances", memory=0.5, unevenness=0, **QUIET)
    for years in (1, 3):
        final, _ = run(model, tiny(model, 2, burst=16), years)
        assert final["burst"] == pytest.approx([16 ** (0.5**years)])
    model = alone("alliances", memory=0.5, unevenness=0.8, **QUIET)
    opening = tiny(model, 2, burst=np.e)
    z = quantile(whole_luck(opening, "alliances.stir", 0, 0))
    assert np.log(run(model, opening)[0]["burst"]) == pytest.approx(
        [0.5 + 0.8 * z - 0.5 * 0.64 / 1.5]
    )


@pytest.mark.parametrize("end", [-4, 4])
def test_bursts_have_bounds(end):
    model = alone("alliances", memory=0.99, unevenness=0, **QUIET)
    final, _ = run(model, tiny(model, 2, burst=np.exp(3 * end)))
    assert final["burst"] == pytest.approx([np.exp(end)])


def test_a_pair_is_due_just_where_its_draw_is_below_its_chance():
    n = 40
    rng = np.random.default_rng(8)
    values = {
        "base": -2, "bond": 1.5, "continental": 0.8, "regional": 0.4, "newcomers": 0.3,
        "friends": 0.5, "following": 0.2, "great": 0.6, "consulting": 0.9,
        "light": -1.5, "light_continental": 0.7, "light_great": 0.3,
    }  # fmt: skip
    model = alone("alliances", **STILL | values | {"memory": 0.9})
    bonds, age = rng.uniform(-1, 1, (n, n)), rng.integers(0, 30, (n, n))
    names = ("defence", "consultation", "nonaggression", "rivalry", "war")
    flags = dict(zip(names, rng.random((5, n, n)) < 0.3, strict=True))
    friends, major = rng.integers(0, 9, (n, n)), rng.integers(0, 2, n)
    region = rng.integers(0, 10, n)
    opening = tiny(
        model, n, room=0, treaties=0, alignment=bonds, common_allies=friends, major=major,
        region=region, dyad_age=age, burst=1.5, **flags,
    )  # fmt: skip
    i, j = np.tril_indices(n, -1)
    f = {name: flag[i, j].astype(float) for name, flag in flags.items()}
    continent = np.array([0, 1, 2, 2, 3, 3, 4, 5, 5, 6])[region]
    near = (continent[i] == continent[j]) & (region[i] > 0)
    close = (region[i] == region[j]) & (region[i] > 0)
    both = np.tril(flags["defence"], -1)
    allies = (both | both.T).sum(axis=0)
    most = np.maximum(allies[i], allies[j])
    fresh = near * np.exp(-0.2 * age[i, j])
    ties = 1.5 * bonds[i, j] - 3 * f["rivalry"] - 9 * f["war"]
    odds = -2 + ties + 0.8 * near + 0.4 * close + 0.6 * (major[i] + major[j])
    odds += 0.3 * fresh * np.log(1 + most) + 0.2 * np.log(1 + np.minimum(most, 10))
    odds += 0.5 * np.log(1 + friends[i, j]) + 0.9 * f["consultation"]
    final, _ = run(model, opening)
    burst = 1.5**0.9
    draws = pair_luck(opening, "alliances.seek.u")
    assert decides(final["seeks_pact"], draws, burst * logistic(odds) * (1 - f["defence"]))
    bound = np.maximum.reduce([f["defence"], f["consultation"], f["nonaggression"]])
    milder = -1.5 + ties + 0.7 * near + 0.3 * (major[i] + major[j])
    draws = pair_luck(opening, "alliances.seek.v")
    assert decides(final["seeks_accord"], draws, burst * logistic(milder) * (1 - bound))
    assert final["pact_odds"] == pytest.approx(odds, abs=1e-4)
    assert np.array_equal(final["dyad_age"], age[i, j] + 1)
    assert np.array_equal(final["allies"], allies)


def test_what_others_add_enters_the_odds_of_both():
    n = 25
    model = alone("alliances", **STILL | FLAT | {"base": -3, "light": -2})
    opening = tiny(model, n, room=0, treaties=0)
    final, _ = run(model, opening, changes=added(model, "pact_pull", range(n * (n - 1) // 2), 2.0))
    for flag, draw, odds in (("seeks_pact", "u", -1), ("seeks_accord", "v", 0)):
        draws = pair_luck(opening, f"alliances.seek.{draw}")
        assert decides(final[flag], draws, np.full(len(draws), logistic(odds)))


def one_pair(n=4):
    bonds = np.full((n, n), -1.0)
    bonds[2, 1] = 1
    return bonds


@pytest.mark.parametrize(("kind", "name"), [("base", "defence"), ("light", "nonaggression")])
@pytest.mark.parametrize("duty", [0, 1])
def test_a_pair_that_is_due_signs_exactly_one_treaty(kind, name, duty):
    values = {"base": -25, "light": -25, kind: 0, "bond": 10, "duty": duty, "light_duty": duty}
    model = alone("alliances", **ALL | values)
    final, events = run(model, tiny(model, 4, alignment=one_pair()))
    assert told(events, TREATY) == [(2, 1)]
    assert np.array_equal(final["treaty_kind"], [1 if kind == "base" else 2, *[0] * 7])
    assert np.array_equal(final["treaty_member"][0], [0, 1, 1, 0, 0, 0])
    assert final["treaty_since"][0] == 2001
    for tie in ("defence", "nonaggression", "consultation"):
        expected = np.zeros((6, 6))
        expected[2, 1] = expected[1, 2] = tie == name or (tie == "consultation" and duty)
        assert np.array_equal(dense(final, tie), expected)


def signed(**values):
    n = 20
    model = alone("alliances", **ALL | values)
    opening = tiny(model, n, room=0, treaties=300)
    final, _ = run(model, opening)
    made = final["treaty_kind"] > 0
    return {name: final[f"treaty_{name}"][made] for name in ("kind", "terms", "term", "expires",
                                                            "renewal")}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "terms"), [({"duty": 0.3}, 1), ({"base": -25, "light": 5, "light_duty": 0.3}, 8)]
)
def test_a_part_of_treaties_obliges_to_consult(values, terms):
    facts = signed(**values)
    made = len(facts["kind"])
    assert made > 150
    assert set(facts["terms"]) == {terms, terms + 16}
    assert likely((facts["terms"] == terms + 16).sum(), made, 0.3)


def test_terms_and_renewal_have_their_shares():
    facts = signed(termless=0.3, automatic=0.6)
    made = len(facts["kind"])
    for years, share in ((0, 0.3), (5, 0.28), (10, 0.28), (20, 0.14)):
        assert likely((facts["term"] == years).sum(), made, share)
    assert np.array_equal(facts["expires"], np.where(facts["term"] > 0, 2001 + facts["term"], 0))
    assert likely(facts["renewal"].sum(), made, 0.6)


@pytest.mark.parametrize(("warm", "chance"), [(1.0, 0.8), (0.5, 0.8 * np.exp(-2))])
def test_who_is_as_near_to_both_as_they_to_each_other_comes_along(warm, chance):
    """The first pair signs by one chance in as many as its treaty makes ties, counted back here."""
    model = alone("alliances", **ALL | {"base": -3, "bond": 4, "join": 0.8, "choosy": 1.0})
    n = 8
    bonds = np.full((n, n), -1.0)
    bonds[1, 0], bonds[2:, :2] = 1, warm
    opening = tiny(model, n, room=0, alignment=bonds)
    joined = trials = 0.0
    for final, events in futures(model, opening, 400):
        if told(events, TREATY)[:1] == [(1, 0)]:
            came = final["treaty_member"][0].sum() - 2
            new = 1 + 2 * came + came * (came - 1) / 2
            trials += (n - 2) * new
            joined += came * new
            kinds = [int(e[0]) for e in events if int(e[0]) in (TREATY, ACCESSION)]
            last = kinds.index(TREATY, 1) if TREATY in kinds[1:] else len(kinds)
            assert last - 1 == came  # each who came along is told, and nobody else
    assert trials > 200
    assert joined / trials == pytest.approx(chance, abs=0.12)


@pytest.mark.parametrize("signer", [0, 1])
def test_who_is_bound_to_a_signer_already_does_not_come_along(signer):
    model = alone("alliances", **ALL | {"base": -3, "bond": 4, "join": 1.0, "choosy": 1.0})
    n = 6
    bonds, pacts = np.full((n, n), -1.0), np.zeros((n, n))
    bonds[1, 0], bonds[2:, :2] = 1, 1
    pacts[2, signer] = 1
    opening = tiny(model, n, room=0, alignment=bonds, defence=pacts)
    treaties = 0
    for final, events in futures(model, opening, 400):
        if told(events, TREATY)[:1] == [(1, 0)]:
            treaties += 1
            assert final["treaty_member"][0].tolist() == [1, 1, 0, 1, 1, 1]
    assert treaties > 2


def test_as_many_ties_come_in_the_mean_as_pairs_are_due():
    model = alone("alliances", **ALL | {"base": -3.5, "bond": 2, "join": 0.9, "choosy": 0.5})
    n = 14
    rng = np.random.default_rng(3)
    opening = tiny(model, n, room=0, treaties=40, alignment=rng.uniform(-1, 1, (n, n)))
    due, ties = [], []
    for final, _ in futures(model, opening, 500):
        due.append(final["seeks_pact"].sum())
        ties.append(final["defence"].sum())
    error = np.std(ties) / np.sqrt(len(ties))
    assert max(ties) > 40, "no large treaty: the test shows nothing"
    assert np.mean(ties) < np.mean(due) + 2.5 * error
    assert np.mean(ties) > 0.85 * np.mean(due) - 2.5 * error, "some pairs are bound twice"


def acceding(**values):
    """State 5 is due with one of five parties of a treaty."""
    model = alone("alliances", **ALL | {"base": -3, "bond": 8, "accede": 1} | values)
    bonds = np.full((6, 6), -1.0)
    bonds[5, 0] = 1
    opening = tiny(model, 6, room=0, alignment=bonds)
    return model, sign(model, opening, [0, 1, 2, 3, 4], since=1990)


def test_a_state_that_is_due_with_a_party_accedes_to_its_treaty():
    model, opening = acceding(choosy=0)
    came = 0
    for final, events in futures(model, opening, 200):
        assert not told(events, TREATY)
        came += told(events, ACCESSION) == [(5, 0)]
        assert final["treaty_member"][0].sum() == 5 + len(told(events, ACCESSION))
    assert likely(came, 200, logistic(5) / 5)


def test_a_treaty_whose_parties_are_far_is_passed_over():
    model, opening = acceding(choosy=10)
    made = 0
    for final, events in futures(model, opening, 40):
        assert not told(events, ACCESSION)
        made += told(events, TREATY) == [(5, 0)]
        assert final["treaty_member"][0, 5] == 0
    assert likely(made, 40, logistic(5))


def test_treaties_of_two_and_of_other_kinds_are_not_acceded_to():
    model, _ = acceding(choosy=0)
    bonds = np.full((6, 6), -1.0)
    bonds[5, 0] = 1
    opening = sign(model, tiny(model, 6, room=0, alignment=bonds), [0, 1], since=1990)
    opening = sign(model, opening, [0, 1, 2, 3], 1, kind=2, terms=8, since=1980)
    for _, events in futures(model, opening, 20):
        assert not told(events, ACCESSION)


def test_a_full_book_loses_and_overwrites_nothing():
    model = alone("alliances", **ALL)
    opening = tiny(model, 6)
    for slot in range(8):
        opening = sign(model, opening, [slot % 5, 5], slot, since=1990 + slot)
    final, events = run(model, opening, 3)
    before = run(model, opening, 0)[0]
    assert final["seeks_pact"].any()
    assert not told(events, TREATY, ACCESSION)
    for name in ("kind", "terms", "since", "expires", "term", "renewal", "member"):
        assert np.array_equal(final[f"treaty_{name}"], before[f"treaty_{name}"])


def test_free_places_between_treaties_are_used_first_to_last():
    model = alone("alliances", **ALL)
    opening = tiny(model, 4)
    opening = sign(model, opening, [0, 1], 1, since=1950)
    opening = sign(model, opening, [2, 3], 3, since=1960)
    final, events = run(model, opening)
    pairs = sorted({ends(p) for p in range(6)} - {(1, 0), (3, 2)})  # those are bound
    assert len(told(events, TREATY)) == len(pairs)
    assert np.flatnonzero(final["treaty_kind"]).tolist() == [0, 1, 2, 3, 4, 5]
    assert final["treaty_since"][[1, 3]].tolist() == [1950, 1960]
    made = [tuple(np.flatnonzero(final["treaty_member"][t])[:2][::-1]) for t in (0, 2, 4, 5)]
    assert sorted((int(a), int(b)) for a, b in made) == pairs


def test_who_is_bound_signs_no_second_treaty_of_the_kind():
    model = alone("alliances", **ALL | {"light": 5})
    pacts, accords = np.zeros((3, 3)), np.zeros((3, 3))
    pacts[1, 0], accords[2, 0] = 1, 1
    final, events = run(model, tiny(model, 3, defence=pacts, nonaggression=accords))
    assert sorted(told(events, TREATY)) == [(2, 0), (2, 1), (2, 1)]
    assert final["treaty_terms"][final["treaty_kind"] == 2].size == 1


def test_who_left_the_system_signs_nothing():
    model = alone("alliances", **ALL | QUIET)
    opening = put(model, tiny(model, 2), "seeks_pact", at(2, 0), 1)
    final, events = run(model, opening)
    assert not told(events, TREATY)
    assert not final["treaty_kind"].any()


def test_the_draws_of_a_treaty_hang_on_its_parties_alone():
    model = alone("alliances", **ALL | {"base": 0, "bond": 10, "duty": 0.5, "automatic": 0.5})
    opening = tiny(model, 4, alignment=one_pair())
    low, high = sorted(int(x) for x in opening.ids[[1, 2]])
    seen = set()
    for member, (final, _) in enumerate(futures(model, opening, 12)):
        draw = [whole_luck(opening, "alliances.sign", key(low, 8 + use), high, member=member)
                for use in (5, 6)]  # fmt: skip
        assert final["treaty_renewal"][0] == (draw[0] < 0.5)
        assert final["treaty_terms"][0] == (17 if draw[1] < 0.5 else 1)
        seen.add(tuple(d < 0.5 for d in draw))
    assert len(seen) > 2
