"""Polarity by the thresholds of Modelski and Thompson."""

from dataclasses import dataclass

from multipolar.actors import Among
from multipolar.formulas.thresholds import Thresholds, threshold_polarity
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class Polarity:
    """Number of poles (``value``), label, who they are, and the margins in shares."""

    value: float
    label: str
    poles: tuple[str, ...]
    margins: dict[str, float]


@measure(label="Polarity (thresholds)", reads=(), unit="poles", low=0.0, high=float("inf"))
def thompson_polarity(  # noqa: PLR0913
    world: World,
    *,
    index: IndexLike = "cinc",
    among: Among = "cow_majors",
    single: float = 0.50,
    near: float = 0.45,
    pair: float = 0.50,
    each: float = 0.25,
    minor: float = 0.05,
) -> Polarity:
    """Polarity by thresholds on shares among the great powers.

    In this order: unipolar, one has ``single``; near-unipolar, one has
    ``near`` and no other ``each``; bipolar, two hold ``pair`` together and
    ``each`` apiece; multipolar, three or more have ``minor``; else
    unclassified [Thompson1988]_, after [Modelski1974]_. The scheme was made
    for naval capability; on other indices it is the same arithmetic.

    Parameters
    ----------
    world
        Any world with what the index reads.
    index
        What power is: an index, a state variable or weights of several.
    among
        Whose shares: ``all``, a list of great powers, or codes.
    single, near, pair, each, minor
        Thresholds as shares of the set's total.

    Returns
    -------
    Polarity
        With margins: how far the first, the top two, the second and the third
        lie above (positive) or below their thresholds.

    References
    ----------
    .. [Thompson1988] Thompson, W. R. (1988). *On Global War*. Columbia:
       University of South Carolina Press.
    .. [Modelski1974] Modelski, G. (1974). *World Power Concentrations*.
       Morristown: General Learning Press.

    Examples
    --------
    >>> world = World(1900, ("A", "B", "C"), {"gdp": [0.5, 0.3, 0.2]})
    >>> thompson_polarity(world, index="gdp", among="all").label
    'unipolar'
    """
    shares = power(world, index, among)
    found = threshold_polarity(shares.share, Thresholds(single, near, pair, each, minor))
    poles = tuple(shares.states[i] for i in found.poles)
    return Polarity(float(len(poles)), found.label, poles, found.margins)
