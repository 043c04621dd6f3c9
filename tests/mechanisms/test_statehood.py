"""States fail, break up and unite: what is conserved, who takes which place, how often."""

import numpy as np
import pytest
from simulated import (
    alone,
    at,
    decides,
    dense,
    futures,
    likely,
    run,
    sign,
    state_luck,
    tiny,
    told,
    whole_luck,
)  # fmt: skip

from multipolar.events import COLLAPSE, SECESSION, UNION
from multipolar.maths import quantile

QUIET = {
    "failure_rate": 0, "secession_rate": 0, "emancipation_rate": 0, "wave": 0, "ebb": 1,
    "union_rate": 0,
}  # fmt: skip
SPLIT = QUIET | {"secession_rate": 0.5}
JOIN = QUIET | {"union_rate": 0.5}
STOCKS = (
    "population", "urban_population", "gdp_ppp", "energy", "steel", "military_spending",
    "military_personnel",
)  # fmt: skip


def first(model, opening, kind):
    """Return the first future of one year in which something happens once."""
    for final, events in futures(model, opening, 60):
        if len(told(events, kind)) == 1:
            return final, told(events, kind)[0]
    raise AssertionError


def uneven(model, n=4, **fields):
    trade = np.arange(1.0, n * n + 1).reshape(n, n) * 1e9
    return tiny(model, n, trade_ij=trade, trade_ji=trade.T, **fields)


def traded(final, group, others):
    """Return exports and imports of a group of states with others."""
    flows = dense(final, "trade")
    return flows[np.ix_(group, others)].sum(axis=0), flows[np.ix_(others, group)].sum(axis=1)


def test_secession_conserves_what_the_two_states_have():
    model = alone("statehood", **SPLIT)
    opening = uneven(model, separatism=[0, 1, 0, 0], gdp_ppp=[1e12, 2e12, 3e12, 4e12])
    final, (old, new) = first(model, opening, SECESSION)
    assert old == 1
    for name in STOCKS:
        before = run(alone(), opening, 0)[0][name]
        assert final[name][old] + final[name][new] == pytest.approx(before[old])
        others = [0, 2, 3]
        assert np.array_equal(final[name][others], before[others])
    part = final["population"][new] / (final["population"][old] + final["population"][new])
    assert 0.005 <= part <= 0.5
    assert final["gdp_ppp"][new] == pytest.approx(2e12 * part)


@pytest.mark.parametrize("typical", [0.005, 0.1, 0.5])
def test_the_part_that_leaves_varies_around_the_typical_one_within_bounds(typical):
    n = 20
    model = alone("statehood", **SPLIT | {"typical_part": typical})
    opening = tiny(model, n, room=n, separatism=1)
    final, events = run(model, opening)
    assert len(told(events, SECESSION)) > 4
    for old, new in told(events, SECESSION):
        z = quantile(whole_luck(opening, "statehood.divide", opening.ids[old], 2))
        part = np.clip(typical * np.exp(0.7 * z), 0.005, 0.5)
        assert final["population"][new] == pytest.approx(5e7 * part)


def test_secession_divides_the_trade_with_others_and_loses_none():
    model = alone("statehood", **SPLIT)
    opening = uneven(model, separatism=[0, 1, 0, 0])
    final, (old, new) = first(model, opening, SECESSION)
    before = run(alone(), opening, 0)[0]
    for now, then in zip(
        traded(final, [old, new], [0, 2, 3]), traded(before, [old], [0, 2, 3]), strict=True
    ):
        assert now == pytest.approx(then, rel=1e-5)
    part = final["population"][new] / 5e7
    assert dense(final, "trade")[new, 0] == pytest.approx(
        part * dense(before, "trade")[old, 0], rel=1e-5
    )


def test_a_new_state_inherits_ties_and_stands_apart_from_the_old():
    model = alone("statehood", **SPLIT)
    ties = np.array([[0, 0, 0], [0.5, 0, 0], [0.1, -0.7, 0]])
    opening = tiny(
        model, 3, separatism=[0, 1, 0], alignment=ties, contiguous=ties > 0.3, regime=[0, 0.8, 0],
        ideology=[0, 1.5, 0], region=[1, 2, 3], tenure=9, terrorism=2,
    )  # fmt: skip
    final, (old, new) = first(model, opening, SECESSION)
    bond = dense(final, "alignment")
    assert bond[new, [0, 2]] == pytest.approx(bond[old, [0, 2]])
    assert bond[new, old] == pytest.approx(-0.1)
    border = dense(final, "contiguous")
    assert np.array_equal(border[new], [1, 1, 0, 0, 0])
    assert final["regime"][new] == 0.4
    assert (final["ideology"][new], final["region"][new], final["tenure"][new]) == (1.5, 2, 0)
    assert final["separatism"][old] == 0


def test_vacant_places_are_taken_by_the_lowest_name():
    model = alone("statehood", **SPLIT)
    opening = tiny(model, 1, room=5, separatism=1)
    vacant = opening.ids[1:]
    final, (_, new) = first(model, opening, SECESSION)
    assert opening.ids[new] == vacant.min()
    assert final["vacant"].sum() == 4
    assert final["present"].sum() == 2


def test_without_a_place_nothing_happens():
    model = alone("statehood", **SPLIT)
    opening = tiny(model, 2, room=0, separatism=1)
    for final, events in futures(model, opening, 10):
        assert not told(events, SECESSION)
        assert (final["separatism"] == 1).all()
        assert final["population"] == pytest.approx(np.full(2, 5e7))


def test_places_run_out_without_harm():
    model = alone("statehood", **SPLIT)
    opening = tiny(model, 8, room=3, separatism=1)
    final, events = run(model, opening, 3)
    assert len(told(events, SECESSION)) == 3
    assert (final["present"] == 1).all()
    assert final["population"].sum() == pytest.approx(8 * 5e7)


def test_separatist_wars_end_in_a_new_state_at_the_rate_and_thrice_in_a_collapse():
    n = 60
    for fallen, chance in ((0, 0.1), (-1, 0.3)):
        model = alone("statehood", **QUIET | {"secession_rate": 0.1})
        opening = tiny(model, n, room=n, separatism=1, growth_regime=fallen)
        draws = np.array([whole_luck(opening, "statehood.divide", k, 1) for k in opening.ids[:n]])
        split = np.isin(np.arange(n), [a for a, _ in told(run(model, opening)[1], SECESSION)])
        assert decides(split, draws, np.full(n, chance))
        assert likely(split.sum(), n, chance)


def test_as_many_states_emancipate_as_the_rate_says_and_waves_leave_the_mean():
    for wave in (0.0, 0.5):
        model = alone("statehood", **QUIET | {"emancipation_rate": 2, "wave": wave})
        opening = tiny(model, 20, room=12)
        counts = [len(told(events, SECESSION)) for _, events in futures(model, opening, 60)]
        assert np.mean(counts) == pytest.approx(2, abs=4 * np.std(counts) / np.sqrt(60))


def test_a_tide_lasts_and_ebbs():
    rate = QUIET | {"emancipation_rate": 1, "wave": 0.0, "ebb": 0.5}
    model = alone("statehood", **rate)
    high = tiny(model, 20, room=12, tide=np.log(4))
    counts = [len(told(events, SECESSION)) for _, events in futures(model, high, 60)]
    assert np.mean(counts) == pytest.approx(2, abs=4 * np.std(counts) / np.sqrt(60))
    final, _ = run(model, high)
    assert final["tide"] == pytest.approx(0.5 * np.log(4))


def test_the_spread_of_the_tide_is_the_wave_in_the_long_run():
    model = alone("statehood", **QUIET | {"wave": 0.8, "ebb": 0.3})
    opening = tiny(model, 3, room=0, tide=-0.32)
    tides = [final["tide"][0] for final, _ in futures(model, opening, 400)]
    spread = 0.8 * np.sqrt(0.3 * 1.7)
    assert np.mean(tides) == pytest.approx(-0.32, abs=4 * spread / 20)
    assert np.std(tides) == pytest.approx(spread, rel=0.15)


def test_states_too_small_do_not_split():
    model = alone("statehood", **SPLIT)
    opening = tiny(model, 5, room=5, separatism=1, population=1.9e5)
    assert not any(told(events, SECESSION) for _, events in futures(model, opening, 5))


CLOSE = {"alignment": 0.8, "contiguous": 1}


def test_union_conserves_what_the_two_states_have():
    model = alone("statehood", **JOIN)
    pairs = np.zeros((4, 4))
    pairs[2, 1] = 1
    opening = uneven(
        model, alignment=0.8, contiguous=pairs, gdp_ppp=[1e12, 2e12, 3e12, 4e12],
        nuclear_warheads=[0, 50, 100, 0],
    )  # fmt: skip
    final, (whole, gone) = first(model, opening, UNION)
    assert (whole, gone) == (2, 1)
    before = run(alone(), opening, 0)[0]
    for name in (*STOCKS, "nuclear_warheads"):
        assert final[name][whole] == pytest.approx(before[name][[1, 2]].sum())
        assert final[name][gone] == 0
        assert np.array_equal(final[name][[0, 3]], before[name][[0, 3]])
    for now, then in zip(
        traded(final, [whole], [0, 3]), traded(before, [1, 2], [0, 3]), strict=True
    ):
        assert now == pytest.approx(then)
    assert final["capability"][gone] == 0
    assert final["capability"].sum() == pytest.approx(1)


def test_a_state_that_united_leaves_no_ties():
    model = alone("statehood", **JOIN)
    opening = tiny(model, 3, rivalry=1, sanction_ij=1, sanction_ji=1, coordination=0.5, **CLOSE)
    opening = sign(model, opening, [0, 1, 2], terms=63)
    final, (_, gone) = first(model, opening, UNION)
    there = [s for s in range(3) if s != gone]
    for name in ("alignment", "trade", "coordination", "rivalry", "defence", "sanction"):
        ties = dense(final, name)
        assert not ties[gone].any()
        assert not ties[:, gone].any()
        assert ties[there[0], there[1]] != 0
    assert final["treaty_member"][0, gone] == 0
    assert final["treaty_member"][0].sum() == 2
    assert final["present"][gone] == final["vacant"][gone] == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"alignment": 0.59, "contiguous": 1},
        {"alignment": 1, "contiguous": 0},
        CLOSE | {"regime": [0.5, -0.1]},
    ],
)
def test_only_close_neighbours_with_like_regimes_unite(fields):
    model = alone("statehood", **JOIN)
    opening = tiny(model, 2, **fields)
    assert not any(told(events, UNION) for _, events in futures(model, opening, 15))


def test_close_neighbours_unite_at_the_rate():
    model = alone("statehood", **JOIN)
    opening = tiny(model, 2, room=0, **CLOSE)
    unions = sum(len(told(events, UNION)) for _, events in futures(model, opening, 80))
    assert likely(unions, 80, 0.5)


def test_states_fail_by_the_trouble_they_are_in():
    n = 150
    model = alone("statehood", **QUIET | {"failure_rate": 0.4})
    rng = np.random.default_rng(1)
    rebels, parts, fallen = rng.integers(0, 2, (3, n))
    opening = tiny(
        model, n, room=0, insurgency=rebels, separatism=parts, growth_regime=-fallen, regime=0.8
    )
    final, events = run(model, opening)
    failed = np.isin(np.arange(n), [a for a, _ in told(events, COLLAPSE)])
    chance = np.where(fallen > 0, 0.0, 0.4 * (rebels + parts / 2))
    draws = state_luck(opening, "statehood.fail.u")
    assert decides(failed, draws, chance)
    assert np.array_equal(final["growth_regime"] < 0, failed | (fallen > 0))
    assert final["terrorism"] == pytest.approx(np.where(failed, 1, 0))
    assert final["regime"] == pytest.approx(np.where(failed, 0.4, 0.8))


def test_with_every_rate_at_nought_nothing_happens():
    model = alone("statehood", **QUIET)
    opening = tiny(model, 4, insurgency=1, separatism=1, **CLOSE)
    final, events = run(model, opening, 5)
    assert not told(events, SECESSION, UNION, COLLAPSE)
    assert np.array_equal(final["present"], [1, 1, 1, 1, 0, 0])
    assert final["alignment"][at(1, 0)] == pytest.approx(0.8)
