"""Parity of challenger and dominant state."""

import math
from dataclasses import dataclass

from multipolar.actors import Among
from multipolar.errors import MeasureError
from multipolar.formulas import concentration
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class Parity:
    """Ratio of challenger to dominant state, and whether it lies in the parity zone."""

    value: float
    dominant: str
    challenger: str
    in_zone: bool


@measure(label="Parity of the top two", reads=(), unit="ratio", low=0.0, high=math.inf)
def parity(
    world: World,
    *,
    index: IndexLike = "gdp_ppp",
    among: Among = "all",
    dominant: str = "",
    challenger: str = "",
    zone: tuple[float, float] = (0.8, 1.2),
) -> Parity:
    """Parity of a challenger with the dominant state.

    The ratio of their power; power transition theory puts the danger of war
    where it passes through a zone about one [OrganskiKugler1980]_. The zone
    has no data behind its edges. When a pair crosses depends on the index and
    on the vintage of its prices.

    Parameters
    ----------
    world
        Any world with what the index reads.
    index
        What power is: an index, a state variable or weights of several.
    among
        The set to take the two strongest from.
    dominant, challenger
        Codes of the pair; the strongest and the runner-up by default.
    zone
        Lowest and highest ratio that count as parity.

    Returns
    -------
    Parity
        ``value``, the ratio; 1 is equal.

    References
    ----------
    .. [OrganskiKugler1980] Organski, A. F. K. & Kugler, J. (1980). *The War
       Ledger*. University of Chicago Press.

    Examples
    --------
    >>> world = World(1900, ("A", "B", "C"), {"gdp_ppp": [10.0, 9.0, 1.0]})
    >>> parity(world)
    Parity(value=0.9, dominant='A', challenger='B', in_zone=True)
    """
    shares = power(world, index, among)
    if len(shares.states) < 2:
        msg = f"parity needs two actors with a known value, but there is {len(shares.states)}"
        raise MeasureError(msg)
    share = dict(shares.ranked())
    pair = [world.states[world.index(s)] for s in (dominant, challenger) if s]
    rest = [s for s in share if s not in pair]
    first = world.states[world.index(dominant)] if dominant else rest.pop(0)
    second = world.states[world.index(challenger)] if challenger else rest.pop(0)
    if missing := [s for s in (first, second) if s not in share]:
        msg = f"parity: {missing[0]} has no known value of this index in this set of actors"
        raise MeasureError(msg)
    ratio = round(float(concentration.parity(share[second], share[first])), 12)
    return Parity(ratio, first, second, zone[0] <= ratio <= zone[1])
