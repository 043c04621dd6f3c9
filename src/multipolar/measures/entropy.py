"""Entropy of shares of power."""

import math

from multipolar.actors import Among
from multipolar.formulas import concentration
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@measure(label="Entropy of power", reads=(), unit="nat", low=0.0, high=math.inf)
def entropy(world: World, *, index: IndexLike = "cinc", among: Among = "all") -> float:
    r"""Shannon entropy of shares of power, :math:`-\sum_i s_i \ln s_i`.

    Its exponential is another effective number of powers, one that gives
    small actors more weight than ``effective_powers`` does [Theil1967]_.

    Parameters
    ----------
    world
        Any world with what the index reads.
    index
        What power is: an index, a state variable or weights of several.
    among
        Whose shares: ``all``, a list of great powers, or codes.

    Returns
    -------
    float
        Nats, from 0 (one has everything) to ln N (all equal).

    References
    ----------
    .. [Theil1967] Theil, H. (1967). *Economics and Information Theory*.
       Amsterdam: North-Holland.

    Examples
    --------
    >>> world = World(1985, ("USA", "SUN"), {"gdp": [1.0, 1.0]})
    >>> round(entropy(world, index="gdp"), 4)
    0.6931
    """
    return concentration.entropy(power(world, index, among).share)
