"""Walk balance."""

from dataclasses import dataclass

from multipolar.alignment import Both, signed_ties
from multipolar.formulas import signed
from multipolar.measure import measure
from multipolar.world import Array, World


@dataclass(frozen=True, slots=True)
class WalkBalance:
    """Balance of the system (``value``) and of each state, shape ``(state,)``."""

    value: float
    local: Array


@measure(label="Walk balance", reads=("defence", "rivalry"), unit="1", low=0.0, high=1.0)
def walk_balance(
    world: World,
    *,
    positive: str = "defence",
    negative: str = "rivalry",
    both: Both = "negative",
) -> WalkBalance:
    r"""Walk balance: closed walks of all lengths.

    .. math:: K = \operatorname{tr} e^A / \operatorname{tr} e^{|A|}

    The share of closed walks, long ones counting less, by which balanced
    outnumber unbalanced ones [EstradaBenzi2014]_. A dense alliance dominates
    it; ``local`` says where the imbalance sits.

    Parameters
    ----------
    world
        Reads the ties named.
    positive, negative
        Dyad variables that make a tie friendly or hostile.
    both
        Sign of a pair that has both.

    Returns
    -------
    WalkBalance
        ``value`` above 0 and up to 1 (balanced), and ``local`` for each state.

    References
    ----------
    .. [EstradaBenzi2014] Estrada, E. & Benzi, M. (2014). Walk-based measure
       of balance in signed networks: detecting lack of balance in social
       networks. *Physical Review E* 90, 042802.

    Examples
    --------
    >>> world = World(1900, ("A", "B", "C"), {
    ...     "defence": [[0, 1, 0], [1, 0, 0], [0, 0, 0]],
    ...     "rivalry": [[0, 0, 1], [0, 0, 1], [1, 1, 0]]})
    >>> round(walk_balance(world).value, 6)
    1.0
    """
    found = signed.walk_balance(signed_ties(world, positive, negative, both))
    return WalkBalance(found.overall, found.local)
