"""Mechanisms together, at rates at which all happens: limits, symmetry, conservation, changes."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from simulated import (
    added,
    alone,
    dense,
    get,
    put,
    relabelled,
    run,
    sign,
    tiny,
    told,
    wage,
    yearly,
)

from multipolar.events import ACCESSION, CONQUEST, SECESSION, UNION
from multipolar.model import default_model
from multipolar.plan import BLOCKS, make_plan
from multipolar.steps import pair

BUSY = {
    "upheaval.crash_rate": 0.1, "upheaval.take_off_rate": 0.2, "regimes.base": -1,
    "insurgency.base": -1.5, "separatism.base": -1.5, "statehood.failure_rate": 0.3,
    "statehood.secession_rate": 0.3, "statehood.emancipation_rate": 0.5,
    "statehood.union_rate": 0.2, "affinity.quarrel": 0.2, "summits.start": 0.3,
    "alliances.base": -2, "arms_control.talks": 0.5, "rivalries.start": -1, "sanctions.base": -3,
    "treaty_exit.exit_rate": 0.1, "disputes.base": -2, "escalation.base": -1,
    "joining.base": -3, "war.conquest": 0.5, "warheads.spread_rate": 0.3,
}  # fmt: skip
"""Rates at which every kind of event comes about in a few years of a few states."""
MODEL = default_model()
NAMES = [m.name for m in MODEL.mechanisms]
STRAY = 0.3


def busy(*names):
    model = MODEL.set(BUSY)
    return model.only(*names) if names else model


def lively(model, n=6, room=2, seed=0):
    """Return n states that differ in everything, with treaties, sanctions, a war."""
    rng = np.random.default_rng(seed)
    stock = lambda: rng.lognormal(0, 1, n)  # noqa: E731
    flag = lambda: rng.random((n, n)) < STRAY  # noqa: E731
    sent, back = flag(), flag()
    opening = tiny(
        model, n, room=room, treaties=200, wars=20,
        population=5e7 * stock(), gdp_ppp=1e12 * stock(), urban_population=1e7 * stock(),
        energy=5e18 * stock(), steel=1e7 * stock(), military_spending=2e10 * stock(),
        military_personnel=2e5 * stock(), nuclear_warheads=rng.choice([0, 0, 20, 900], n),
        regime=rng.uniform(-1, 1, n), ideology=rng.uniform(-2, 2, n), region=rng.integers(1, 4, n),
        capability=rng.dirichlet(np.ones(n)), major=rng.integers(0, 2, n),
        growth=rng.normal(0, 0.1, n), tenure=rng.integers(0, 12, n), belligerence=stock(),
        insurgency=rng.integers(0, 2, n), separatism=rng.integers(0, 2, n), terrorism=stock(),
        threat=rng.uniform(0, 1, n), growth_regime=rng.integers(-1, 2, n),
        regime_change=rng.integers(0, 2, n), defeat=rng.integers(0, 2, n),
        log_distance=rng.uniform(5, 9, (n, n)), contiguous=flag(), same_region=flag(),
        alignment=rng.uniform(-1, 1, (n, n)), paths=rng.uniform(-0.2, 0.2, (n, n)),
        grudge=rng.exponential(1, (n, n)), peace_years=rng.integers(0, 40, (n, n)),
        rivalry=flag(), dispute=flag(), shared_bodies=rng.integers(0, 40, (n, n)),
        coordination=rng.choice([0, 0.2, 0.6], (n, n)), sanction_ij=sent, sanction_ji=back,
        trade_ij=1e9 * rng.lognormal(0, 2, (n, n)), trade_ji=1e9 * rng.lognormal(0, 2, (n, n)),
    )  # fmt: skip
    if n > 3:
        opening = wage(model, opening, [0], [1, 2])
        for slot in range(8):
            opening = sign(
                model, opening, rng.choice(n, rng.integers(2, 4), replace=False), slot,
                kind=1 + slot % 3, terms=(17, 24, 32)[slot % 3], since=1980 + slot,
                expires=2000 + slot, term=10, renewal=slot % 2,
            )  # fmt: skip
    return opening


def sound(model, final):
    """Assert that values are finite and in range, and that the accounts of the year close."""
    plan = make_plan(model)
    there = final["present"] > 0
    i, j = np.tril_indices(len(there), -1)
    for name in plan.parts:
        field, values = plan.field(name), final[name].astype(float)
        assert np.isfinite(values).all(), name
        block = plan.parts[name][0]
        if block == "state":
            values = values[there]
        elif block in ("dyad", "flag"):
            values = values[there[i] & there[j]]
        slack = 1e-6 * max(1.0, abs(field.high)) if np.isfinite(field.high) else 0
        assert (values >= field.low - 1e-6).all(), name
        assert (values <= field.high + slack).all(), name
    assert final["capability"].sum() == pytest.approx(1)
    assert (final["capability"][~there] == 0).all()
    assert final["leader"].sum() == 1
    assert (final["urban_population"] <= final["population"] * (1 + 1e-9)).all()
    gone = ~there
    for name in ("alignment", "rivalry", "war", "defence", "trade", "sanction", "coordination"):
        assert not dense(final, name)[gone].any(), name
    parties = final["treaty_member"][:, there].sum(axis=1)
    assert np.array_equal(parties >= 2, final["treaty_kind"] > 0)
    assert np.array_equal(final["treaty_member"].sum(axis=1), parties)


@pytest.mark.parametrize("member", range(2))
def test_thirty_lively_years_stay_sound(member):
    model = busy()
    opening = lively(model, room=6)
    for year, (final, _) in enumerate(yearly(model, opening, 30, member=member)):
        if year:
            sound(model, final)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_few_states_live_for_thirty_years(n):
    model = busy().without("statehood")
    final, _ = run(model, lively(model, n, room=1), 30)
    sound(model, final)
    assert final["present"].sum() >= 1


def test_one_state_alone_fights_nobody_and_leads():
    model = busy().without("statehood")
    final, _ = run(model, tiny(model, 1), 30)
    sound(model, final)
    assert final["capability"].tolist() == [1, 0, 0]
    assert final["lead"] == final["concentration"] == 1
    for name in ("threat", "dependence", "menace", "belligerence", "battle_deaths"):
        assert final[name][0] == 0


def test_equals_at_peace_stay_sound_for_thirty_years():
    model = busy()
    final, _ = run(model, tiny(model, 5), 30)
    sound(model, final)


def test_without_chance_equals_stay_equal():
    still = {
        "growth.own": 0, "growth.common": 0, "growth.regional": 0, "growth.tail": 0,
        "industry.spread": 0, "industry.steel_spread": 0, "demography.vital": 0,
        "demography.moving": 0, "budget.spread": 0, "budget.manning_spread": 0,
        "alignment.wander": 0, "ideology.wander": 0, "terrorism.spread": 0,
        "leaders.open_rate": 0, "leaders.closed_rate": 0, "leaders.limit_rate": 0,
    }  # fmt: skip
    chancy = (
        "upheaval", "regimes", "insurgency", "separatism", "statehood", "affinity", "summits",
        "alliances", "arms_control", "rivalries", "sanctions", "disputes", "escalation",
        "overstretch", "hegemony",
    )  # fmt: skip
    model = MODEL.set(still).without(*chancy)
    final, _ = run(model, tiny(model, 5, room=0), 30)
    plan = make_plan(model)
    apart = ("leader", "region", "major", "exit_mood", "union_mood")
    for name, (block, _) in plan.parts.items():
        if block in ("state", "dyad", "flag") and name not in apart:
            assert np.ptp(final[name]) <= 1e-5 * np.abs(final[name]).max(), name


def test_the_war_of_all_against_all_stays_sound_for_thirty_years():
    n = 5
    model = busy().set({"war.ending": 0.02, "treaty_exit.exit_rate": 0}).without("statehood")
    all_ = np.ones((n, n))
    opening = tiny(
        model, n, wars=20, nuclear_warheads=10, rivalry=all_, alignment=-all_, contiguous=all_
    )
    for slot, (first, second) in enumerate(combinations(range(n), 2)):
        opening = wage(model, opening, [first], [second], slot)
    for year, (final, _) in enumerate(yearly(model, opening, 30)):
        if year == 0:
            continue
        sound(model, final)
        assert final["war"].any()
        assert final["battle_deaths"].sum() > 0


def test_when_all_have_left_but_one_it_carries_on():
    model = busy().without("statehood")
    opening = lively(model)
    leave = [[*r[:5], 0, 0] for r in added(model, "present", [0, 1, 2, 4, 5], 0, 2003)]
    final, _ = run(model, opening, 30, changes=leave)
    sound(model, final)
    assert final["capability"][3] == 1
    assert not final["treaty_kind"].any()
    assert not final["war_since"].any()


def test_with_all_off_but_the_books_nothing_but_rank_changes():
    opening = lively(alone())
    before, final = run(alone(), opening, 0)[0], run(alone(), opening, 5)[0]
    books = {w for m in alone().running for step in m.marked for w in step.writes}
    for part, values in before.items():
        if part not in books:
            assert np.array_equal(final[part], values), part


def named_treaties(final, states):
    """Return the treaties as a sorted list that does not hang on slots or the order of states."""
    facts = [final[f"treaty_{k}"] for k in ("kind", "terms", "since", "expires", "term", "renewal")]
    return sorted(
        (*(float(f[t]) for f in facts), *sorted(states[s] for s in np.flatnonzero(members)))
        for t, members in enumerate(final["treaty_member"])
        if final["treaty_kind"][t] > 0
    )


def same_but_for_order(model, years, seed=0, order=(3, 7, 0, 5, 2, 6, 1, 4)):
    opening = lively(model, seed=seed)
    plan = make_plan(model)
    turned = relabelled(plan, opening, order)
    one, first = run(model, opening, years)
    other, second = run(model, turned, years)
    for part, (block, _) in plan.parts.items():
        if block == "state":
            expected = one[part][list(order)]
        elif block in ("dyad", "flag"):
            if part.endswith("_ji"):
                continue
            root = plan.field(part).name
            n = len(order)
            full = dense({**one, "present": one["present"]}, root)[np.ix_(order, order)]
            expected, found = full, dense(other, root)
            assert found == pytest.approx(expected, rel=1e-4, abs=1e-5), part
            assert found.shape == (n, n)
            continue
        elif block == "system":
            expected = one[part]
        else:
            continue
        assert other[part] == pytest.approx(expected, rel=1e-4, abs=1e-5), part
    assert named_treaties(one, opening.states) == named_treaties(other, turned.states)
    assert renamed(first, opening.states) == renamed(second, turned.states)
    return first


def renamed(events, states):
    """Return events with names, as a sorted list.

    Pairs are sorted, since in most neither comes first; a treaty that is
    acceded to is named after either of its two founders.
    """
    out = []
    for kind, year, a, b, value in events:
        names = [states[int(k)] if k >= 0 else "" for k in (a, -1 if kind == ACCESSION else b)]
        out.append((kind, year, *sorted(names), round(value, 2 if abs(value) < 10 else -1)))
    return sorted(out)


@pytest.mark.parametrize("name", NAMES)
def test_relabelled_states_have_relabelled_futures(name):
    same_but_for_order(busy(name), 3)


@pytest.mark.parametrize("seed", range(3))
def test_the_whole_model_does_not_hang_on_the_order_of_states(seed):
    """With one war; several act on alignment one after the other, in the order of their slots."""
    model = busy().set({"escalation.base": -14})
    assert len(same_but_for_order(model, 4, seed)) > 50


def test_who_is_there_is_who_was_there_and_came_less_who_went():
    model = busy().set({"statehood.union_rate": 0.5, "war.conquest": 1, "war.decided": 1})
    opening = lively(model, room=8)
    kinds = {SECESSION: 0, UNION: 0, CONQUEST: 0}
    for member in range(4):
        final, events = run(model, opening, 10, member=member)
        for kind in kinds:
            kinds[kind] += len(told(events, kind))
        count = {kind: len(told(events, kind)) for kind in kinds}
        expected = 6 + count[SECESSION] - count[UNION] - count[CONQUEST]
        assert final["present"].sum() == expected
        assert final["gone"].sum() == count[UNION] + count[CONQUEST]
        assert final["vacant"].sum() == 8 - count[SECESSION]
    assert all(kinds.values()), kinds


def test_without_births_people_change_by_the_dead_alone():
    model = busy().without("demography")
    opening = lively(model, room=8)
    people, dead = None, 0.0
    for final, _ in yearly(model, opening, 15):
        now = final["population"][final["present"] > 0].sum()
        people = people or now
        dead += final["battle_deaths"].sum()
        assert now == pytest.approx(people - dead, rel=1e-9)
    assert dead > 0


def change(model, name, place, when, times=1.0, plus=0.0, second=0):
    block, row = make_plan(model).parts[name]
    return [when, BLOCKS.index(block), row, place, second, times, plus]


def test_a_dated_change_acts_in_its_year_and_leaves_earlier_years_alone():
    model = busy()
    opening = lively(model)
    changes = [change(model, "gdp_ppp", 1, 2004, times=2)]
    for years in (1, 2, 3, 4):
        plain, told_plain = run(model, opening, years)
        with_, told_with = run(model, opening, years, changes=changes)
        same = all(np.array_equal(plain[name], with_[name]) for name in plain)
        assert same == (years < 4)
        if years < 4:
            assert told_plain == told_with


def test_a_change_of_a_stock_lasts_and_one_of_a_tally_is_gone_the_next_year():
    model = alone()
    opening = tiny(model, 3)
    changes = [
        change(model, "trust", 0, 2002, times=0, plus=0.9),
        change(model, "growth_pull", 1, 2002, plus=0.5),
        change(model, "alignment", pair(2, 1), 2002, plus=-0.25),
        change(model, "rivalry", pair(1, 0), 2002, times=0, plus=1),
        change(model, "trade_ij", pair(2, 0), 2002, times=3),
        change(model, "population", 2, 2003, times=0.5, plus=7),
    ]
    start = run(model, opening, 0)[0]
    one, two, three = (run(model, opening, years, changes=changes)[0] for years in (1, 2, 3))
    assert all(np.array_equal(one[name], run(model, opening)[0][name]) for name in one)
    assert two["trust"][0] == three["trust"][0] == 0.9
    assert two["growth_pull"].tolist()[:3] == [0, 0.5, 0]
    assert not three["growth_pull"].any()
    assert three["alignment"].tolist()[:3] == [0, 0, -0.25]
    assert three["rivalry"].tolist()[:3] == [1, 0, 0]
    assert three["trade_ij"][1] == pytest.approx(3 * start["trade_ij"][1])
    assert np.array_equal(np.delete(three["trade_ij"], 1), np.delete(start["trade_ij"], 1))
    assert two["population"][2] == 5e7
    assert three["population"].tolist()[:3] == [5e7, 5e7, 2.5e7 + 7]


def test_changes_of_one_year_act_in_their_order_and_on_treaties_too():
    model = alone()
    opening = sign(model, tiny(model, 3), [0, 1, 2], terms=1)
    changes = [
        change(model, "trust", 0, 2001, times=0, plus=0.2),
        change(model, "trust", 0, 2001, times=2),
        change(model, "treaty_member", 0, 2001, times=0, second=2),
    ]
    final, _ = run(model, opening, changes=changes)
    assert final["trust"][0] == pytest.approx(0.4)
    assert final["treaty_member"][0].tolist() == [1, 1, 0, 0, 0]
    assert final["defence"].sum() == 1


def test_luck_of_one_year_does_not_hang_on_the_luck_of_another():
    """A future taken up at the end of a year goes on as it would have gone."""
    model = busy()
    opening = lively(model)
    plan = make_plan(model)
    half, _ = run(model, opening, 3)
    later = replace(opening, year=2003, blocks={b: a.copy() for b, a in opening.blocks.items()})
    for name, value in half.items():
        get(plan, later.blocks, name)[...] = value
    whole, went_on = run(model, opening, 6)[0], run(model, later, 3)[0]
    assert all(np.array_equal(whole[name], went_on[name]) for name in whole)


@pytest.mark.slow
def test_the_kernel_gives_the_bits_of_the_reference_with_every_kind_of_event():
    model = busy()
    opening = lively(model, room=8)
    for member in range(4):
        one, first = run(model, opening, 12, member=member)
        other, second = run(model, opening, 12, member=member, engine="compiled")
        assert first == second
        assert len(first) > 500
        for part in one:
            assert np.array_equal(one[part], other[part]), part


def test_an_absent_pair_is_never_written():
    model = busy().without("statehood")
    opening = put(model, lively(model), "alignment", pair(7, 6), 0.123)
    final, _ = run(model, opening, 3)
    assert final["alignment"][pair(7, 6)] == np.float32(0.123)
