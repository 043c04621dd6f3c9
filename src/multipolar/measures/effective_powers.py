"""Effective number of powers."""

import math

from multipolar.actors import Among
from multipolar.formulas import concentration
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@measure(label="Effective number of powers", reads=(), unit="powers", low=1.0, high=math.inf)
def effective_powers(
    world: World, *, index: IndexLike = "cinc", among: Among = "cow_majors"
) -> float:
    r"""Effective number of powers, :math:`1 / \sum_i s_i^2`.

    How many equal actors would be as concentrated as these: the number of
    parties of [LaaksoTaagepera1979]_ applied to shares of power. Over all
    states it is large (7 to 20) and is no count of poles; it says how evenly
    power is spread, not who is aligned with whom.

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
        From 1 (one has everything) to N (all equal).

    References
    ----------
    .. [LaaksoTaagepera1979] Laakso, M. & Taagepera, R. (1979). "Effective"
       number of parties. *Comparative Political Studies* 12(1), 3–27.

    Examples
    --------
    >>> world = World(1985, ("USA", "SUN"), {"gdp": [1.0, 1.0]})
    >>> effective_powers(world, index="gdp", among="all")
    2.0
    """
    return concentration.effective_number(power(world, index, among).share)
