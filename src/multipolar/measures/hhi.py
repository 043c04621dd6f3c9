"""Herfindahl–Hirschman index of power."""

from multipolar.actors import Among
from multipolar.formulas import concentration
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@measure(label="Herfindahl index (HHI)", reads=(), unit="1", low=0.0, high=1.0)
def hhi(world: World, *, index: IndexLike = "cinc", among: Among = "cow_majors") -> float:
    r"""Herfindahl–Hirschman index of shares of power, :math:`\sum_i s_i^2`.

    The chance that two units of capability drawn at random belong to the same
    actor [Hirschman1964]_. Its least value is 1/N, so compare it only over
    sets of the same size.

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
        From 1/N (all equal) to 1 (one has everything).

    References
    ----------
    .. [Hirschman1964] Hirschman, A. O. (1964). The paternity of an index.
       *American Economic Review* 54(5), 761–762.

    Examples
    --------
    >>> world = World(1900, ("A", "B", "C"), {"gdp": [0.5, 0.3, 0.2]})
    >>> round(hhi(world, index="gdp", among="all"), 2)
    0.38
    """
    return concentration.hhi(power(world, index, among).share)
