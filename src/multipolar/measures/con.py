"""Concentration of power."""

from multipolar.actors import Among
from multipolar.formulas import concentration
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@measure(label="Concentration (CON)", reads=(), unit="1", low=0.0, high=1.0)
def con(world: World, *, index: IndexLike = "cinc", among: Among = "cow_majors") -> float:
    r"""Concentration of power (CON).

    .. math:: \text{CON} = \sqrt{\frac{\sum_i s_i^2 - 1/N}{1 - 1/N}}

    over shares within the set of :math:`N` actors [RaySinger1973]_. It mixes
    how many there are with how unequal they are: it equals the coefficient of
    variation over :math:`\sqrt{N-1}` [Mansfield1993]_, so a new member of the
    set moves it. See ``mansfield`` for the two apart.

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
        From 0 (all equal) to 1 (one has everything). NaN for one actor.

    References
    ----------
    .. [RaySinger1973] Ray, J. L. & Singer, J. D. (1973). Measuring the
       concentration of power in the international system. *Sociological
       Methods & Research* 1(4), 403–437.
    .. [Mansfield1993] Mansfield, E. D. (1993). Concentration, polarity, and
       the distribution of power. *International Studies Quarterly* 37(1),
       105–128.

    Examples
    --------
    >>> world = World(1900, ("A", "B", "C"), {"gdp": [0.5, 0.3, 0.2]})
    >>> round(con(world, index="gdp", among="all"), 6)
    0.264575
    """
    return concentration.con(power(world, index, among).share)
