"""Wars: their dead, their end, who wins, and what becomes of the loser."""

import numpy as np
import pytest
from simulated import alone, at, dense, futures, likely, run, sign, tiny, told, wage, yearly

from multipolar.events import CONQUEST, DEFEAT, PEACE

LONG = {
    "ending": 0.02, "decided": 0, "contest": 1.0, "noise": 0, "ruin": 0, "conquest": 0, "enmity": 0,
}  # fmt: skip
SHORT = LONG | {"ending": 1}
WON = SHORT | {"decided": 1}


def war(model, n=4, first=(0,), second=(1,), scale=1e5, **fields):
    return wage(model, tiny(model, n, **fields), first, second, scale=scale)


def lasting(model, opening, years=1):
    """Return a future in which the war goes on for some years."""
    for final, events in futures(model, opening, 20, years):
        if not told(events, PEACE):
            return final
    raise AssertionError


def test_a_year_costs_the_scale_by_the_chance_of_the_end():
    model = alone("war", **LONG)
    final = lasting(model, war(model))
    assert final["war_deaths"][0] == pytest.approx(1e5 * 0.02)
    assert final["battle_deaths"][:2] == pytest.approx([1000, 1000], rel=1e-3)


def test_each_side_loses_by_the_capability_of_the_other_and_its_members_by_their_own():
    model = alone("war", **LONG)
    share = [0.3, 0.1, 0.5, 0.1]
    final = lasting(model, war(model, 4, (0, 1), (2,), capability=share))
    dead = final["battle_deaths"][:4]
    assert dead.sum() == pytest.approx(2000)
    assert dead == pytest.approx(
        [2000 * 5 / 9 * 3 / 4, 2000 * 5 / 9 / 4, 2000 * 4 / 9, 0], rel=1e-4
    )


def test_deaths_by_state_sum_to_those_of_the_war_and_leave_the_population():
    model = alone("war", **LONG | {"noise": 0.8})
    opening = war(model, 5, (0, 1), (2, 3), 1e6, capability=[0.3, 0.1, 0.2, 0.2, 0.2])
    people, total, years = None, 0.0, 0
    for final, _ in yearly(model, opening, 6, member=3):
        dead = final["battle_deaths"][:5]
        if people is not None and final["war_since"][0] > 0:
            assert people - final["population"][:5] == pytest.approx(dead, abs=1e-3)
            assert dead.sum() == pytest.approx(final["war_deaths"][0] - total)
            assert dead[4] == 0
            assert final["urban_population"][:5] == pytest.approx(0.4 * final["population"][:5])
            years += 1
        people, total = final["population"][:5].copy(), final["war_deaths"][0]
    assert years > 2


def test_deaths_vary_by_noise_around_the_same_mean():
    model = alone("war", **LONG | {"noise": 0.5})
    dead = [f["battle_deaths"].sum() for f, _ in futures(model, war(model), 250)]
    assert np.log(dead).std() == pytest.approx(0.5, rel=0.2)
    assert np.mean(dead) == pytest.approx(2000, rel=0.15)


def test_no_state_loses_more_than_a_twentieth_of_its_people_in_a_year():
    model = alone("war", **LONG)
    final = lasting(model, war(model, scale=1e12))
    assert final["battle_deaths"][:2] == pytest.approx([2.5e6, 2.5e6])
    assert final["population"][:2] == pytest.approx([4.75e7, 4.75e7])


def test_a_war_costs_its_scale_in_the_mean():
    model = alone("war", **LONG | {"ending": 0.4})
    opening = war(model)
    costs = [next(e[4] for e in events if e[0] == PEACE)
             for _, events in futures(model, opening, 120, 12)]  # fmt: skip
    assert np.mean(costs) == pytest.approx(1e5, abs=4 * np.std(costs) / np.sqrt(120))


def test_wars_end_with_the_stated_hazard():
    model = alone("war", **LONG | {"ending": 0.3})
    opening = war(model)
    over = sum(len(told(events, PEACE)) for _, events in futures(model, opening, 150))
    assert likely(over, 150, 0.3)


def test_a_war_that_ended_leaves_no_side_and_no_pair_at_war():
    model = alone("war", **SHORT)
    final, events = run(model, war(model, 4, (0, 1), (2, 3)))
    assert len(told(events, PEACE)) == 1
    assert not final["war"].any()
    assert not final["war_side"].any()
    assert not final["war_since"].any()
    final, _ = run(model, war(model, 4, (0, 1), (2, 3)), 2)
    assert not final["mobilised"].any()
    assert not final["battle_deaths"].any()


def test_a_pair_that_fights_in_another_war_stays_at_war():
    model = alone("war", **SHORT)
    opening = war(model, 4, (0, 2), (1,))
    opening = wage(model, opening, [0], [1, 3], 1)
    # the second war is over in the same year; the pair of both is free only then
    final, events = run(model, opening)
    assert len(told(events, PEACE)) == 2
    assert not final["war"].any()
    model = alone("war", **LONG | {"ending": 0.5})
    seen = set()
    for final, _ in futures(model, opening, 20):
        first, second = final["war_since"][:2] > 0
        seen.add((bool(first), bool(second)))
        wars = dense(final, "war")
        assert wars[0, 1] == (first or second)
        assert wars[2, 1] == first
        assert wars[0, 3] == second
    assert len(seen) == 4


def winners(share, contest, members=150):
    model = alone("war", **WON | {"contest": contest})
    opening = war(model, 2, capability=share)
    won = 0
    for _, events in futures(model, opening, members):
        ((victor, loser),) = told(events, DEFEAT)
        assert {victor, loser} == {0, 1}
        won += victor == 0
    return won


@pytest.mark.parametrize(("share", "contest"), [((0.5, 0.5), 1), ((0.6, 0.3), 1), ((0.2, 0.4), 2)])
def test_the_stronger_wins_with_the_contest_probability(share, contest):
    power = np.array(share) ** contest
    assert likely(winners(share, contest), 150, power[0] / power.sum())


def test_with_a_steep_contest_the_stronger_always_wins():
    assert winners((0.9, 0.001), 6, 30) == 30


def test_wars_are_decided_by_their_chance():
    model = alone("war", **SHORT | {"decided": 0.6})
    opening = war(model)
    decided = sum(len(told(events, DEFEAT)) for _, events in futures(model, opening, 100))
    assert likely(decided, 100, 0.6)


STEEP = WON | {"contest": 6}
WEAK = {"capability": [0.9, 0.01, 0.05, 0.04]}


def test_the_defeated_are_ruined_and_marked_for_a_year():
    model = alone("war", **STEEP | {"ruin": 0.2})
    opening = war(model, **WEAK)
    before = run(model, opening, 0)[0]
    final, _ = run(model, opening)
    for name in ("military_spending", "military_personnel", "gdp_ppp", "energy", "steel"):
        assert final[name][:4] == pytest.approx(before[name][:4] * [1, 0.8, 1, 1])
    assert final["defeat"].tolist() == [0, 1, 0, 0, 0, 0]
    assert not run(model, opening, 2)[0]["defeat"].any()


def test_conquest_gives_what_is_left_to_the_victor_and_ends_all_ties_the_same_year():
    model = alone("war", **STEEP | {"ruin": 0.2, "conquest": 1})
    opening = war(
        model, 4, **WEAK, contiguous=1, rivalry=1, coordination=0.3, alignment=0.4, sanction_ij=1,
        shared_bodies=5, grudge=1, major=1, nuclear_warheads=[50, 0.5, 0, 0],
    )  # fmt: skip
    opening = sign(model, opening, [0, 1, 2], terms=1 + 16)
    opening = sign(model, opening, [1, 3], 1, terms=1)
    before = run(model, opening, 0)[0]
    final, events = run(model, opening)
    assert told(events, CONQUEST) == [(0, 1)]
    assert final["present"].tolist() == [1, 0, 1, 1, 0, 0]
    for name in ("gdp_ppp", "energy", "steel"):
        assert final[name][:2] == pytest.approx([before[name][0] + 0.8 * before[name][1], 0])
    for name in ("population", "urban_population"):
        assert final[name][:2].sum() == pytest.approx(before[name][:2].sum(), rel=1e-2)
        assert final[name][1] == 0
    ties = (
        "alignment", "rivalry", "coordination", "trade", "sanction", "grudge", "shared_bodies",
        "defence", "nonaggression", "consultation", "war", "dispute",
    )  # fmt: skip
    for name in ties:
        assert not dense(final, name)[1].any()
        assert not dense(final, name)[:, 1].any()
    # the state that left was the one common ally of two others
    assert final["treaty_kind"].tolist()[:2] == [1, 0]
    assert final["treaty_member"][0].tolist() == [1, 0, 1, 0, 0, 0]
    assert not final["common_allies"].any()
    assert final["nuclear_warheads"][1] == final["major"][1] == final["capability"][1] == 0
    assert final["capability"].sum() == pytest.approx(1)


def test_people_are_conserved_in_a_conquest_but_for_the_dead():
    model = alone("war", **STEEP | {"conquest": 1})
    opening = war(model, 3, capability=[0.9, 0.01, 0.09], contiguous=1)
    final, events = run(model, opening)
    assert told(events, CONQUEST)
    dead = final["battle_deaths"].sum()
    assert final["population"][:3].sum() == pytest.approx(3 * 5e7 - dead)


@pytest.mark.parametrize(
    "fields",
    [
        WEAK | {"contiguous": 0},
        WEAK | {"contiguous": 1, "nuclear_warheads": [0, 1, 0, 0]},
        {"capability": [0.6, 0.13, 0.2, 0.07], "contiguous": 1},
    ],
)
def test_the_far_the_armed_and_the_strong_are_not_conquered(fields):
    model = alone("war", **STEEP | {"conquest": 1})
    for final, events in futures(model, war(model, **fields), 5):
        assert told(events, DEFEAT)
        assert not told(events, CONQUEST)
        assert final["present"].sum() == 4


def test_a_war_deadly_enough_reaches_afar():
    model = alone("war", **STEEP | {"conquest": 1})
    _, events = run(model, war(model, scale=1e6, **WEAK))
    assert told(events, CONQUEST) == [(0, 1)]


def test_war_divides_foes_and_binds_brothers_in_arms():
    model = alone("war", **LONG | {"enmity": 0.3})
    bonds = lasting(model, war(model, 4, (0, 1), (2, 3), alignment=0.2), 2)["alignment"]
    bonds = {pair: bonds[at(*pair)] for pair in ((1, 0), (3, 2), (2, 0), (3, 1))}
    assert bonds == pytest.approx({(1, 0): 0.38, (3, 2): 0.38, (2, 0): -0.4, (3, 1): -0.4})
    assert lasting(model, war(model), 5)["alignment"][0] == -1


def test_fighters_are_mobilised_in_dispute_and_not_at_peace():
    model = alone("war", **LONG)
    final = lasting(model, war(model, 3, (0,), (2,), peace_years=9))
    assert final["mobilised"].tolist() == [1, 0, 1, 0, 0]
    assert final["war"].tolist()[:3] == final["dispute"].tolist()[:3] == [0, 1, 0]
    assert final["peace_years"].tolist()[:3] == [9, 0, 9]


def test_a_war_ends_when_a_side_has_left_the_system():
    model = alone("war", **LONG)
    opening = war(model, 4, (0, 2), (1,), present=[1, 0, 1, 1])
    final, events = run(model, opening)
    assert not final["war_since"].any()
    assert not final["war"].any()
    assert not final["battle_deaths"].any()
    assert not told(events, PEACE, DEFEAT)


def test_nobody_fights_without_a_war():
    model = alone("war", **WON | {"conquest": 1})
    final, events = run(model, tiny(model, 3, mobilised=1, defeat=1))
    assert not final["battle_deaths"].any()
    assert not final["mobilised"].any()
    assert not final["defeat"].any()
    assert not told(events, PEACE)
