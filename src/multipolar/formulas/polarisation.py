"""Polarisation of a population of blocs or states: Esteban-Ray and Reynal-Querol.

References
----------
Esteban, J. & Ray, D. (1994). On the measurement of polarization. *Econometrica* 62(4), 819-851.
Reynal-Querol, M. (2002). Ethnicity, political systems, and civil wars. *Journal of Conflict
Resolution* 46(1), 29-54.
"""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import MeasureError
from multipolar.formulas.checks import Floats, as_floats, refuse_missing, refuse_negative
from multipolar.formulas.concentration import shares


def esteban_ray(
    weights: ArrayLike, where: ArrayLike, *, alpha: float = 1.3, scale: float = 1.0
) -> float:
    r"""Esteban-Ray polarisation.

    .. math:: P = K \sum_i \sum_j \pi_i^{1+\alpha} \pi_j d_{ij}

    High when large groups, each alike inside, stand far apart; greatest for two equal groups at
    the ends. It grows in proportion to the distances, so fix their scale before comparing.

    Parameters
    ----------
    weights
        ``(group,)``, zero or more; brought to shares inside.
    where
        Positions ``(group,)`` on a line, or distances ``(group, group)``.
    alpha
        Weight of identification, above 0 and at most 1.6.
    scale
        The constant K.

    Returns
    -------
    float
        Zero or more, in the unit of the distances.

    Raises
    ------
    MeasureError
        alpha out of range, shapes that differ, NaN, or distances that are negative, not symmetric
        or not zero on the diagonal.

    Examples
    --------
    Two poles are more polarised than three, and unlike variance than an even spread:

    >>> round(esteban_ray([1, 1], [0, 1]), 6)
    0.203063
    >>> esteban_ray([1, 0, 1], [0, 0.5, 1]) > esteban_ray([1, 1, 1], [0, 0.5, 1])
    True
    """
    if not 0 < alpha <= 1.6:
        msg = f"alpha: {alpha:g}; the axioms of Esteban and Ray need 0 < alpha <= 1.6"
        raise MeasureError(msg)
    share = shares(weights)
    distance = _distances(where, share.size)
    return float(scale * (share ** (1.0 + alpha)) @ distance @ share)


def _distances(where: ArrayLike, n: int) -> Floats:
    array = np.asarray(where, dtype=np.float64)
    array = as_floats(array, "where", ndim=2 if array.ndim == 2 else 1)
    if array.shape not in {(n,), (n, n)}:
        msg = f"where: shape {array.shape}, but {n} weights need ({n},) or ({n}, {n})"
        raise MeasureError(msg)
    refuse_missing(array, "where")
    if array.ndim == 1:
        return np.abs(array[:, None] - array[None, :])
    refuse_negative(array, "where")
    if np.any(array != array.T) or np.any(np.diag(array) != 0):
        msg = "where: a distance matrix must be symmetric with a diagonal of 0"
        raise MeasureError(msg)
    return array


def reynal_querol(weights: ArrayLike) -> float:
    r"""Reynal-Querol polarisation, :math:`4 \sum_i \pi_i^2 (1 - \pi_i)`.

    How near the groups come to two equal halves. It knows nothing of the distance between them.

    Parameters
    ----------
    weights
        ``(group,)``, zero or more; brought to shares inside.

    Returns
    -------
    float
        0 for a single group, 1 for two equal ones.

    Raises
    ------
    MeasureError
        NaN, a negative value, or a total of zero.

    Examples
    --------
    >>> reynal_querol([1]), reynal_querol([1, 1]), reynal_querol([1, 1, 1, 1])
    (0.0, 1.0, 0.75)
    """
    share = shares(weights)
    return float(4.0 * np.sum(share**2 * (1.0 - share)))
