"""Skill against a baseline, with an interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, stdtrit

from multipolar.errors import ScoreError
from multipolar.formulas.checks import Floats
from multipolar.score import ScoreSpec, numbers, of_same_cases, score

SHORTEST = 20
"""Years of the shortest block."""
FEWEST = 4
"""Windows below which there is no interval."""


@dataclass(frozen=True, slots=True)
class Skill:
    """Skill and its interval; ``windows`` is how many separate blocks of years stand behind it."""

    value: float
    low: float
    high: float
    windows: int


@score(
    ScoreSpec(
        label="Skill against a baseline",
        source="Murphy 1988; Politis & Romano 1992; Hesterberg 2015",
        kind="scores",
        unit="share of the baseline's score",
        better="higher",
        low=-np.inf,
        high=1.0,
    )
)
def skill(
    ours: ArrayLike,
    baseline: ArrayLike,
    *,
    year: ArrayLike,
    block: int = SHORTEST,
    level: float = 0.9,
    draws: int = 4000,
    seed: int = 0,
) -> Skill:
    r"""Skill against a baseline, with a block-bootstrap interval.

    .. math:: 1 - \bar S_\text{ours} / \bar S_\text{baseline}

    The share of the baseline's loss that is saved [Murphy1988]_: 1 is
    perfect, 0 no better, below 0 worse. The two are paired, case by case.

    World politics has few independent stretches, so whole blocks of years
    are drawn anew, from a calendar closed to a circle [PolitisRomano1992]_.
    With some seven windows the plain percentiles would be too narrow; they
    are widened as the t distribution asks [Hesterberg2015]_. Where shocks
    last as long as a block, the interval is still too narrow. It says what
    other draws of such a history might have shown, not what another century
    will.

    Parameters
    ----------
    ours
        Score of each case, shape ``(case,)``; lower is better and 0 best.
    baseline
        Score of the baseline in the same cases.
    year
        Year of each case, or of its origin. Cases of one year stay together.
    block
        Years of a block, 20 or more, and no less than the horizon.
    level
        Of the interval.
    draws
        Number of resampled histories.
    seed
        Of the draws.

    Returns
    -------
    Skill
        ``low`` and ``high`` are NaN where there are fewer than four windows.

    Raises
    ------
    ScoreError
        Shapes do not fit, a value is missing or infinite, the baseline has
        nothing to lose, or a block is under 20 years.

    References
    ----------
    .. [Murphy1988] Murphy, A. H. (1988). Skill scores based on the mean square
       error and their relationships to the correlation coefficient. *Monthly
       Weather Review* 116(12), 2417–2424.
    .. [PolitisRomano1992] Politis, D. N. & Romano, J. P. (1992). A circular
       block-resampling procedure for stationary data. In LePage, R. &
       Billard, L. (eds.), *Exploring the Limits of Bootstrap*, 263–270. Wiley.
    .. [Hesterberg2015] Hesterberg, T. C. (2015). What teachers should know
       about the bootstrap. *The American Statistician* 69(4), 371–386.

    Examples
    --------
    >>> years = range(1870, 2010)
    >>> found = skill([0.9] * 140, [1.0] * 140, year=years)
    >>> round(found.value, 6), round(found.low, 6), found.windows
    (0.1, 0.1, 7)
    """
    lost, base = numbers(ours, "ours", "case"), numbers(baseline, "baseline", "case")
    when = numbers(year, "year", "case")
    of_same_cases(ours=lost, baseline=base, year=when)
    _check(when, lost, base)
    _check_draws(block, level, draws)
    years, place = np.unique(when, return_inverse=True)
    totals = np.zeros((len(years), 2))
    np.add.at(totals, place, np.stack([lost, base], axis=1))
    value = float(1 - totals[:, 0].sum() / totals[:, 1].sum())
    span = int(years[-1] - years[0]) + 1
    windows = max(1, min(span // block, len(np.unique((years - years[0]) // block))))
    if windows < FEWEST:
        return Skill(value, np.nan, np.nan, windows)
    drawn = _resampled(years, totals, block, windows, (draws, seed))
    tail = ndtr(-np.sqrt(windows / (windows - 1)) * stdtrit(windows - 1, (1 + level) / 2))
    low, high = np.quantile(1 - drawn[:, 0] / drawn[:, 1], [tail, 1 - tail])
    return Skill(value, float(low), float(high), windows)


def _resampled(
    years: Floats, totals: Floats, block: int, windows: int, draw: tuple[int, int]
) -> Floats:
    """Return totals of resampled histories, shape ``(draw, 2)``: those in which a baseline lost."""
    draws, seed = draw
    span = int(years[-1] - years[0]) + 1
    inside = (years - years[0] - np.arange(span)[:, None]) % span < block
    chance = np.full(span, 1 / span)
    starts = np.random.default_rng(seed).multinomial(windows, chance, size=draws)
    drawn = starts @ (inside @ totals)
    return np.asarray(drawn[drawn[:, 1] > 0])


def _check(year: Floats, ours: Floats, baseline: Floats) -> None:
    if (year % 1 != 0).any():
        msg = f"year: {year[year % 1 != 0][0]:g}; needed whole years"
        raise ScoreError(msg)
    least = min(ours.min(), baseline.min())
    if least < 0 or not baseline.any():
        msg = (
            f"scores: least {least:g}, mean of the baseline {baseline.mean():g}; needed 0 or more, "
            "lower is better, and a baseline that is not perfect"
        )
        raise ScoreError(msg)


def _check_draws(block: int, level: float, draws: int) -> None:
    if block < SHORTEST:
        msg = f"block: {block} years; needed {SHORTEST} or more, as wars and alliances outlast less"
        raise ScoreError(msg)
    if not (0 < level < 1 and draws >= 100):
        msg = f"level: {level}, draws: {draws}; needed 0 < level < 1 and 100 draws or more"
        raise ScoreError(msg)
