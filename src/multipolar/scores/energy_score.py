"""Energy score of an ensemble of vectors."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import pdist

from multipolar.formulas.checks import Floats
from multipolar.score import ScoreSpec, score, vectors


@score(
    ScoreSpec(
        label="Energy score",
        source="Gneiting & Raftery 2007",
        kind="vectors",
        unit="that of the components",
        of="case",
        proper=True,
    )
)
def energy_score(forecast: ArrayLike, outcome: ArrayLike, *, fair: bool = True) -> Floats:
    r"""Energy score of an ensemble of vectors.

    .. math:: \frac1M \sum_i \|x_i - y\| - \frac{1}{2 M (M - 1)} \sum_{i,j} \|x_i - x_j\|

    The CRPS with the length of a vector for the absolute value: one score for
    many outcomes at once, such as the shares of all powers
    [GneitingRaftery2007]_. It sees errors of level well and errors of
    dependence poorly: see ``variogram_score``. Components must be of one
    unit, and the most variable weigh most.

    Parameters
    ----------
    forecast
        Shape ``(case, member, component)``.
    outcome
        What came, shape ``(case, component)``.
    fair
        Score the distribution the members were drawn from at random. False
        puts :math:`M^2` for :math:`M (M - 1)`: see ``crps``.

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
    .. [GneitingRaftery2007] Gneiting, T. & Raftery, A. E. (2007). Strictly
       proper scoring rules, prediction, and estimation. *Journal of the
       American Statistical Association* 102(477), 359–378.

    Examples
    --------
    >>> energy_score([[[0.0, 0.0], [0.0, 0.0]]], [[3.0, 4.0]])
    array([5.])
    """
    drawn, came = vectors(forecast, outcome, least=2 if fair else 1)
    m = drawn.shape[1]
    away = np.linalg.norm(drawn - came[:, None], axis=2).mean(axis=1)
    apart = np.array([pdist(case).sum() for case in drawn])
    return np.asarray(np.maximum(away - apart / (m * (m - 1) if fair else m * m), 0.0))
