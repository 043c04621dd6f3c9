"""Number of powers and inequality among them, apart."""

from dataclasses import dataclass

from multipolar.actors import Among
from multipolar.formulas import concentration
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class NumberAndInequality:
    """The two parts of CON: ``value`` is the coefficient of variation."""

    value: float
    number: int


@measure(label="Inequality of powers (V)", reads=(), unit="1", low=0.0, high=float("inf"))
def mansfield(
    world: World, *, index: IndexLike = "cinc", among: Among = "cow_majors"
) -> NumberAndInequality:
    r"""Number of powers and the coefficient of variation among them.

    The two things that CON mixes: :math:`\text{CON} = V / \sqrt{N - 1}`
    [Mansfield1993]_.

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
    NumberAndInequality
        ``number`` of actors, and ``value``, the population standard deviation
        of their shares over the mean, from 0 (all equal).

    References
    ----------
    .. [Mansfield1993] Mansfield, E. D. (1993). Concentration, polarity, and
       the distribution of power. *International Studies Quarterly* 37(1),
       105–128.

    Examples
    --------
    >>> world = World(1900, ("A", "B"), {"gdp": [0.75, 0.25]})
    >>> mansfield(world, index="gdp", among="all")
    NumberAndInequality(value=0.5, number=2)
    """
    parts = concentration.mansfield(power(world, index, among).share)
    return NumberAndInequality(parts.variation, parts.number)
