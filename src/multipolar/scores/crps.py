"""Continuous ranked probability score of an ensemble."""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.formulas.checks import Floats
from multipolar.score import ScoreSpec, members, score


@score(
    ScoreSpec(
        label="Continuous ranked probability score (CRPS)",
        source="Matheson & Winkler 1976; Ferro 2014",
        kind="ensemble",
        unit="that of the outcome",
        of="case",
        proper=True,
    )
)
def crps(forecast: ArrayLike, outcome: ArrayLike, *, fair: bool = True) -> Floats:
    r"""Continuous ranked probability score of an ensemble.

    .. math:: \frac1M \sum_i |x_i - y| - \frac{1}{2 M (M - 1)} \sum_{i,j} |x_i - x_j|

    The distance of the forecast from what came, in the unit of the outcome;
    of one certain number it is the absolute error [MathesonWinkler1976]_. It
    says nothing about how several outcomes go together (see
    ``energy_score``), and large states weigh most unless the outcome is a
    logarithm or a share.

    Parameters
    ----------
    forecast
        Shape ``(case, member)``.
    outcome
        What came, shape ``(case,)``.
    fair
        Score the distribution the members were drawn from at random, so that
        ensembles of any size compare [Ferro2014]_. False puts :math:`M^2` for
        :math:`M (M - 1)`: it scores the members as all there is, which is
        right for a single number or for quantiles.

    Returns
    -------
    Array
        Shape ``(case,)``, 0 or more.

    Raises
    ------
    ScoreError
        Shapes do not fit, a value is missing, or a fair score of one member.

    References
    ----------
    .. [MathesonWinkler1976] Matheson, J. E. & Winkler, R. L. (1976). Scoring
       rules for continuous probability distributions. *Management Science*
       22(10), 1087–1096.
    .. [Ferro2014] Ferro, C. A. T. (2014). Fair scores for ensemble forecasts.
       *Quarterly Journal of the Royal Meteorological Society* 140, 1917–1923.

    Examples
    --------
    >>> crps([[1.0, 3.0]], [5.0]), crps([[1.0, 3.0]], [5.0], fair=False)
    (array([2.]), array([2.5]))
    """
    drawn, came = members(forecast, outcome, least=2 if fair else 1)
    error = np.sort(drawn - came[:, None], axis=1)
    m = error.shape[1]
    passed = np.arange(1, m + 1)
    # the integral of the squared difference of two step functions, left and right of the outcome
    weight = passed * (passed - 1) / (m * (m - 1)) if fair else (passed / m) ** 2
    below = np.diff(np.minimum(error, 0.0), axis=1, append=0.0)
    above = np.diff(np.maximum(error, 0.0), axis=1, prepend=0.0)[:, ::-1]
    return np.asarray((below + above) @ weight)
