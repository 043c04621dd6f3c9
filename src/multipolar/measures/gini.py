"""Gini coefficient of power."""

from multipolar.actors import Among
from multipolar.formulas import concentration
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@measure(label="Gini coefficient of power", reads=(), unit="1", low=0.0, high=1.0)
def gini(world: World, *, index: IndexLike = "cinc", among: Among = "all") -> float:
    """Gini coefficient of power among actors.

    Half the mean absolute difference between two actors, relative to the mean
    [Gini1912]_. It is about inequality alone: ten equal powers and two equal
    powers both give 0.

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
        From 0 (all equal) to 1 − 1/N (one has everything).

    References
    ----------
    .. [Gini1912] Gini, C. (1912). *Variabilità e mutabilità*. Bologna:
       Cuppini.

    Examples
    --------
    >>> world = World(1985, ("USA", "SUN"), {"gdp": [1.0, 0.0]})
    >>> gini(world, index="gdp")
    0.5
    """
    return concentration.gini(power(world, index, among).share)
