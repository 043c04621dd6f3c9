"""Share of outcomes inside central bands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import ScoreError
from multipolar.formulas.checks import Floats
from multipolar.score import ScoreSpec, numbers, of_same_cases, score

CENTRAL_50_AND_90 = (0.05, 0.25, 0.75, 0.95)
"""Levels of the quantiles that bound the two bands."""


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Shares of outcomes in, below and above each band, widest first, shape ``(band,)``."""

    nominal: Floats
    inside: Floats
    below: Floats
    above: Floats

    @property
    def value(self) -> float:
        """Share inside the widest band."""
        return float(self.inside[0])


@score(
    ScoreSpec(
        label="Coverage of central bands",
        source="Gneiting et al. 2007",
        kind="quantiles",
        unit="share",
        better="nominal",
        high=1.0,
    )
)
def coverage(
    forecast: ArrayLike, outcome: ArrayLike, *, levels: ArrayLike = CENTRAL_50_AND_90
) -> Coverage:
    """Share of outcomes inside central bands.

    Bands that promise nine in ten should hold nine in ten [Gneiting2007]_;
    fewer means the forecast was too sure of itself. ``below`` and ``above``
    tell bands that are too narrow from bands that are off. Coverage is no
    score to win by: climatology covers perfectly and says little. Edges count
    as inside, so bands of small counts cover more than they promise.

    Parameters
    ----------
    forecast
        Quantiles, shape ``(case, quantile)``, rising; of an ensemble, by
        ``multipolar.score.quantiles``.
    outcome
        What came, shape ``(case,)``.
    levels
        Of the quantiles: rising, and in pairs that leave as much on either
        side. The default is the central 90 % and 50 %.

    Returns
    -------
    Coverage
        By band; ``value`` is that of the widest.

    Raises
    ------
    ScoreError
        Shapes do not fit, a value is missing, quantiles cross, or levels are
        not in pairs.

    References
    ----------
    .. [Gneiting2007] Gneiting, T., Balabdaoui, F. & Raftery, A. E. (2007).
       Probabilistic forecasts, calibration and sharpness. *Journal of the
       Royal Statistical Society B* 69(2), 243–268.

    Examples
    --------
    >>> bands = coverage([[1, 2, 3, 4]] * 4, [0, 1, 2, 3])
    >>> bands.nominal, bands.inside, bands.below
    (array([0.9, 0.5]), array([0.75, 0.5 ]), array([0.25, 0.5 ]))
    """
    quantile = numbers(forecast, "forecast", "case", "quantile")
    came = numbers(outcome, "outcome", "case")
    level = numbers(levels, "levels", "quantile")
    of_same_cases(forecast=quantile, outcome=came)
    _check(quantile, level)
    bands = len(level) // 2
    low, high = quantile[:, :bands], quantile[:, ::-1][:, :bands]
    below, above = ((came[:, None] < low).mean(axis=0), (came[:, None] > high).mean(axis=0))
    inside = ((came[:, None] >= low) & (came[:, None] <= high)).mean(axis=0)
    return Coverage(1 - 2 * level[:bands], inside, below, above)


def _check(quantile: Floats, level: Floats) -> None:
    paired = np.allclose(level + level[::-1], 1.0, atol=1e-9) and len(level) > 1
    if not (paired and (np.diff(level) > 0).all() and level[0] > 0):
        msg = f"levels: {level.tolist()}; needed pairs that rise, such as 0.05, 0.25, 0.75, 0.95"
        raise ScoreError(msg)
    if quantile.shape[1] != len(level):
        msg = f"forecast: {quantile.shape[1]} quantiles, but {len(level)} levels; needed the same"
        raise ScoreError(msg)
    crossed = (np.diff(quantile, axis=1) < 0).any(axis=1)
    if crossed.any():
        case = int(crossed.argmax())
        msg = f"forecast: quantiles of case {case} fall: {quantile[case].tolist()}; sort them first"
        raise ScoreError(msg)
