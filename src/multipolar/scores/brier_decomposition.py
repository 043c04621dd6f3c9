"""Parts of the Brier score, and the calibration curve they come from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import ScoreError
from multipolar.formulas.checks import Floats
from multipolar.score import ScoreSpec, events, numbers, score


@dataclass(frozen=True, slots=True, eq=False)
class BrierDecomposition:
    """Parts of a Brier score, ``value``, and the curve by bin: the non-empty, from low to high.

    ``value = reliability - resolution + uncertainty + within_variance -
    within_covariance``, exactly.
    """

    value: float
    reliability: float
    """Mean squared distance of the curve from the diagonal: 0 is best."""
    resolution: float
    """Variance of the frequencies by bin: how well cases are told apart."""
    uncertainty: float
    """Variance of the event itself: the score of the base rate."""
    within_variance: float
    """Variance of the probabilities inside their bins."""
    within_covariance: float
    """Twice the covariance of probability and event inside the bins."""
    cases: Floats
    """Number of cases, shape ``(bin,)``."""
    forecast: Floats
    """Mean probability, shape ``(bin,)``."""
    observed: Floats
    """Frequency of the event, shape ``(bin,)``."""


@score(
    ScoreSpec(
        label="Brier score by parts",
        source="Murphy 1973; Stephenson et al. 2008",
        kind="probability",
        unit="1",
        high=1.0,
        proper=True,
    )
)
def brier_decomposition(
    probability: ArrayLike, happened: ArrayLike, *, edges: ArrayLike | None = None
) -> BrierDecomposition:
    """Split the mean Brier score into reliability, resolution and uncertainty.

    Whether probabilities mean what they say, and whether they tell cases
    apart, against how uncertain the event is [Murphy1973]_. Cases are put
    into bins, and the two terms for what varies inside a bin make the sum
    exact [Stephenson2008]_. The bins are a choice and move the parts, not the
    sum; reliability is overstated where a bin has few events.

    Parameters
    ----------
    probability
        Of the event, shape ``(case,)``.
    happened
        Whether it came, shape ``(case,)``.
    edges
        Inner edges of the bins, rising; an edge belongs to the bin above it.
        Without them, tenths of the cases. Rare events want edges of their
        own, such as ``[0.001, 0.01, 0.1, 0.3]``.

    Returns
    -------
    BrierDecomposition
        The parts, and the calibration curve.

    Raises
    ------
    ScoreError
        Shapes do not fit, a value is missing or out of range, or edges do not
        rise.

    References
    ----------
    .. [Murphy1973] Murphy, A. H. (1973). A new vector partition of the
       probability score. *Journal of Applied Meteorology* 12(4), 595–600.
    .. [Stephenson2008] Stephenson, D. B., Coelho, C. A. S. & Jolliffe, I. T.
       (2008). Two extra components in the Brier score decomposition. *Weather
       and Forecasting* 23(4), 752–757.

    Examples
    --------
    >>> parts = brier_decomposition([0.1, 0.1, 0.8, 0.8], [0, 0, 1, 1], edges=[0.5])
    >>> round(parts.reliability, 3), parts.resolution, parts.uncertainty
    (0.025, 0.25, 0.25)
    """
    chance, came = events(probability, happened)
    if edges is None:
        inner = np.unique(np.quantile(chance, np.arange(1, 10) / 10))
    else:
        inner = numbers(edges, "edges", "edge")
        if (np.diff(inner) <= 0).any():
            msg = f"edges: {inner.tolist()}; needed numbers that rise"
            raise ScoreError(msg)
    _, place = np.unique(np.searchsorted(inner, chance, side="right"), return_inverse=True)
    cases = np.bincount(place).astype(np.float64)
    forecast = np.bincount(place, weights=chance) / cases
    observed = np.bincount(place, weights=came) / cases
    share, rate = cases / cases.sum(), float(came.mean())
    inside = chance - forecast[place]
    return BrierDecomposition(
        value=float(np.square(chance - came).mean()),
        reliability=float(share @ np.square(forecast - observed)),
        resolution=float(share @ np.square(observed - rate)),
        uncertainty=rate * (1 - rate),
        within_variance=float(np.square(inside).mean()),
        within_covariance=float(2 * (inside * (came - observed[place])).mean()),
        cases=cases,
        forecast=forecast,
        observed=observed,
    )
