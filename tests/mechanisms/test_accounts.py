"""The accounts: shares, ranks, events of rank, and no ties of those who left."""

import numpy as np
import pytest
from simulated import added, alone, dense, run, sign, tiny, told

from multipolar.events import MAJOR_LOST, NEW_MAJOR, OVERTAKEN

COMPONENTS = (
    "military_spending", "military_personnel", "steel", "energy", "population", "urban_population",
)  # fmt: skip


def random_stocks(n, seed=0):
    rng = np.random.default_rng(seed)
    return {name: 1e6 * rng.lognormal(0, 1.5, n) for name in COMPONENTS}


def booked(n=6, model=None, years=1, changes=None, **fields):
    model = model or alone()
    return run(model, tiny(model, n, **fields), years, changes=changes)


@pytest.mark.parametrize("seed", range(3))
def test_capability_is_the_mean_of_the_shares_of_six_components_of_those_present(seed):
    stocks, there = random_stocks(6, seed), np.array([1, 1, 0, 1, 1, 1])
    final, _ = booked(**stocks, present=there)
    shares = [stock * there / (stock * there).sum() for stock in stocks.values()]
    assert final["capability"][:6] == pytest.approx(np.mean(shares, axis=0))
    assert final["capability"].sum() == pytest.approx(1)


def test_a_component_that_nobody_has_does_not_count():
    stocks = random_stocks(4) | {"steel": np.zeros(4)}
    final, _ = booked(4, **stocks)
    shares = [stock / stock.sum() for name, stock in stocks.items() if name != "steel"]
    assert final["capability"][:4] == pytest.approx(np.mean(shares, axis=0))


def test_concentration_lead_and_leader_follow_from_the_shares():
    final, _ = booked(**random_stocks(6, 4))
    share = np.sort(final["capability"])
    assert final["concentration"] == pytest.approx([np.square(share).sum()])
    assert final["lead"] == pytest.approx([share[-1] - share[-2]])
    assert np.flatnonzero(final["leader"]).tolist() == [np.argmax(final["capability"])]


@pytest.mark.parametrize("n", [1, 2, 5])
def test_equals_have_equal_shares(n):
    final, _ = booked(n)
    assert final["capability"][:n] == pytest.approx(np.full(n, 1 / n))
    assert final["concentration"] == pytest.approx([1 / n])
    assert final["lead"] == pytest.approx([1.0 if n == 1 else 0.0], abs=1e-12)
    assert final["leader"].sum() == 1


def test_among_equals_the_lowest_name_leads():
    model = alone()
    opening = tiny(model, 5, leader=0)
    final, events = run(model, opening)
    assert np.argmax(final["leader"]) == np.argmin(opening.ids[:5])
    assert not told(events, OVERTAKEN)


def test_the_frontier_is_the_richest_state_of_five_million():
    final, _ = booked(3, population=[6e6, 4e6, 9e6], gdp_ppp=[6e10, 4e12, 9e11])
    assert final["frontier"] == pytest.approx([np.log(1e5)])
    final, _ = booked(2, population=1e6, frontier=7.5)
    assert final["frontier"] == pytest.approx([7.5])


SIZES = np.array([1.0, 4.0, 2.0])


def test_an_overtaking_is_told_once():
    sizes = dict.fromkeys(COMPONENTS, SIZES * 1000000.0)
    _, events = booked(3, **sizes, leader=[1, 0, 0], years=3)
    assert told(events, OVERTAKEN) == [(1, 0)]


def test_great_powers_rise_above_one_share_and_fall_below_another():
    model = alone(*[]).set({"accounts.rise": 0.3, "accounts.fall": 0.1})
    sizes = {name: np.array([35, 20, 9, 36.0]) for name in COMPONENTS}
    final, events = booked(4, model, **sizes, major=[0, 0, 1, 1])
    assert final["major"][:4].tolist() == [1, 0, 0, 1]
    assert told(events, NEW_MAJOR) == [(0, -1)]
    assert told(events, MAJOR_LOST) == [(2, -1)]


def test_between_the_two_shares_rank_stays_as_it_was():
    model = alone().set({"accounts.rise": 0.6, "accounts.fall": 0.1})
    final, events = booked(2, model, major=[1, 0], years=5)
    assert final["major"][:2].tolist() == [1, 0]
    assert not told(events, NEW_MAJOR, MAJOR_LOST)


TIES = (
    "alignment", "grudge", "coordination", "shared_bodies", "rivalry", "dispute", "onset", "war",
)  # fmt: skip


def test_who_leaves_takes_every_tie_along_and_the_others_keep_theirs():
    model = alone()
    fields = dict.fromkeys(TIES, 1) | {"sanction_ij": 1, "sanction_ji": 1}
    opening = tiny(model, 4, **fields, nuclear_warheads=5, major=1, mobilised=1)
    opening = sign(model, opening, [0, 1, 2], terms=63)
    opening = sign(model, opening, [1, 3], 1, terms=63)
    gone = [[*r[:5], 0, 0] for r in added(model, "present", [1], 0)]
    final, _ = run(model, opening, changes=gone)
    others = np.ix_([0, 2, 3], [0, 2, 3])
    for name in (*TIES, "sanction", "trade"):
        ties = dense(final, name)
        assert not ties[1].any()
        assert not ties[:, 1].any()
        assert (ties[others] > 0).sum() == 6
    for name in ("nuclear_warheads", "major", "mobilised", "capability", "leader"):
        assert final[name][1] == 0
    assert final["treaty_kind"].tolist()[:2] == [1, 0]
    assert final["treaty_member"][0].tolist() == [1, 0, 1, 0, 0, 0]
    assert not final["treaty_member"][1].any()
    assert dense(final, "defence").sum() == 2


def test_a_place_that_waits_is_no_state_that_left():
    final, _ = booked(2)
    assert final["vacant"].tolist() == [0, 0, 1, 1]
    assert not final["gone"].any()


def test_a_pair_grows_older_by_a_year_while_both_are_there():
    model = alone("accounts")
    final, _ = run(model, tiny(model, 3, room=1, dyad_age=9), 4)
    age = dense(final, "dyad_age")
    assert np.array_equal(age[:3, :3], 13 * (1 - np.eye(3)))
    assert (age[3, :3] == 9).all()
