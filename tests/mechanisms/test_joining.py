"""Wars spread: who joins on which side, in waves."""

import numpy as np
import pytest
from simulated import alone, at, dense, likely, logistic, run, sign, tiny, told, wage, whole_luck

from multipolar.events import JOINED_WAR
from multipolar.opening import TERMS
from multipolar.steps import key

NONE = {
    "base": -10, "duty": 0, "warmth": 0, "hatred": 0, "near": 0, "great": 0, "later": 0,
    "caution": 0, "growing": 0,
}  # fmt: skip
BOUND = NONE | {"base": -9, "duty": 10, "warmth": 9}
"""A pact and full alignment with one side make joining sure; less makes it out of the question."""


def bonds(n, *pairs):
    out = np.zeros((n, n))
    for i, j in pairs:
        out[max(i, j), min(i, j)] = 1
    return out


def bind(model, opening, **pacts):
    """Sign a treaty of each pair in a matrix, by name of the obligation."""
    slot = 0
    for name, pairs in pacts.items():
        for i, j in np.argwhere(pairs):
            opening = sign(model, opening, [i, j], slot, terms=TERMS[name])
            slot += 1
    return opening


def sides(model, n, first, second, years=1, member=0, since=2001, pacts=(), **fields):
    opening = bind(model, tiny(model, n, treaties=200, **fields), **dict(pacts))
    opening = wage(model, opening, first, second, since=since)
    final, events = run(model, opening, years, member=member)
    return final, events, final["war_side"][0].tolist()[:n]


def test_allies_of_the_attacked_join_it():
    pacts = bonds(4, (1, 2))
    _, events, found = sides(
        alone("joining", **BOUND), 4, [0], [1], pacts={"defence": pacts}, alignment=pacts
    )
    assert found == [1, -1, -1, 0]
    assert told(events, JOINED_WAR) == [(2, 0)]


def test_pacts_of_defence_bind_to_the_attacker_by_a_third_and_of_offence_in_full():
    n = 40
    values = NONE | {"base": -3, "duty": 4}
    for name, odds in (("defence", -3 + 1.2), ("offence", 1.0)):
        pacts = bonds(n, *((0, k) for k in range(2, n)))
        joined = 0
        for member in range(5):
            model = alone("joining", **values)
            _, _, found = sides(model, n, [0], [1], member=member, pacts={name: pacts})
            joined += (np.array(found[2:]) > 0).sum()
        to_a, to_b = logistic(odds), logistic(-3)
        three = to_a * sum((1 - to_a - to_b) ** wave for wave in range(3))
        assert likely(joined, 5 * (n - 2), three)


def test_allies_of_allies_join_in_waves_three_a_year():
    n = 7
    chain = bonds(n, *((k, k + 1) for k in range(1, n - 1)))
    model = alone("joining", **BOUND)
    _, events, found = sides(model, n, [0], [1], pacts={"defence": chain}, alignment=chain)
    assert found == [1, -1, -1, -1, -1, 0, 0]
    assert told(events, JOINED_WAR) == [(2, 0), (3, 0), (4, 0)]


def test_enemies_of_one_side_join_the_other():
    foes = -bonds(4, (0, 2), (1, 3))
    model = alone("joining", **NONE | {"base": -12, "hatred": 10, "near": 8})
    _, _, found = sides(model, 4, [0], [1], alignment=foes, contiguous=bonds(4, (0, 2), (1, 3)))
    assert found == [1, -1, -1, 1]


def test_a_friend_of_both_sides_is_torn():
    model = alone("joining", **NONE | {"base": -4, "warmth": 9})
    torn = bonds(3, (0, 2), (1, 2))
    _, _, found = sides(model, 3, [0], [1], alignment=torn)
    assert found == [1, -1, 0]
    _, _, found = sides(model, 3, [0], [1], alignment=bonds(3, (0, 2)))
    assert found == [1, -1, 1]


def test_everybody_joins_just_where_the_draw_says():
    n = 40
    rng = np.random.default_rng(5)
    warm, pact, attack, border, rival = np.zeros((5, n, n))
    warm[2:, :2] = rng.choice([0, 0.5, 1], (n - 2, 2))
    for flag in (pact, attack, border, rival):
        flag[2:, :2] = rng.random((n - 2, 2)) < 0.4
    major, bombs = rng.integers(0, 2, n), np.zeros(n)
    major[:2], bombs[0] = 0, 9
    v = {
        "base": -3, "duty": 2, "warmth": 1.5, "hatred": 1.2, "near": 1.0, "great": 0.8,
        "later": 0.4, "caution": 0.5, "growing": 0,
    }  # fmt: skip
    model = alone("joining", **v)
    opening = tiny(
        model, n, room=0, treaties=200, alignment=warm, contiguous=border, rivalry=rival,
        major=major, nuclear_warheads=bombs,
    )  # fmt: skip
    opening = bind(model, opening, defence=pact, offence=attack)
    opening = wage(model, opening, [0], [1], since=1999)
    ids = opening.ids.astype(np.int64)
    tag = key(ids[0], 6) ^ key(ids[1], 4)
    k = np.arange(2, n)
    common = -3 + border[k, :2].max(axis=1) + 0.8 * major[k] - 0.5 - 0.4 * 2
    bound_a, bound_b = np.maximum(attack[k, 0] + 0.3 * pact[k, 0], 0), pact[k, 1]
    cold = np.maximum(-warm[k, :2] + 0.3 * rival[k, :2], 0)
    to_a = logistic(common + 2 * bound_a + 1.5 * (warm[k, 0] - warm[k, 1]) + 1.2 * cold[:, 1])
    to_b = logistic(common + 2 * bound_b + 1.5 * (warm[k, 1] - warm[k, 0]) + 1.2 * cold[:, 0])
    for member in range(8):
        expected = np.zeros(n)
        expected[:2] = 1, -1
        for wave in range(3):
            for place, a, b in zip(k, to_a, to_b, strict=True):
                use = key(ids[place], wave + 1)
                u = whole_luck(opening, "joining.cascade", use, tag, member=member)
                if expected[place] == 0:
                    expected[place] = 1 if u < a else -1 if u < a + b else 0
        assert {-1, 0, 1} == set(expected[2:])
        final, events = run(model, opening, member=member)
        assert np.array_equal(final["war_side"][0], expected)
        assert len(told(events, JOINED_WAR)) == np.abs(expected[2:]).sum()


def test_the_war_grows_with_the_capability_in_it():
    share = [0.2, 0.3, 0.4, 0.1]
    pacts = bonds(4, (1, 2))
    model = alone("joining", **BOUND | {"growing": 0.5})
    final, _, _ = sides(
        model, 4, [0], [1], pacts={"defence": pacts}, alignment=pacts, capability=share
    )
    assert final["war_scale"][0] == pytest.approx(1e5 * (1 + 0.5 * 0.4 / 0.501))


@pytest.mark.parametrize(("since", "joins"), [(2001, True), (1990, False)])
def test_old_wars_are_joined_less_and_age_counts_up_to_five_years(since, joins):
    pacts = bonds(3, (1, 2))
    model = alone("joining", **BOUND | {"later": 5})
    _, _, found = sides(model, 3, [0], [1], since=since, pacts={"defence": pacts}, alignment=pacts)
    assert (found[2] == -1) == joins


def test_nobody_joins_without_cause_and_without_a_war():
    model = alone("joining", **NONE | {"base": -20})
    assert sides(model, 6, [0], [1], 5)[2] == [1, -1, 0, 0, 0, 0]
    final, events = run(model, tiny(model, 4, alignment=1, contiguous=1), 3)
    assert not told(events, JOINED_WAR)
    assert not final["war_side"].any()


def test_who_joined_is_at_war_with_the_other_side_the_same_year():
    pacts = bonds(4, (1, 2))
    model = alone("joining", "war", **BOUND).set({"war.ending": 0.02, "war.enmity": 0})
    final, _, found = sides(
        model,
        4,
        [0],
        [1],
        pacts={"defence": pacts},
        alignment=pacts,
        capability=[0.4, 0.3, 0.2, 0.1],
    )
    assert found == [1, -1, -1, 0]
    wars = dense(final, "war")
    assert wars[0, 2] == wars[0, 1] == 1
    assert final["war"][at(2, 1)] == 0
    assert final["mobilised"].tolist() == [1, 1, 1, 0, 0, 0]


def test_nobody_joins_a_state_that_left_the_system():
    model = alone("joining", **BOUND | {"base": -5})
    friends = bonds(4, (1, 2))
    _, events, found = sides(model, 4, [0], [1], alignment=friends, present=[1, 0, 1, 1])
    assert found == [1, 0, 0, 0]
    assert not told(events, JOINED_WAR)
    _, events, found = sides(model, 4, [0], [1], alignment=friends)
    assert found == [1, -1, -1, 0]
