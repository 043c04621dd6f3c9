"""Share of the two strongest."""

from multipolar.actors import Among
from multipolar.formulas import concentration
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@measure(label="Share of the top two", reads=(), unit="share", low=0.0, high=1.0)
def top_two_share(
    world: World, *, index: IndexLike = "cinc", among: Among = "cow_majors", top: int = 2
) -> float:
    """Share of the two strongest: power polarity.

    What the two leading actors hold of the power of the set; the higher, the
    more bipolar is power, whoever is allied with whom [Wayman1984]_. A single
    giant raises it as well: read it beside ``parity``.

    Parameters
    ----------
    world
        Any world with what the index reads.
    index
        What power is: an index, a state variable or weights of several.
    among
        Whose shares: ``all``, a list of great powers, or codes.
    top
        How many of the strongest to add up.

    Returns
    -------
    float
        Share, 0 to 1.

    References
    ----------
    .. [Wayman1984] Wayman, F. W. (1984). Bipolarity and war: the role of
       capability concentration and alliance patterns among major powers,
       1816–1965. *Journal of Peace Research* 21(1), 61–78.

    Examples
    --------
    >>> world = World(1900, ("A", "B", "C"), {"gdp": [0.5, 0.25, 0.25]})
    >>> top_two_share(world, index="gdp", among="all")
    0.75
    """
    return concentration.top_share(power(world, index, among).share, top)
