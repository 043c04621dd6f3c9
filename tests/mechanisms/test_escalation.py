"""A few disputes become wars, with a heavy tail of severity."""

from dataclasses import replace

import numpy as np
import pytest
from simulated import (
    added,
    alone,
    at,
    decides,
    dense,
    likely,
    logistic,
    put,
    run,
    sign,
    tiny,
    told,
    wage,
    whole_luck,
)

from multipolar.events import DISPUTE, WAR
from multipolar.steps import key

NONE = {"adjacent": 0, "grudges": 0, "peers": 0, "powers": 0, "dilution": 0}
SURE = NONE | {"base": 4, "adjacent": 6}
N = 25
PAIRS = N * (N - 1) // 2
LATER, EARLIER = np.tril_indices(N, -1)


def draws(opening, use=0):
    ids = opening.ids.astype(np.int64)
    low, high = np.minimum(ids[LATER], ids[EARLIER]), np.maximum(ids[LATER], ids[EARLIER])
    return np.array(
        [
            whole_luck(opening, "escalation.escalate", key(a, use) if use else a, b)
            for a, b in zip(low, high, strict=True)
        ]
    )


def test_a_dispute_becomes_a_war_just_where_the_draw_is_below_the_chance():
    rng = np.random.default_rng(3)
    quarrel, border, rivals = rng.random((3, N, N)) < 0.6
    share, major = rng.dirichlet(np.ones(N)), rng.integers(0, 2, N)
    values = {"base": -0.5, "adjacent": 0.4, "grudges": 0.5, "peers": 0.3, "powers": 0.6}
    values |= {"dilution": 0.8}
    model = alone("escalation", **values)
    opening = tiny(
        model, N, room=0, wars=PAIRS, dispute=quarrel, contiguous=border, rivalry=rivals,
        capability=share, major=major,
    )  # fmt: skip
    gulf = np.abs(np.log((share[LATER] + 1e-5) / (share[EARLIER] + 1e-5)))
    odds = (
        -0.5
        + 0.4 * border[LATER, EARLIER]
        + 0.5 * rivals[LATER, EARLIER]
        - 0.3 * gulf
        + 0.6 * (major[LATER] * major[EARLIER])
        - 0.8 * np.log(quarrel[LATER, EARLIER].sum() / 30)
    )
    final, events = run(model, opening)
    assert decides(final["war"], draws(opening), logistic(odds) * quarrel[LATER, EARLIER])
    assert len(told(events, WAR)) == final["wars"][0] == final["war"].sum()


def test_what_others_add_enters_the_odds():
    model = alone("escalation", **NONE, base=-3)
    opening = tiny(model, N, room=0, wars=PAIRS, dispute=1)
    final, _ = run(model, opening, changes=added(model, "escalation_pull", range(PAIRS), 2.0))
    assert decides(final["war"], draws(opening), np.full(PAIRS, logistic(-1)))


def test_with_the_chance_at_its_top_every_dispute_becomes_a_war():
    model = alone("escalation", **SURE)
    quarrel = np.zeros((5, 5))
    quarrel[1, 0] = quarrel[4, 2] = 1
    final, events = run(model, tiny(model, 5, dispute=quarrel, onset=quarrel, contiguous=1))
    assert len(told(events, WAR)) == 2
    assert final["war"].sum() == 2
    assert dense(final, "war")[1, 0] == dense(final, "war")[4, 2] == 1
    assert final["disputes"][0] == len(told(events, DISPUTE)) == 2
    assert (final["war_since"] == 2001).sum() == 2
    sides = final["war_side"][final["war_since"] > 0]
    assert np.array_equal(np.abs(sides).sum(axis=1), [2, 2])
    assert np.array_equal(sides.sum(axis=1), [0, 0])


@pytest.mark.parametrize("base", [-14])
def test_with_the_chance_at_its_bottom_none_does(base):
    model = alone("escalation", **NONE, base=base)
    final, events = run(model, tiny(model, 10, dispute=1), 3)
    assert not told(events, WAR)
    assert not final["war_since"].any()


def test_severity_is_the_pareto_law_up_to_the_toll():
    tail, least, toll = 0.6, 1000, 0.001
    model = alone("escalation", **SURE, tail=tail, least=least, toll=toll)
    opening = tiny(model, N, room=0, wars=PAIRS, dispute=1, contiguous=1)
    final, _ = run(model, opening)
    scale, most = final["war_scale"], toll * 1e8
    assert (scale > 0).sum() >= PAIRS - 1
    scale = scale[scale > 0]
    assert scale.min() >= least
    assert scale.max() == most
    for deaths in (2_000, 10_000, 50_000):
        assert likely((scale > deaths).sum(), len(scale), (deaths / least) ** -tail)
    assert likely((scale == most).sum(), len(scale), (most / least) ** -tail)


def test_without_a_toll_the_hill_estimate_is_the_tail():
    model = alone("escalation", **SURE, tail=0.6, least=100, toll=0.5)
    opening = tiny(
        model, N, room=0, wars=PAIRS, dispute=1, contiguous=1, population=1e30, capability=1 / N
    )
    scale = run(model, opening)[0]["war_scale"]
    scale = scale[scale > 0]
    hill = 1 / np.log(scale / 100).mean()
    assert hill == pytest.approx(0.6, abs=4 * 0.6 / np.sqrt(len(scale)))


def test_the_stronger_begins_more_often():
    model = alone("escalation", **SURE)
    share = np.arange(1.0, N + 1) / (N * (N + 1) / 2)
    opening = tiny(model, N, room=0, wars=PAIRS, dispute=1, contiguous=1, capability=share)
    _, events = run(model, opening)
    began = [a > b for a, b in told(events, WAR)]
    assert likely(sum(began), len(began), 0.65)
    assert sum(began) == (draws(opening, 1) < 0.65).sum()


def test_a_war_under_way_does_not_break_out_again_and_full_slots_take_no_more():
    model = alone("escalation", **SURE)
    opening = wage(model, tiny(model, 2, contiguous=1), [0], [1], scale=5)
    final, events = run(model, opening)
    assert not told(events, WAR)
    assert final["war_scale"][0] == 5
    opening = tiny(model, 6, dispute=1, contiguous=1)
    final, events = run(model, opening, 3)
    assert len(told(events, WAR)) == 6
    assert (final["war_since"] == 2001).all()


def test_between_equals_it_does_not_matter_who_stands_first():
    model = alone("escalation", **SURE)
    opening = tiny(model, 2, room=0, dispute=1, contiguous=1)
    turned = replace(opening, ids=opening.ids[::-1].copy())
    for member in range(8):
        ((a, _),) = told(run(model, opening, member=member)[1], WAR)
        ((b, _),) = told(run(model, turned, member=member)[1], WAR)
        assert a == 1 - b


def test_who_left_the_system_is_in_no_dispute():
    model = alone("escalation", **SURE)
    opening = tiny(model, 2, contiguous=1)
    for name in ("onset", "dispute", "contiguous"):
        opening = put(model, opening, name, at(2, 0), 1)
    final, events = run(model, opening)
    assert not told(events, DISPUTE, WAR)
    assert final["disputes"][0] == final["wars"][0] == 0


def test_a_nuclear_ally_shelters_from_a_nuclear_foe_and_from_no_other():
    """0 is armed and meets 2; 1 is armed too; 3 is not."""
    model = alone("escalation", **(SURE | {"umbrella": -10}))
    quarrel = np.zeros((4, 4))
    quarrel[2, 0] = 1
    bombs = [9, 9, 0, 0]

    def wars(ally=None, **fields):
        opening = tiny(model, 4, dispute=quarrel, **({"nuclear_warheads": bombs} | fields))
        opening = opening if ally is None else sign(model, opening, [2, ally])
        return run(model, opening)[0]["war"].sum()

    assert wars() == 1
    assert wars(1) == 0
    assert wars(0) == 1  # bound to the foe itself
    assert wars(3) == 1  # the ally has no weapons
    assert wars(1, nuclear_warheads=[0, 9, 0, 0]) == 1  # the foe has none
    assert wars(1, nuclear_warheads=[9, 9, 9, 0]) == 1  # it has its own
