"""Esteban–Ray polarisation."""

import math

import numpy as np

from multipolar.actors import Among
from multipolar.actors import among as actors
from multipolar.errors import MeasureError
from multipolar.formulas import polarisation
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.variables import VARIABLES
from multipolar.world import World


@measure(label="Polarisation (Esteban–Ray)", reads=("regime",), unit="1", low=0.0, high=math.inf)
def esteban_ray(
    world: World,
    *,
    index: IndexLike = "cinc",
    among: Among = "all",
    position: str = "regime",
    alpha: float = 1.3,
) -> float:
    r"""Polarisation of power along a line of positions.

    .. math:: P = \sum_i \sum_j \pi_i^{1+\alpha} \pi_j \, |y_i - y_j|

    over groups of states that share a position :math:`y` and hold
    :math:`\pi` of the power [EstebanRay1994]_. It is high when two large
    groups, each alike inside, stand far apart. The unit of the positions
    enters: compare only over one scale.

    Parameters
    ----------
    world
        Reads what the index reads, and the position.
    index
        What power is: an index, a state variable or weights of several.
    among
        Whose: ``all``, a list of great powers, or codes.
    position
        A state variable to stand apart on. States where it is unknown are
        left out.
    alpha
        Weight of identification within groups, above 0 and up to 1.6.

    Returns
    -------
    float
        From 0 (one position), in units of the position.

    References
    ----------
    .. [EstebanRay1994] Esteban, J. & Ray, D. (1994). On the measurement of
       polarization. *Econometrica* 62(4), 819–851.

    Examples
    --------
    Two halves one apart:

    >>> world = World(1900, ("A", "B"), {"gdp": [1.0, 1.0], "regime": [0.0, 1.0]})
    >>> round(esteban_ray(world, index="gdp"), 6)
    0.203063
    """
    if VARIABLES.get(position) is None or VARIABLES[position].dims != "state":
        msg = f"position={position!r}: needed a state variable of the vocabulary, such as regime"
        raise MeasureError(msg)
    shares = power(world, index, among)
    where = actors(world, shares.states)[position]
    known = np.isfinite(where)
    if known.sum() < min(2, len(known)):
        who = f"but {' '.join(s for s, k in zip(shares.states, known, strict=True) if k)}"
        msg = f"{position} is unknown for every actor of this set{f' {who}' if known.any() else ''}"
        raise MeasureError(msg)
    places, group = np.unique(where[known], return_inverse=True)
    return polarisation.esteban_ray(np.bincount(group, shares.share[known]), places, alpha=alpha)
