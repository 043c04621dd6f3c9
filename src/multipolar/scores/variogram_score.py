"""Variogram score of an ensemble of vectors."""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import ScoreError
from multipolar.formulas.checks import Floats
from multipolar.score import ScoreSpec, numbers, score, vectors


@score(
    ScoreSpec(
        label="Variogram score",
        source="Scheuerer & Hamill 2015",
        kind="vectors",
        unit="that of the components, to 2 × power",
        of="case",
        proper=True,
    )
)
def variogram_score(
    forecast: ArrayLike,
    outcome: ArrayLike,
    *,
    power: float = 0.5,
    weight: ArrayLike | None = None,
) -> Floats:
    r"""Variogram score of an ensemble of vectors.

    .. math:: \sum_{i,j} w_{ij} \Big( |y_i - y_j|^p
              - \frac1M \sum_k |x_{ki} - x_{kj}|^p \Big)^2

    How far apart two components are, as forecast and as came, over all pairs
    [ScheuererHamill2015]_. It sees what the energy score hardly does: whether
    powers move together. It cannot see an error that all components share,
    so it never stands alone. It is not corrected for the number of members:
    compare ensembles of one size.

    Parameters
    ----------
    forecast
        Shape ``(case, member, component)``.
    outcome
        What came, shape ``(case, component)``.
    power
        :math:`p`, above 0.
    weight
        :math:`w`, shape ``(component, component)``, 0 or more; 1 without.

    Returns
    -------
    Array
        Shape ``(case,)``, 0 or more.

    Raises
    ------
    ScoreError
        Shapes do not fit, a value is missing, or a power or weight is negative.

    References
    ----------
    .. [ScheuererHamill2015] Scheuerer, M. & Hamill, T. M. (2015).
       Variogram-based proper scoring rules for probabilistic forecasts of
       multivariate quantities. *Monthly Weather Review* 143(4), 1321–1334.

    Examples
    --------
    >>> variogram_score([[[0.0, 4.0]]], [[0.0, 1.0]])
    array([2.])
    """
    drawn, came = vectors(forecast, outcome)
    n = came.shape[1]
    if not 0 < power < np.inf:
        msg = f"power: {power}; needed a number above 0"
        raise ScoreError(msg)
    w = np.ones((n, n)) if weight is None else numbers(weight, "weight", "component", "component")
    if w.shape != (n, n) or w.min() < 0:
        msg = f"weight: shape {w.shape}, least {w.min():g}; needed ({n}, {n}), 0 or more"
        raise ScoreError(msg)
    total = np.zeros(len(came))
    for i in range(n - 1):
        seen = np.abs(came[:, i, None] - came[:, i + 1 :]) ** power
        said = (np.abs(drawn[:, :, i, None] - drawn[:, :, i + 1 :]) ** power).mean(axis=1)
        total += np.square(seen - said) @ (w[i, i + 1 :] + w[i + 1 :, i])
    return total
