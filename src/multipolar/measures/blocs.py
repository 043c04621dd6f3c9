"""Blocs by signed modularity."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from multipolar.alignment import Both, signed_ties, tied
from multipolar.formulas.blocs import canonical_labels, consensus_blocs, signed_modularity
from multipolar.measure import measure
from multipolar.world import Array, World

RESOLUTIONS = (0.5, 0.75, 1.0, 1.25, 1.5)


@dataclass(frozen=True, slots=True)
class BlocStructure:
    """Signed modularity (``value``) and the blocs, the largest first.

    A bloc has two members or more; ``unaligned`` are all others. ``together``
    is the share of resolutions that put two states in one bloc, shape
    ``(state, state)``.
    """

    value: float
    blocs: tuple[tuple[str, ...], ...]
    unaligned: tuple[str, ...]
    together: Array


@measure(label="Signed modularity", reads=("defence", "rivalry"), unit="1", low=-1.0, high=1.0)
def blocs(
    world: World,
    *,
    positive: str = "defence",
    negative: str = "rivalry",
    both: Both = "negative",
    resolutions: tuple[float, ...] = RESOLUTIONS,
    seed: int = 0,
) -> BlocStructure:
    """Blocs: who stands with whom, by signed modularity.

    The division with more friendly ties inside blocs and more hostile ties
    between them than chance would give states of the same number of ties
    [Gomez_etal2009]_. How large a bloc may be hangs on the resolution
    [TraagBruggeman2009]_, for which no value is right: the blocs are those
    that most of ``resolutions`` agree on, and ``together`` says how many put
    a pair in one bloc. States joined only by common enemies are set apart
    from one another. The search is a heuristic with restarts.

    Parameters
    ----------
    world
        Reads the ties named.
    positive, negative
        Dyad variables that make a tie friendly or hostile.
    both
        Sign of a pair that has both.
    resolutions
        Weights of the chance term; larger gives smaller blocs. ``(1.0,)`` is
        the plain measure.
    seed
        Of the restarts; the same seed gives the same blocs.

    Returns
    -------
    BlocStructure
        ``value`` is the modularity of these blocs at resolution 1; NaN, and
        every state unaligned, where there are no ties.

    References
    ----------
    .. [Gomez_etal2009] Gómez, S., Jensen, P. & Arenas, A. (2009). Analysis of
       community structure in networks of correlated data. *Physical Review E*
       80, 016114.
    .. [TraagBruggeman2009] Traag, V. A. & Bruggeman, J. (2009). Community
       detection in networks with positive and negative links. *Physical Review
       E* 80, 036115.

    Examples
    --------
    >>> world = World(1900, ("A", "B", "C", "D"), {
    ...     "defence": [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]],
    ...     "rivalry": [[0, 0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]})
    >>> blocs(world).blocs
    (('A', 'B'), ('C', 'D'))
    """
    network = signed_ties(world, positive, negative, both)
    any_tie = np.flatnonzero(tied(network))
    labels = np.arange(len(network))
    together = np.eye(len(network))
    if len(any_tie):
        inner = np.ix_(any_tie, any_tie)
        found, together[inner] = consensus_blocs(network[inner], resolutions=resolutions, seed=seed)
        same = found[:, None] == found
        _, parts = connected_components(same & (network[inner] > 0), directed=False)
        labels[any_tie] = len(network) + parts
    labels = canonical_labels(labels)
    groups = [
        tuple(s for s, label in zip(world.states, labels, strict=True) if label == k)
        for k in range(int(labels.max(initial=-1)) + 1)
    ]
    return BlocStructure(
        value=signed_modularity(network, labels) if len(any_tie) else float("nan"),
        blocs=tuple(sorted((g for g in groups if len(g) > 1), key=lambda g: (-len(g), g))),
        unaligned=tuple(sorted(s for g in groups if len(g) == 1 for s in g)),
        together=together,
    )
