"""Blocs by signed modularity."""

from dataclasses import dataclass

from multipolar.alignment import Both, signed_ties
from multipolar.formulas.blocs import signed_blocs
from multipolar.measure import measure
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class BlocStructure:
    """Signed modularity (``value``) and the blocs, the largest first.

    A bloc has two members or more; ``unaligned`` are all others.
    """

    value: float
    blocs: tuple[tuple[str, ...], ...]
    unaligned: tuple[str, ...]


@measure(
    label="Signed modularity", reads=("defence", "rivalry"), unit="1", low=-1.0, high=1.0
)
def blocs(
    world: World,
    *,
    positive: str = "defence",
    negative: str = "rivalry",
    both: Both = "negative",
    resolution: float = 1.0,
    seed: int = 0,
) -> BlocStructure:
    """Blocs: who stands with whom, by signed modularity.

    The division with more friendly ties inside blocs and more hostile ties
    between them than chance would give states of the same number of ties
    [Gomez_etal2009]_. The search is a heuristic with restarts: no move of one
    state and no merger of two blocs improves the result. Modularity does not
    see blocs much smaller than the network; ``resolution`` above 1 looks for
    smaller ones.

    Parameters
    ----------
    world
        Reads the ties named.
    positive, negative
        Dyad variables that make a tie friendly or hostile.
    both
        Sign of a pair that has both.
    resolution
        Weight of the chance term; above 1 gives smaller blocs.
    seed
        Of the restarts; the same seed gives the same blocs.

    Returns
    -------
    BlocStructure
        ``value`` is NaN and every state unaligned where there are no ties.

    References
    ----------
    .. [Gomez_etal2009] Gómez, S., Jensen, P. & Arenas, A. (2009). Analysis of
       community structure in networks of correlated data. *Physical Review E*
       80, 016114.

    Examples
    --------
    >>> world = World(1900, ("A", "B", "C", "D"), {
    ...     "defence": [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]],
    ...     "rivalry": [[0, 0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]})
    >>> blocs(world).blocs
    (('A', 'B'), ('C', 'D'))
    """
    network = signed_ties(world, positive, negative, both)
    found = signed_blocs(network, resolution=resolution, seed=seed)
    groups: dict[int, list[str]] = {}
    for state, label, tied in zip(world.states, found.labels, network.any(axis=1), strict=True):
        groups.setdefault(int(label) if tied else -1, []).append(state)
    several = [tuple(g) for label, g in groups.items() if len(g) > 1 and label >= 0]
    inside = {s for g in several for s in g}
    return BlocStructure(
        value=float(found.modularity),
        blocs=tuple(sorted(several, key=lambda g: (-len(g), g))),
        unaligned=tuple(s for s in world.states if s not in inside),
    )
