"""Regressions whose errors allow for rows that hang together: logistic and counts.

For checks of claims, not for forecasts: maximum likelihood by Newton's method,
errors by the sandwich with clusters (Liang & Zeger 1986, Biometrika 73, 13-22)
or with the lags of one series (Newey & West 1987, Econometrica 55, 703-708).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from multipolar.errors import MeasureError

Array = npt.NDArray[np.float64]
STEPS = 100
RIDGE = 1e-8
"""Keeps the information of a column that never varies invertible."""


@dataclass(frozen=True)
class Estimate:
    """Coefficients and their errors.

    Parameters
    ----------
    coefficient, error
        Shape ``(column,)``.
    log_likelihood
        At the peak.
    dispersion
        Of counts, α in variance = mean + α mean²; 0 for the logistic.
    """

    coefficient: Array
    error: Array
    log_likelihood: float
    dispersion: float = 0.0

    @property
    def z(self) -> Array:
        """Coefficients over their errors."""
        return self.coefficient / self.error


def logistic(x: Array, y: Array, groups: npt.NDArray[np.int64] | None = None) -> Estimate:
    """Fit a logistic regression.

    Parameters
    ----------
    x
        Covariates, shape ``(row, column)``, with a column of ones.
    y
        0 or 1, shape ``(row,)``.
    groups
        Rows of one number may hang together, shape ``(row,)``; all are apart
        by default.

    Raises
    ------
    MeasureError
        Shapes differ, or there is no peak.
    """
    _check(x, y)
    b = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = special.expit(x @ b)
        information = _information(x, p * (1.0 - p))
        step = np.linalg.solve(information, x.T @ (y - p))
        b += np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-8:
            z = x @ b
            score = x * (y - special.expit(z))[:, None]
            likely = float((y * z - np.logaddexp(0.0, z)).sum())
            if likely > -1e-6 * len(y):
                break
            meat = _clustered(score, groups)
            return Estimate(b, _sandwich(information, meat), likely)
    msg = "logistic regression: no peak; does a column tell all outcomes?"
    raise MeasureError(msg)


def counts(x: Array, y: Array, exposure: Array, lags: int = 10) -> Estimate:
    """Fit a negative binomial regression of a yearly series.

    The log of the expected count is ``log(exposure) + x b``; the variance is
    mean + α mean² (NB2; Cameron & Trivedi 2013, Regression Analysis of Count
    Data, ch. 3), with α by maximum likelihood.

    Parameters
    ----------
    x
        Covariates, shape ``(year, column)``, with a column of ones.
    y
        Counts, shape ``(year,)``.
    exposure
        What could have made one, above 0, shape ``(year,)``.
    lags
        Years over which residuals may hang together; weights fall in a straight line.

    Raises
    ------
    MeasureError
        Shapes differ, an exposure is not above 0, or there is no peak.
    """
    _check(x, y)
    if not (exposure > 0).all():
        msg = f"exposure in row {int(np.argmin(exposure))} is {exposure.min():g}; needed above 0"
        raise MeasureError(msg)
    offset = np.log(exposure)
    start = np.zeros(x.shape[1])
    start[0] = np.log(max(y.sum(), 0.5) / exposure.sum())
    b = start

    def loss(log_alpha: float) -> float:
        nonlocal b
        alpha = float(np.exp(log_alpha))
        b = _mean(x, y, offset, alpha, b)
        return -_nb_likelihood(y, np.exp(offset + x @ b), alpha)

    found = optimize.minimize_scalar(loss, bounds=(-7.0, 3.0), method="bounded")
    alpha = float(np.exp(found.x))
    b = _mean(x, y, offset, alpha, start)
    mean = np.exp(offset + x @ b)
    weight = mean / (1.0 + alpha * mean)
    score = x * ((y - mean) / (1.0 + alpha * mean))[:, None]
    error = _sandwich(_information(x, weight), _lagged(score, lags))
    return Estimate(b, error, _nb_likelihood(y, mean, alpha), alpha)


def _check(x: Array, y: Array) -> None:
    if x.ndim != 2 or y.shape != (len(x),):
        msg = f"covariates of shape {x.shape}, outcomes of shape {y.shape}; needed one row each"
        raise MeasureError(msg)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        msg = "covariates and outcomes must be finite; leave rows with unknown values out"
        raise MeasureError(msg)


def _mean(x: Array, y: Array, offset: Array, alpha: float, start: Array) -> Array:
    """Return the coefficients at one dispersion."""
    b = start.copy()
    for _ in range(STEPS):
        mean: Array = np.exp(np.clip(offset + x @ b, -30.0, 30.0))
        shrunk = 1.0 + alpha * mean
        step = np.linalg.solve(_information(x, mean / shrunk), x.T @ ((y - mean) / shrunk))
        b += np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-8:
            return b
    msg = f"regression of counts: no peak after {STEPS} steps; do two columns say the same?"
    raise MeasureError(msg)


def _nb_likelihood(y: Array, mean: Array, alpha: float) -> float:
    r = 1.0 / alpha
    each = special.gammaln(y + r) - special.gammaln(r) - special.gammaln(y + 1.0)
    each += r * np.log(r / (r + mean)) + y * np.log(mean / (r + mean))
    return float(each.sum())


def _information(x: Array, weight: Array) -> Array:
    return np.asarray((x * weight[:, None]).T @ x + RIDGE * np.eye(x.shape[1]), np.float64)


def _clustered(score: Array, groups: npt.NDArray[np.int64] | None) -> Array:
    if groups is None:
        return np.asarray(score.T @ score, np.float64)
    place = np.unique(groups, return_inverse=True)[1]
    sums = np.zeros((place.max() + 1, score.shape[1]))
    np.add.at(sums, place, score)
    return np.asarray(sums.T @ sums * len(sums) / max(len(sums) - 1, 1), np.float64)


def _lagged(score: Array, lags: int) -> Array:
    meat = score.T @ score
    for lag in range(1, min(lags, len(score) - 1) + 1):
        across = score[lag:].T @ score[:-lag]
        meat = meat + (1.0 - lag / (lags + 1.0)) * (across + across.T)
    return np.asarray(meat, np.float64)


def _sandwich(information: Array, meat: Array) -> Array:
    bread = np.linalg.inv(information)
    return np.asarray(np.sqrt(np.maximum(np.diag(bread @ meat @ bread), 0.0)), np.float64)
