"""Line index of weak balance, for any number of clusters."""

import math
from dataclasses import dataclass

from multipolar.alignment import Both, signed_ties
from multipolar.formulas import weak_line_index as formula
from multipolar.measure import measure
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class WeakBalance:
    """Weak line index (``value``) with bound, proof and certificate.

    ``clusters`` are those of the best division with two members or more, the
    largest first; every other state stands alone.
    """

    value: float
    bound: float
    exact: bool
    clusters: tuple[tuple[str, ...], ...]
    frustrated: tuple[tuple[str, str], ...]


@measure(
    label="Line index of weak balance",
    reads=("defence", "rivalry"),
    unit="ties",
    low=0.0,
    high=math.inf,
)
def weak_line_index(
    world: World,
    *,
    positive: str = "defence",
    negative: str = "rivalry",
    both: Both = "negative",
    time_limit: float = 60.0,
) -> WeakBalance:
    """Line index of weak balance (k clusters), exact.

    As ``line_index``, but for any number of camps: an enemy's enemy need not
    be a friend [Davis1967]_. It is never larger than the line index, and it
    is the number that blockmodels of signed networks minimise
    [DoreianMrvar2015]_ (whose printed figures count each tie twice).

    Parameters
    ----------
    world
        Reads the ties named.
    positive, negative
        Dyad variables that make a tie friendly or hostile.
    both
        Sign of a pair that has both.
    time_limit
        Seconds for the proof.

    Returns
    -------
    WeakBalance

    References
    ----------
    .. [Davis1967] Davis, J. A. (1967). Clustering and structural balance in
       graphs. *Human Relations* 20(2), 181–187.
    .. [DoreianMrvar2015] Doreian, P. & Mrvar, A. (2015). Structural balance
       and signed international relations. *Journal of Social Structure* 16(1).

    Examples
    --------
    Three mutual rivals are three camps of one: nothing is frustrated.

    >>> rivals = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    >>> world = World(1900, ("A", "B", "C"), {"rivalry": rivals, "defence": [[0] * 3] * 3})
    >>> weak_line_index(world).value
    0.0
    """
    network = signed_ties(world, positive, negative, both)
    found = formula.weak_line_index(network, time_limit=time_limit)
    camps: dict[int, list[str]] = {}
    for state, label in zip(world.states, found.clusters, strict=True):
        camps.setdefault(int(label), []).append(state)
    several = [tuple(c) for c in camps.values() if len(c) > 1]
    return WeakBalance(
        value=float(found.value),
        bound=float(found.bound),
        exact=found.exact,
        clusters=tuple(sorted(several, key=lambda c: (-len(c), c))),
        frustrated=tuple((world.states[a], world.states[b]) for a, b in found.edges),
    )
