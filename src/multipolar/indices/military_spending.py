"""Military spending at official exchange rates."""

from multipolar.index import index
from multipolar.world import Array, World


@index(
    reads=("military_spending",),
    label="Military spending",
    source="Wohlforth 1999",
    short="Mil.",
)
def military_spending(world: World) -> Array:
    """Military spending at official exchange rates.

    The common currency of comparisons of military capability
    [Wohlforth1999]_. Exchange rates understate what soldiers and home-made
    arms buy where prices are low; see ``military_spending_ppp``.

    Parameters
    ----------
    world
        Reads ``military_spending`` (state; USD).

    Returns
    -------
    Array
        Shape ``(state,)``, USD; NaN is unknown.

    References
    ----------
    .. [Wohlforth1999] Wohlforth, W. C. (1999). The stability of a unipolar
       world. *International Security* 24(1), 5–41.

    Examples
    --------
    >>> military_spending(World(1900, ("A", "B"), {"military_spending": [3.0, 1.0]}))
    array([3., 1.])
    """
    return world["military_spending"]
