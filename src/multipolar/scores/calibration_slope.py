"""Logistic recalibration of probabilities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from multipolar.errors import ScoreError
from multipolar.formulas.checks import Bools, Floats
from multipolar.score import ScoreSpec, events, score


@dataclass(frozen=True, slots=True)
class Recalibration:
    """Slope (``value``) and intercept of a logistic recalibration, and expected over observed."""

    value: float
    intercept: float
    expected_observed: float


@score(
    ScoreSpec(
        label="Calibration slope",
        source="Cox 1958; Miller et al. 1991",
        kind="probability",
        unit="1",
        better="nominal",
        low=-np.inf,
    )
)
def calibration_slope(probability: ArrayLike, happened: ArrayLike) -> Recalibration:
    r"""Slope and intercept of a logistic recalibration, and expected over observed.

    .. math:: \operatorname{logit} \Pr(\text{event}) = a + b \operatorname{logit} p

    Probabilities that mean what they say have slope 1 and intercept 0
    [Cox1958]_ [Miller1991]_. A slope below 1 says they were too far from one
    another: high ones too high, low ones too low. Expected over observed is
    the number of events promised per event that came. Both can be right on
    average and wrong in a corner: look at the curve of
    ``brier_decomposition``.

    Parameters
    ----------
    probability
        Of the event, above 0 and below 1, shape ``(case,)``.
    happened
        Whether it came, shape ``(case,)``.

    Returns
    -------
    Recalibration
        ``value`` is the slope, ideally 1.

    Raises
    ------
    ScoreError
        Shapes do not fit; a value is missing or out of range; or no finite
        slope exists: a probability is 0 or 1, all cases are of one kind, or
        one threshold tells the two kinds apart.

    References
    ----------
    .. [Cox1958] Cox, D. R. (1958). Two further applications of a model for
       binary regression. *Biometrika* 45(3/4), 562–565.
    .. [Miller1991] Miller, M. E., Hui, S. L. & Tierney, W. M. (1991).
       Validation techniques for logistic regression models. *Statistics in
       Medicine* 10(8), 1213–1226.

    Examples
    --------
    Two groups, with frequencies of a fifth and four fifths, as promised:

    >>> found = calibration_slope([0.2] * 5 + [0.8] * 5, [1, 0, 0, 0, 0, 0, 1, 1, 1, 1])
    >>> round(found.value, 6), round(abs(found.intercept), 6), found.expected_observed
    (1.0, 0.0, 1.0)
    """
    chance, came = events(probability, happened, both=True)
    certain = (chance == 0) | (chance == 1)
    if certain.any():
        case = int(certain.argmax())
        msg = (
            f"probability: {chance[case]:g} in case {case}; needed above 0 and below 1, "
            "as (k + 0.5) / (M + 1) for k of M members"
        )
        raise ScoreError(msg)
    intercept, slope = _logistic(logit(chance), came)
    return Recalibration(slope, intercept, float(chance.sum() / came.sum()))


def _logistic(x: Floats, came: Bools) -> tuple[float, float]:
    """Return intercept and slope of greatest likelihood, by Newton's method with halved steps."""
    with_event, without = x[came], x[~came]
    if with_event.max() <= without.min() or without.max() <= with_event.min():
        msg = (
            "probability: one threshold tells cases with the event from those without, or all "
            "probabilities are equal, so no slope is finite; needed more cases"
        )
        raise ScoreError(msg)
    centre, scale = x.mean(), x.std()
    design = np.stack([np.ones_like(x), (x - centre) / scale])
    sign = np.where(came, -1.0, 1.0)
    at = np.array([logit(came.mean()), 0.0])
    loss = np.logaddexp(0.0, sign * (at @ design)).sum()
    for _ in range(100):
        said = expit(at @ design)
        step = np.linalg.solve(design * (said * (1 - said)) @ design.T, design @ (came - said))
        while True:
            new = np.logaddexp(0.0, sign * ((at + step) @ design)).sum()
            if new <= loss or np.abs(step).max() < 1e-12:
                break
            step /= 2
        at, loss = at + step, new
        if np.abs(step).max() < 1e-10:
            break
    slope = at[1] / scale
    return float(at[0] - slope * centre), float(slope)
