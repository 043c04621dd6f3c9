"""CRPS, quantiles, coverage and PIT: closed forms, exact counts, and calibrated forecasts."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from multipolar.errors import ScoreError
from multipolar.score import quantiles
from multipolar.scores.brier import brier
from multipolar.scores.coverage import coverage
from multipolar.scores.crps import crps
from multipolar.scores.pit import pit

values = st.floats(-1e3, 1e3).map(lambda x: round(x, 3))
ensembles = st.lists(values, min_size=2, max_size=8)


def normal_crps(mean, sd, y):
    z = (y - mean) / sd
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return sd * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi))


@pytest.mark.parametrize("y", [-3.0, 0.0, 1.0, 2.5])
def test_crps_of_a_normal_ensemble_converges_to_the_closed_form(y):
    wanted = normal_crps(1.0, 2.0, y)
    error = []
    for m in (10, 100, 1000, 10_000):
        members = 1.0 + 2.0 * ndtri((np.arange(m) + 0.5) / m)
        error.append(abs(crps([members], [y], fair=False)[0] - wanted))
    assert all(b < a / 5 for a, b in itertools.pairwise(error))
    assert error[-1] < 1e-4


@pytest.mark.parametrize("m", [2, 3, 10])
def test_fair_crps_of_few_members_is_right_on_average(m):
    rng = np.random.default_rng(m)
    drawn = 1.0 + 2.0 * rng.normal(size=(200_000, m))
    found = crps(drawn, np.full(200_000, 0.5))
    assert abs(found.mean() - normal_crps(1.0, 2.0, 0.5)) < 4 * found.std() / np.sqrt(200_000)


def test_few_members_gain_by_being_too_sure_unless_the_score_is_fair():
    rng = np.random.default_rng(5)
    members, y = rng.normal(size=(50_000, 3)), rng.normal(size=50_000)
    for fair, gain in ((True, -1), (False, 1)):
        saved = crps(members, y, fair=fair) - crps(0.7 * members, y, fair=fair)
        assert gain * saved.mean() > 4 * saved.std() / np.sqrt(50_000)


@given(values, values)
def test_crps_of_one_member_is_the_absolute_error(x, y):
    assert crps([[x]], [y], fair=False)[0] == abs(x - y)
    assert crps([[x] * 5], [y])[0] == pytest.approx(abs(x - y), rel=1e-15)


@given(ensembles, values)
def test_crps_is_the_double_sum_of_its_definition(members, y):
    x, m = np.array(members), len(members)
    apart = np.abs(x[:, None] - x).sum()
    for fair, pairs in ((True, m * (m - 1)), (False, m * m)):
        wanted = np.abs(x - y).mean() - apart / (2 * pairs)
        found = crps([members], [y], fair=fair)[0]
        assert found == pytest.approx(wanted, abs=1e-9)
        assert found >= 0


@given(ensembles, values, values, st.floats(0.01, 100))
def test_crps_moves_with_the_unit_and_not_with_the_place(members, y, shift, unit):
    x = np.array(members)
    before = crps([x], [y])[0]
    assert crps([x * unit + shift], [y * unit + shift])[0] == pytest.approx(unit * before, abs=1e-6)
    assert crps([-x], [-y])[0] == pytest.approx(before, abs=1e-9)


def test_crps_keeps_its_digits_far_from_zero():
    members, y = np.array([[1.0, 2.0, 4.0]]), np.array([3.0])
    np.testing.assert_array_equal(crps(members + 2**40, y + 2**40), crps(members, y))


def test_crps_of_a_yes_or_no_is_the_brier_score():
    members = np.array([[1.0] * 3 + [0.0] * 7] * 2)
    np.testing.assert_allclose(
        crps(members, [1.0, 0.0], fair=False), brier([0.3, 0.3], [True, False]), rtol=1e-14
    )


def test_one_member_cannot_be_scored_fairly():
    with pytest.raises(ScoreError, match="fair=False"):
        crps([[1.0]], [1.0])


def test_bands_of_nineteen_members_cover_exactly_what_they_promise():
    members = np.tile(np.arange(1.0, 20.0), (20, 1))
    every_rank = np.arange(20) + 0.5
    levels = (0.05, 0.25, 0.75, 0.95)
    found = coverage(quantiles(members, levels), every_rank, levels=levels)
    np.testing.assert_allclose(found.nominal, [0.9, 0.5], rtol=1e-15)
    np.testing.assert_array_equal(found.inside, [0.9, 0.5])
    np.testing.assert_array_equal(found.below, [0.05, 0.25])
    np.testing.assert_array_equal(found.above, [0.05, 0.25])
    assert found.value == 0.9


def test_bands_of_a_calibrated_ensemble_cover_and_of_a_narrow_one_do_not():
    rng = np.random.default_rng(7)
    drawn = rng.normal(size=(20_000, 40))
    bands = quantiles(drawn[:, 1:], (0.05, 0.25, 0.75, 0.95))
    good, narrow = (coverage(bands * k, drawn[:, 0]) for k in (1.0, 0.5))
    assert np.abs(good.inside - [0.9, 0.5]).max() < 4 * 0.5 / np.sqrt(20_000)
    assert (narrow.inside < [0.65, 0.3]).all()
    assert np.abs(narrow.below - narrow.above).max() < 0.02
    np.testing.assert_allclose(good.inside + good.below + good.above, 1.0, rtol=1e-12)


def test_the_edges_of_a_band_are_inside():
    found = coverage([[1, 2, 3, 4]] * 4, [1, 2, 3, 4])
    assert found.inside.tolist() == [1.0, 0.5]
    assert found.below.tolist() == found.above.tolist() == [0.0, 0.25]


def test_too_few_members_have_no_outer_quantile():
    assert quantiles([np.arange(19.0)], [0.05]).tolist() == [[0.0]]
    assert quantiles([np.arange(48.0)], [1 / 49]).tolist() == [[0.0]]
    with pytest.raises(ScoreError, match="18 members; levels that far out need 19 or more"):
        quantiles([np.arange(18.0)], [0.05])
    with pytest.raises(ScoreError, match="above 0 and below 1"):
        quantiles([np.arange(18.0)], [0.0])


@pytest.mark.parametrize(
    ("forecast", "levels", "wrong"),
    [
        ([[1, 2]], (0.1, 0.8), "pairs that rise"),
        ([[1, 2]], (0.9, 0.1), "pairs that rise"),
        ([[1]], (0.5,), "pairs that rise"),
        ([[1, 2]], (0.0, 1.0), "pairs that rise"),
        ([[1, 2, 3]], (0.1, 0.9), "3 quantiles, but 2 levels"),
        ([[2, 1]], (0.1, 0.9), "quantiles of case 0 fall"),
    ],
)
def test_bands_that_are_none_are_refused(forecast, levels, wrong):
    with pytest.raises(ScoreError, match=wrong):
        coverage(forecast, [1.0], levels=levels)


def test_an_odd_number_of_quantiles_has_a_median_that_bounds_nothing():
    found = coverage([[1, 2, 3]], [2.5], levels=(0.1, 0.5, 0.9))
    assert (found.nominal.tolist(), found.inside.tolist()) == ([0.8], [1.0])


def test_pit_of_each_rank_once_is_flat():
    members = np.tile(np.arange(1.0, 10.0), (10, 1))
    found = pit(members, np.arange(10) + 0.5, bins=5)
    np.testing.assert_array_equal(found.ranks, np.ones(10))
    np.testing.assert_allclose(found.histogram, 0.2, rtol=1e-12)
    assert found.value == pytest.approx(0, abs=1e-15)
    assert found.bias == pytest.approx(0, abs=1e-15)
    assert found.spread == pytest.approx(1, rel=1e-12)


def test_pit_of_outcomes_above_all_members():
    found = pit(np.zeros((4, 9)), np.ones(4))
    assert found.ranks.tolist() == [0] * 9 + [4]
    assert found.value == pytest.approx(0.9)
    assert found.bias == pytest.approx(0.45)
    assert found.histogram[-1] == pytest.approx(1.0)


def test_pit_of_a_calibrated_forecast_is_uniform():
    """The distance times the root of n passes 1.95 once in a thousand samples."""
    cases = 5000
    drawn = np.random.default_rng(8).normal(size=(cases, 51))
    found = pit(drawn[:, 1:], drawn[:, 0])
    assert found.value * np.sqrt(cases) < 1.95
    assert np.abs(found.histogram - 0.1).max() < 4 * np.sqrt(0.09 / cases)
    assert found.ranks.sum() == pytest.approx(cases)


def test_pit_of_a_calibrated_forecast_of_small_counts_is_uniform():
    cases = 5000
    drawn = np.random.default_rng(9).poisson(0.8, size=(cases, 31))
    found = pit(drawn[:, 1:], drawn[:, 0])
    assert found.value * np.sqrt(cases) < 1.95
    assert np.abs(found.histogram - 0.1).max() < 4 * np.sqrt(0.09 / cases)


def test_pit_with_ties_is_what_ranks_by_chance_give_on_average():
    rng = np.random.default_rng(10)
    drawn = rng.poisson(1.0, size=(6, 5))
    members, y = drawn[:, 1:], drawn[:, 0]
    below, ties = (members < y[:, None]).sum(axis=1), (members == y[:, None]).sum(axis=1)
    by_chance = below + rng.integers(0, ties + 1, size=(40_000, 6))
    counted = np.stack([(by_chance == r).sum(axis=1) for r in range(5)], axis=1)
    np.testing.assert_allclose(pit(members, y).ranks, counted.mean(axis=0), atol=0.03)


def test_pit_tells_narrow_from_wide_and_low_from_high():
    rng = np.random.default_rng(11)
    drawn = rng.normal(size=(4000, 40))
    members, y = drawn[:, 1:], drawn[:, 0]
    assert pit(members * 0.5, y).spread > 1.4
    assert pit(members * 2.0, y).spread < 0.6
    assert pit(members - 1.0, y).bias > 0.2
    assert pit(members + 1.0, y).bias < -0.2


def test_no_bins_are_refused():
    with pytest.raises(ScoreError, match="bins: 0"):
        pit([[1.0]], [1.0], bins=0)
