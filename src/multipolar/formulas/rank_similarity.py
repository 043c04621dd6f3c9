"""Kendall's tau-b of portfolios, for all pairs of states at once.

References
----------
Bueno de Mesquita, B. (1975). Measuring systemic polarity. *Journal of Conflict Resolution* 19(2),
187-216.
Kendall, M. G. (1945). The treatment of ties in ranking problems. *Biometrika* 33(3), 239-251.
"""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import MeasureError
from multipolar.formulas.checks import Floats, as_floats, refuse_missing

_FEW = 8  # up to so many levels, count level by level; beyond, compare partner with partner
_CELLS = 4_000_000  # comparisons held at a time


def tau_b(portfolios: ArrayLike, *, self_value: float | None = None) -> Floats:
    r"""Kendall's tau-b of every pair of rows.

    .. math:: \tau_b = \frac{n_c - n_d}{\sqrt{(n_0 - n_1)(n_0 - n_2)}}

    over all pairs of partners: concordant less discordant, over those not tied in the one row
    and in the other. It measures association of rank orders, not agreement: two rows of one order
    but different depth of commitment score 1 (Signorino and Ritter 1999 on why that matters).

    Parameters
    ----------
    portfolios
        ``(state, partner)``, no NaN; only the order of values within a row counts.
    self_value
        Set on the diagonal first; ``None`` takes the matrix as it stands.

    Returns
    -------
    ndarray
        ``(state, state)``, -1 to 1, symmetric; NaN where a row is constant.

    Raises
    ------
    MeasureError
        NaN or wrong shapes.

    Examples
    --------
    >>> tau_b([[0, 1, 2], [0, 2, 3], [2, 1, 0]]).round(6)
    array([[ 1.,  1., -1.],
           [ 1.,  1., -1.],
           [-1., -1.,  1.]])
    """
    rows = as_floats(portfolios, "portfolios", ndim=2)
    if self_value is not None:
        if rows.shape[0] != rows.shape[1]:
            msg = f"portfolios: shape {rows.shape}, but self_value needs a square matrix"
            raise MeasureError(msg)
        rows = rows.copy()
        np.fill_diagonal(rows, self_value)
    refuse_missing(rows, "portfolios")
    net = _net_by_level(rows) if len(np.unique(rows)) <= _FEW else _net_by_pair(rows)
    untied = np.diag(net)
    scale = np.sqrt(np.outer(untied, untied))
    score = np.divide(net, scale, out=np.full_like(net, np.nan), where=scale > 0)
    np.fill_diagonal(score, np.where(untied > 0, 1.0, np.nan))
    return np.asarray(np.clip(score, -1.0, 1.0), dtype=np.float64)


def tau_b_pair(one: ArrayLike, other: ArrayLike) -> float:
    """Kendall's tau-b of two portfolios as they stand; see :func:`tau_b`.

    Parameters
    ----------
    one, other
        ``(partner,)``, same partners in the same order.

    Returns
    -------
    float
        -1 to 1; NaN if one is constant.

    Raises
    ------
    MeasureError
        NaN or lengths that differ.

    Examples
    --------
    >>> tau_b_pair([0, 1, 2], [5, 6, 9])
    1.0
    """
    first, second = as_floats(one, "one", ndim=1), as_floats(other, "other", ndim=1)
    if first.shape != second.shape:
        msg = f"other: {second.size} partners, but one has {first.size}; same partners, same order"
        raise MeasureError(msg)
    return float(tau_b(np.stack([first, second]))[0, 1])


def _net_by_level(rows: Floats) -> Floats:
    """Concordant less discordant pairs of partners, from contingency tables of few levels.

    With N_ab the partners coded a by one state and b by the other, each cell is met by all that
    lie above in both codes (concordant) and by all above in one and below in the other.
    """
    levels = np.unique(rows)
    hit = [(rows == level).astype(np.float64) for level in levels]
    above = [(rows > level).astype(np.float64) for level in levels]
    below = [(rows < level).astype(np.float64) for level in levels]
    net = np.zeros((len(rows), len(rows)))
    for a in range(len(levels) - 1):  # nothing lies above the highest
        for b in range(len(levels)):
            cell = hit[a] @ hit[b].T
            net += cell * (above[a] @ above[b].T - above[a] @ below[b].T)
    return net


def _net_by_pair(rows: Floats) -> Floats:
    """Return the same for values of any kind, from the signs of all differences, in blocks."""
    n, partners = rows.shape
    net = np.zeros((n, n))
    left, right = np.triu_indices(partners, k=1)
    step = max(1, _CELLS // n)
    for start in range(0, left.size, step):
        part = slice(start, start + step)
        sign = np.sign(rows[:, left[part]] - rows[:, right[part]])
        net += sign @ sign.T
    return net
