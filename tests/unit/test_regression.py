"""Regressions against closed forms, simulated truth and what errors must do."""

import numpy as np
import pytest

from multipolar.errors import MeasureError
from multipolar.regression import counts, logistic


def test_the_logistic_of_a_two_by_two_table_is_its_log_odds_ratio():
    x = np.c_[np.ones(100), np.r_[np.zeros(60), np.ones(40)]]
    y = np.r_[np.ones(15), np.zeros(45), np.ones(25), np.zeros(15)]
    found = logistic(x, y)
    assert found.coefficient[0] == pytest.approx(np.log(15 / 45), abs=1e-6)
    assert found.coefficient[1] == pytest.approx(np.log(25 / 15) - np.log(15 / 45), abs=1e-6)
    assert found.error[1] == pytest.approx(np.sqrt(1 / 15 + 1 / 45 + 1 / 25 + 1 / 15), rel=1e-6)


def test_doubling_every_row_within_a_cluster_leaves_its_error():
    """Without clusters the error would shrink by the root of two."""
    random = np.random.default_rng(1)
    x = np.c_[np.ones(300), random.standard_normal(300)]
    y = (random.random(300) < 1 / (1 + np.exp(-x[:, 1]))).astype(float)
    ids = np.arange(300)
    once = logistic(x, y, ids)
    twice = logistic(np.r_[x, x], np.r_[y, y], np.r_[ids, ids])
    apart = logistic(np.r_[x, x], np.r_[y, y])
    assert twice.error == pytest.approx(once.error, rel=1e-6)
    assert apart.error == pytest.approx(once.error / np.sqrt(2), rel=0.01)


def test_counts_without_covariates_are_the_mean_rate():
    y = np.array([3.0, 0, 5, 2, 9, 1, 4, 0])
    exposure = np.full(8, 10.0)
    found = counts(np.ones((8, 1)), y, exposure, lags=0)
    assert np.exp(found.coefficient[0]) == pytest.approx(y.mean() / 10, rel=1e-6)
    assert found.dispersion > 0


def test_counts_recover_what_made_them():
    random = np.random.default_rng(2)
    n, slope, alpha = 4000, 0.5, 0.4
    x = np.c_[np.ones(n), random.standard_normal(n)]
    exposure = random.uniform(1, 20, n)
    mean = exposure * np.exp(-0.3 + slope * x[:, 1])
    y = random.poisson(mean * random.gamma(1 / alpha, alpha, n)).astype(float)
    found = counts(x, y, exposure, lags=0)
    assert found.coefficient == pytest.approx([-0.3, slope], abs=0.05)
    assert found.dispersion == pytest.approx(alpha, abs=0.05)
    assert abs(found.coefficient[1] - slope) < 3 * found.error[1]


def test_errors_of_a_series_grow_with_what_hangs_together():
    """A covariate and shocks that last: errors without lags are too small."""
    random = np.random.default_rng(3)
    n = 600
    shock, x = np.zeros(n), np.zeros(n)
    for t in range(1, n):
        shock[t] = 0.9 * shock[t - 1] + 0.3 * random.standard_normal()
        x[t] = 0.9 * x[t - 1] + random.standard_normal()
    y = random.poisson(np.exp(1.0 + shock)).astype(float)
    design, exposure = np.c_[np.ones(n), x], np.ones(n)
    without = counts(design, y, exposure, lags=0).error[1]
    with_lags = counts(design, y, exposure, lags=20).error[1]
    assert with_lags > 1.4 * without


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        (np.ones(3), np.ones(3), "one row each"),
        (np.ones((3, 1)), np.ones(2), "one row each"),
        (np.full((2, 1), np.nan), np.ones(2), "must be finite"),
    ],
)
def test_what_does_not_fit_is_refused(x, y, said):
    with pytest.raises(MeasureError, match=said):
        logistic(x, y)


def test_a_column_that_tells_all_is_refused():
    x = np.c_[np.ones(20), np.r_[np.zeros(10), np.ones(10)]]
    with pytest.raises(MeasureError, match="tell all outcomes"):
        logistic(x, x[:, 1])


def test_an_exposure_of_nothing_is_refused():
    with pytest.raises(MeasureError, match="row 1 is 0"):
        counts(np.ones((3, 1)), np.ones(3), np.array([1.0, 0.0, 2.0]))
