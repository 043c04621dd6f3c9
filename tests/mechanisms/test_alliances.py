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
ALL = STILL | {"base": 5, "bond": 8, "distance": 0, "region": 0, "friends": 0, "served": 0}
"""Pairs in full alignment seek a pact, those in full enmity do not."""


def test_bursts_are_remembered_in_logs_and_have_their_width():
    model = alone("alliances", memory=0.5, unevenness=0, base=-25)
    for years in (1, 3):
        final, _ = run(model, tiny(model, 2, burst=16), years)
        assert final["burst"] == pytest.approx([16 ** (0.5**years)])
    model = alone("alliances", memory=0.5, unevenness=0.8, base=-25)
    opening = tiny(model, 2, burst=np.e)
    z = quantile(whole_luck(opening, "alliances.stir", 0, 0))
    assert np.log(run(model, opening)[0]["burst"]) == pytest.approx(
        [0.5 + 0.8 * z - 0.5 * 0.64 / 1.5]
    )


@pytest.mark.parametrize("end", [-4, 4])
def test_bursts_have_bounds(end):
    model = alone("alliances", memory=0.99, unevenness=0, base=-25)
    final, _ = run(model, tiny(model, 2, burst=np.exp(3 * end)))
    assert final["burst"] == pytest.approx([np.exp(end)])


def test_a_pair_seeks_a_pact_just_where_the_draw_is_below_the_chance():
    n = 40
    rng = np.random.default_rng(8)
    values = {
        "base": -2, "bond": 1.5, "region": 0.8, "friends": 0.5, "distance": 0.7, "great": 0.6,
        "served": 1.1,
    }  # fmt: skip
    model = alone("alliances", **STILL | values | {"memory": 0.9})
    bonds, km = rng.uniform(-1, 1, (n, n)), rng.uniform(6, 9, (n, n))
    flags = dict(zip(
        ("same_region", "defence", "consultation", "nonaggression", "rivalry", "war"),
        rng.random((6, n, n)) < 0.3, strict=True,
    ))  # fmt: skip
    friends, major = rng.integers(0, 9, (n, n)), rng.integers(0, 2, n)
    opening = tiny(
        model, n, room=0, treaties=0, alignment=bonds, log_distance=km, common_allies=friends,
        major=major, burst=1.5, **flags,
    )  # fmt: skip
    i, j = np.tril_indices(n, -1)
    f = {name: flag[i, j].astype(float) for name, flag in flags.items()}
    odds = -2 + 1.5 * bonds[i, j] + 0.8 * f["same_region"] + 0.5 * np.log(1 + friends[i, j])
    odds += -0.7 * (km[i, j] - 8) + 0.6 * (major[i] + major[j])
    bound = f["defence"] + 0.5 * np.maximum(f["consultation"], f["nonaggression"])
    odds -= 1.1 * bound + 3 * f["rivalry"] + 9 * f["war"]
    final, _ = run(model, opening)
    chance = 1.5**0.9 * logistic(odds)
    assert decides(final["seeks_pact"], pair_luck(opening, "alliances.seek.u"), chance)


def test_what_others_add_enters_the_odds():
    n = 25
    model = alone("alliances", **STILL, base=-3, distance=0)
    opening = tiny(model, n, room=0, treaties=0)
    final, _ = run(model, opening, changes=added(model, "pact_pull", range(n * (n - 1) // 2), 2.0))
    draws = pair_luck(opening, "alliances.seek.u")
    assert decides(final["seeks_pact"], draws, np.full(len(draws), logistic(-1)))


def one_pair(n=4):
    bonds = np.full((n, n), -1.0)
    bonds[2, 1] = 1
    return bonds


def test_a_pair_that_seeks_signs_exactly_one_treaty():
    model = alone("alliances", **ALL | {"base": 0, "close": 8})
    final, events = run(model, tiny(model, 4, alignment=one_pair()))
    assert told(events, TREATY) == [(2, 1)]
    assert np.array_equal(final["treaty_kind"] > 0, np.arange(8) == 0)
    assert np.array_equal(final["treaty_member"][0], [0, 1, 1, 0, 0, 0])
    assert final["treaty_since"][0] == 2001
    for name in ("defence", "consultation"):
        expected = np.zeros((6, 6))
        expected[2, 1] = expected[1, 2] = 1
        assert np.array_equal(dense(final, name), expected)
    assert not final["nonaggression"].any()


def signed(**values):
    n = 20
    model = alone("alliances", **ALL | values)
    opening = tiny(model, n, room=0, treaties=300, alignment=1)
    final, _ = run(model, opening)
    made = final["treaty_kind"] > 0
    return {name: final[f"treaty_{name}"][made] for name in ("kind", "terms", "term", "expires",
                                                            "renewal")}  # fmt: skip


def test_treaties_are_defence_pacts_by_their_odds_and_say_what_they_oblige_to():
    facts = signed(close=-2.0, closeness=1.5)
    made = len(facts["kind"])
    assert made > 150
    assert likely((facts["kind"] == 1).sum(), made, logistic(-0.5))
    assert np.array_equal(facts["terms"], np.where(facts["kind"] == 1, 1 + 16, 8 + 16))


def test_terms_and_renewal_have_their_shares():
    facts = signed(termless=0.3, automatic=0.6)
    made = len(facts["kind"])
    for years, share in ((0, 0.3), (5, 0.28), (10, 0.28), (20, 0.14)):
        assert likely((facts["term"] == years).sum(), made, share)
    assert np.array_equal(facts["expires"], np.where(facts["term"] > 0, 2001 + facts["term"], 0))
    assert likely(facts["renewal"].sum(), made, 0.6)


@pytest.mark.parametrize(
    ("allied", "bond", "chance"),
    [((0, 1), 1.0, 0.8), ((0,), 1.0, 0.4), ((), 1.0, 0.0), ((0, 1), 0.5, 0.4), ((0, 1), 0.05, 0.0)],
)
def test_friends_and_allies_of_both_accede_by_their_warmth(allied, bond, chance):
    model = alone("alliances", **ALL | {"base": 0, "served": 8, "join": 0.8, "distance": 4})
    n = 12
    bonds, pacts, far = np.full((n, n), -1.0), np.zeros((n, n)), np.full((n, n), 13.0)
    bonds[1, 0], far[1, 0] = 1, 8
    bonds[2:, :2] = bond
    pacts[2:, allied] = 1
    opening = tiny(model, n, room=0, alignment=bonds, defence=pacts, log_distance=far)
    joined = trials = 0
    for final, events in futures(model, opening, 8):
        if told(events, TREATY) == [(1, 0)]:
            trials += n - 2
            joined += final["treaty_member"][0].sum() - 2
            assert len(told(events, ACCESSION)) == final["treaty_member"][0].sum() - 2
    assert trials > 40
    assert likely(joined, trials, chance)


def test_a_full_book_loses_and_overwrites_nothing():
    model = alone("alliances", **ALL)
    opening = tiny(model, 6, alignment=1)
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
    opening = tiny(model, 4, alignment=1)
    opening = sign(model, opening, [0, 1], 1, since=1950)
    opening = sign(model, opening, [2, 3], 3, since=1960)
    final, events = run(model, opening)
    assert len(told(events, TREATY)) == 6
    assert (final["treaty_kind"] > 0).all()
    assert final["treaty_since"][[1, 3]].tolist() == [1950, 1960]
    pairs = sorted(ends(p) for p in range(6))
    made = [tuple(np.flatnonzero(final["treaty_member"][t])[:2][::-1]) for t in (0, 2, 4, 5, 6, 7)]
    assert sorted((int(a), int(b)) for a, b in made) == pairs


def test_who_left_the_system_signs_nothing():
    model = alone("alliances", **ALL | {"base": -25, "bond": 0})
    opening = put(model, tiny(model, 2), "seeks_pact", at(2, 0), 1)
    final, events = run(model, opening)
    assert not told(events, TREATY)
    assert not final["treaty_kind"].any()


def test_the_draws_of_a_treaty_hang_on_its_parties_alone():
    model = alone("alliances", **ALL | {"base": 0, "close": -0.5, "closeness": 0})
    opening = tiny(model, 4, alignment=one_pair())
    low, high = sorted(int(x) for x in opening.ids[[1, 2]])
    final, _ = run(model, opening)
    firm = whole_luck(opening, "alliances.sign", low, high) < logistic(-0.5)
    assert final["treaty_kind"][0] == (1 if firm else 2)
    automatic = whole_luck(opening, "alliances.sign", key(low, 2), high) < 0.7
    assert final["treaty_renewal"][0] == automatic
