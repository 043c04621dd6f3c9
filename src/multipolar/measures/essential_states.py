"""Essential states of a balance of power."""

from dataclasses import dataclass

from multipolar.actors import Among
from multipolar.formulas import essential
from multipolar.measure import measure
from multipolar.power import IndexLike, power
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class Essential:
    """Number of essential states (``value``), who they are, and whether the system is stable."""

    value: float
    states: tuple[str, ...]
    system_stable: bool
    resource_stable: bool


@measure(label="Essential states", reads=(), unit="states", low=0.0, high=float("inf"))
def essential_states(
    world: World, *, index: IndexLike = "cinc", among: Among = "cow_majors"
) -> Essential:
    """Essential states: members of some minimal winning coalition.

    In the theory of the balance of power as a cooperative game a state is
    essential if it turns a losing coalition into a winning one, with more
    than half of all resources, and that coalition has no member to spare.
    The system is stable (no state is eliminated) if all are essential, and
    resource-stable if one holds exactly half [NiouOrdeshookRose1989]_.
    The definition used here was checked against brute force, not against the
    book's own tables.

    Parameters
    ----------
    world
        Any world with what the index reads.
    index
        What resources are: an index, a state variable or weights of several.
    among
        Whose: ``all``, a list of great powers, or codes.

    Returns
    -------
    Essential

    References
    ----------
    .. [NiouOrdeshookRose1989] Niou, E. M. S., Ordeshook, P. C. & Rose, G. F.
       (1989). *The Balance of Power: Stability in International Systems*.
       Cambridge University Press.

    Examples
    --------
    A has a majority, and nobody else is needed:

    >>> world = World(1900, ("A", "B", "C"), {"gdp": [60.0, 25.0, 15.0]})
    >>> essential_states(world, index="gdp", among="all").states
    ('A',)
    """
    shares = power(world, index, among)
    found = essential.essential_states(shares.share)
    return Essential(
        value=float(found.sum()),
        states=tuple(s for s, e in zip(shares.states, found, strict=True) if e),
        system_stable=bool(found.all()),
        resource_stable=essential.resource_stable(shares.share),
    )
