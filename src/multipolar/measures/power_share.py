"""Share of power of each state."""

from multipolar.actors import Among
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import Array, World


@measure(label="Share of power", reads=(), unit="share", low=0.0, high=1.0, shape="state")
def power_share(world: World, *, index: IndexLike = "cinc", among: Among = "all") -> Array:
    """Share of power of each state.

    Any capability index, state variable or weighting of several, brought to
    shares that sum to one over the actors asked for [RaySinger1973]_.

    Parameters
    ----------
    world
        Any world with what the index reads.
    index
        What power is: an index, a state variable or weights of several, such
        as ``gdp=0.7,military_spending=0.3``.
    among
        Whose shares: ``all``, a list of great powers, or codes.

    Returns
    -------
    Array
        Shape ``(state,)``, 0 to 1; NaN outside the set and where unknown.

    References
    ----------
    .. [RaySinger1973] Ray, J. L. & Singer, J. D. (1973). Measuring the
       concentration of power in the international system. *Sociological
       Methods & Research* 1(4), 403–437.

    Examples
    --------
    >>> world = World(1900, ("A", "B"), {"gdp": [3.0, 1.0], "area": [1.0, 1.0]})
    >>> power_share(world, index="gdp=1,area=1")
    array([0.625, 0.375])
    """
    shares = power(world, index, among)
    return shares.spread(shares.share, world)
