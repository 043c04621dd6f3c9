"""Scores of the probability of an event: identities, brute force, and hand-made cases."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from multipolar.errors import ScoreError
from multipolar.score import headline
from multipolar.scores.auc_pr import auc_pr
from multipolar.scores.auc_roc import auc_roc
from multipolar.scores.brier import brier
from multipolar.scores.brier_decomposition import brier_decomposition
from multipolar.scores.calibration_slope import calibration_slope
from multipolar.scores.log_score import log_score

eighths = st.integers(0, 8).map(lambda k: k / 8)
cases = st.lists(st.tuples(eighths, st.booleans()), min_size=2, max_size=25)
both = cases.filter(lambda listed: 0 < sum(y for _, y in listed) < len(listed))


def split(listed):
    return np.array([p for p, _ in listed]), np.array([y for _, y in listed])


def test_log_score_is_surprise():
    np.testing.assert_allclose(log_score([0.5, 0.25], [1, 0]), np.log([2, 4 / 3]), rtol=1e-15)
    assert log_score([1.0, 0.0], [1, 0]).tolist() == [0.0, 0.0]
    assert not np.signbit(log_score([1.0, 0.0], [1, 0])).any()
    assert log_score([0.0, 1.0], [1, 0]).tolist() == [np.inf, np.inf]


def test_log_score_keeps_the_digits_of_rare_events():
    assert log_score([1e-18], [0])[0] == 1e-18


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_log_and_brier_expect_least_of_the_truth(true, said):
    """In closed form: the loss by saying another is a divergence, and never below 0."""

    def expected(score, p):
        return true * score([p], [1])[0] + (1 - true) * score([p], [0])[0]

    lost = expected(brier, said) - expected(brier, true)
    assert lost == pytest.approx((said - true) ** 2, abs=1e-12)
    divergence = true * np.log(true / said) + (1 - true) * np.log((1 - true) / (1 - said))
    lost = expected(log_score, said) - expected(log_score, true)
    assert lost == pytest.approx(divergence, abs=1e-12)


edges = st.one_of(
    st.none(), st.lists(st.floats(0, 1), min_size=1, max_size=6, unique=True).map(sorted)
)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40), edges)
def test_the_parts_of_the_brier_score_add_up_exactly(listed, edges):
    chance, came = split(listed)
    found = brier_decomposition(chance, came, edges=edges)
    total = (
        found.reliability
        - found.resolution
        + found.uncertainty
        + found.within_variance
        - found.within_covariance
    )
    assert total == pytest.approx(found.value, abs=1e-14)
    assert found.value == pytest.approx(headline(brier(chance, came)), abs=1e-15)
    assert min(found.reliability, found.resolution, found.uncertainty, found.within_variance) >= 0
    assert found.cases.sum() == len(listed)
    assert found.cases.min() >= 1
    assert found.cases @ found.observed == pytest.approx(came.sum())
    assert found.cases @ found.forecast == pytest.approx(chance.sum())


def test_parts_of_the_brier_score_of_a_hand_made_case():
    found = brier_decomposition([0.1, 0.3, 0.7, 0.9], [0, 1, 1, 1], edges=[0.5])
    assert found.cases.tolist() == [2, 2]
    assert found.forecast == pytest.approx([0.2, 0.8])
    assert found.observed == pytest.approx([0.5, 1.0])
    assert found.reliability == pytest.approx((0.3**2 + 0.2**2) / 2)
    assert found.resolution == pytest.approx(0.0625)
    assert found.uncertainty == pytest.approx(3 / 16)
    assert found.within_variance == pytest.approx(0.01)
    assert found.within_covariance == pytest.approx(0.05)


def test_an_edge_belongs_to_the_bin_above_it_and_empty_bins_are_left_out():
    found = brier_decomposition([0.1, 0.5, 0.6], [0, 0, 1], edges=[0.2, 0.3, 0.5])
    assert found.cases.tolist() == [1, 2]


def test_bins_of_single_probabilities_leave_nothing_inside():
    chance = np.repeat([0.2, 0.6], 50)
    found = brier_decomposition(chance, np.arange(100) % 2 == 0, edges=[0.4])
    assert [found.within_variance, found.within_covariance] == pytest.approx([0, 0], abs=1e-15)


def test_without_edges_bins_are_tenths_of_the_cases():
    chance = np.random.default_rng(1).beta(0.3, 20, 5000)
    found = brier_decomposition(chance, chance > 0.02)
    assert found.cases.tolist() == [500] * 10
    assert (np.diff(found.forecast) > 0).all()


@pytest.mark.parametrize("edges", [[0.5, 0.2], [0.5, 0.5], [], [np.nan]])
def test_edges_that_do_not_rise_are_refused(edges):
    with pytest.raises(ScoreError, match="edges"):
        brier_decomposition([0.1], [0], edges=edges)


@given(both)
def test_auc_is_the_share_of_pairs_ranked_rightly(listed):
    chance, came = split(listed)
    pairs = list(itertools.product(chance[came], chance[~came]))
    right = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs)
    assert auc_roc(chance, came) == pytest.approx(right / len(pairs), abs=1e-15)


@given(both)
def test_auc_turns_round_with_the_forecast_or_the_event(listed):
    chance, came = split(listed)
    found = auc_roc(chance, came)
    assert auc_roc(1 - chance, came) == pytest.approx(1 - found, abs=1e-15)
    assert auc_roc(chance, ~came) == pytest.approx(1 - found, abs=1e-15)


@given(both)
def test_average_precision_is_the_sum_over_thresholds(listed):
    chance, came = split(listed)
    total, reached = 0.0, 0.0
    for threshold in sorted(set(chance), reverse=True):
        alarm = chance >= threshold
        recall = (alarm & came).sum() / came.sum()
        total += (recall - reached) * came[alarm].mean()
        reached = recall
    assert auc_pr(chance, came) == pytest.approx(total, abs=1e-14)


@given(both)
def test_areas_look_at_ranks_alone(listed):
    chance, came = split(listed)
    for area in (auc_roc, auc_pr):
        assert area(chance**2 / 10, came) == area(chance, came)


def test_areas_of_hand_made_cases():
    assert auc_pr([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0]) == pytest.approx((1 + 2 / 3) / 2)
    assert auc_pr([0.9, 0.8, 0.8, 0.6], [0, 1, 0, 1]) == pytest.approx((1 / 3 + 2 / 4) / 2)
    for chance in ([0.9, 0.8, 0.1], [1.0, 1.0, 0.0]):
        assert auc_roc(chance, [1, 1, 0]) == auc_pr(chance, [1, 1, 0]) == 1.0
    assert auc_roc([0.5] * 4, [1, 0, 0, 0]) == 0.5
    assert auc_pr([0.5] * 4, [1, 0, 0, 0]) == 0.25


@pytest.mark.parametrize("score", [auc_roc, auc_pr, calibration_slope])
@pytest.mark.parametrize("came", [[0, 0, 0], [1, 1, 1]])
def test_cases_of_one_kind_are_refused(score, came):
    with pytest.raises(ScoreError, match="one case with the event and one without"):
        score([0.1, 0.2, 0.3], came)


def test_calibration_slope_of_two_groups_in_closed_form():
    chance = np.repeat([0.3, 0.6], [40, 50])
    came = np.concatenate([np.arange(40) < 4, np.arange(50) < 35])
    found = calibration_slope(chance, came)
    slope = (logit(0.7) - logit(0.1)) / (logit(0.6) - logit(0.3))
    assert found.value == pytest.approx(slope, rel=1e-9)
    assert found.intercept == pytest.approx(logit(0.1) - slope * logit(0.3), rel=1e-9)
    assert found.expected_observed == pytest.approx((40 * 0.3 + 50 * 0.6) / 39)


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.6, -0.5), (1.4, 0.3)])
def test_calibration_slope_is_recovered_and_solves_the_equations_of_likelihood(slope, intercept):
    rng = np.random.default_rng(2)
    x = rng.normal(-2.0, 1.5, 40_000)
    came = rng.random(40_000) < expit(intercept + slope * x)
    found = calibration_slope(expit(x), came)
    assert found.value == pytest.approx(slope, abs=0.05)
    assert found.intercept == pytest.approx(intercept, abs=0.1)
    said = expit(found.intercept + found.value * x)
    assert said.sum() == pytest.approx(came.sum(), rel=1e-8)
    assert said @ x == pytest.approx(came @ x, rel=1e-8)


def test_calibration_slope_of_rare_events():
    rng = np.random.default_rng(3)
    x = rng.normal(-8.0, 2.0, 300_000)
    found = calibration_slope(expit(x), rng.random(300_000) < expit(x))
    assert found.value == pytest.approx(1.0, abs=0.05)
    assert found.expected_observed == pytest.approx(1.0, abs=0.1)


@given(both)
def test_calibration_slope_is_finite_or_refused(listed):
    chance, came = split(listed)
    inside = 0.001 + 0.998 * chance
    lowest, highest = chance[came].min(), chance[came].max()
    overlap = highest > chance[~came].min() and chance[~came].max() > lowest
    if overlap:
        found = calibration_slope(inside, came)
        said = expit(found.intercept + found.value * logit(inside))
        assert said.sum() == pytest.approx(came.sum(), rel=1e-6)
    else:
        with pytest.raises(ScoreError, match="no slope is finite"):
            calibration_slope(inside, came)


def test_certainty_has_no_slope():
    with pytest.raises(ScoreError, match="probability: 1 in case 2; needed above 0 and below 1"):
        calibration_slope([0.2, 0.6, 1.0], [0, 1, 1])


@pytest.mark.parametrize(
    "score", [brier, log_score, brier_decomposition, auc_roc, auc_pr, calibration_slope]
)
@pytest.mark.parametrize(
    ("chance", "came", "wrong"),
    [
        ([0.1, 1.5], [0, 1], "probability: 1.5 in case 1; needed a number from 0 to 1"),
        ([-0.1, 0.5], [0, 1], "probability: -0.1 in case 0"),
        ([0.1, 0.5], [0, 2], "happened: 2 in case 1; needed 0 or 1"),
        ([0.1, 0.5], [0, 1, 1], "cases: probability 2, happened 3; needed as many"),
    ],
)
def test_what_is_no_probability_or_no_event_is_refused(score, chance, came, wrong):
    with pytest.raises(ScoreError, match=wrong):
        score(chance, came)
