"""Line index of balance."""

import math
from dataclasses import dataclass

from multipolar.alignment import Both, signed_ties, tied
from multipolar.formulas import line_index as formula
from multipolar.measure import measure
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class Balance:
    """Line index (``value``) with its bound, its proof and its certificate.

    ``sides`` are the two camps of the best division among states with any
    tie, the larger first; ``frustrated`` the ties that stand against it.
    """

    value: float
    bound: float
    exact: bool
    normalized: float
    ties: int
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    frustrated: tuple[tuple[str, str], ...]


@measure(
    label="Line index of balance", reads=("defence", "rivalry"), unit="ties", low=0.0, high=math.inf
)
def line_index(
    world: World,
    *,
    positive: str = "defence",
    negative: str = "rivalry",
    both: Both = "negative",
    time_limit: float = 60.0,
) -> Balance:
    """Line index of balance (frustration index), exact.

    The least number of ties that must go for the system to fall into two
    camps, friends inside and foes across [Harary1959]_. Solved to proof by
    integer programming (HiGHS); if time runs out the best division found is
    given with a proven bound from below.

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
    Balance
        ``normalized`` is 1 − 2L/m of [ArefWilson2018]_: 1 is balanced.

    References
    ----------
    .. [Harary1959] Harary, F. (1959). On the measurement of structural
       balance. *Behavioral Science* 4(4), 316–323.
    .. [ArefWilson2018] Aref, S. & Wilson, M. C. (2018). Measuring partial
       balance in signed networks. *Journal of Complex Networks* 6(4), 566–595.

    Examples
    --------
    Three mutual rivals cannot stand in two camps: one tie is frustrated.

    >>> rivals = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    >>> world = World(1900, ("A", "B", "C"), {"rivalry": rivals, "defence": [[0] * 3] * 3})
    >>> found = line_index(world)
    >>> found.value, found.exact, len(found.frustrated)
    (1.0, True, 1)
    """
    network = signed_ties(world, positive, negative, both)
    found = formula.line_index(network, time_limit=time_limit)
    camps = [
        tuple(s for s, side, t in zip(world.states, found.sides, tied(network), strict=True)
              if t and side == k)
        for k in (0, 1)
    ]  # fmt: skip
    larger, smaller = sorted(camps, key=lambda c: (-len(c), c))
    return Balance(
        value=float(found.value),
        bound=float(found.bound),
        exact=found.exact,
        normalized=found.normalized,
        ties=int(found.total),
        sides=(larger, smaller),
        frustrated=tuple((world.states[a], world.states[b]) for a, b in found.edges),
    )
