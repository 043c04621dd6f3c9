"""Mean of the shares of output and of military spending."""

import numpy as np

from multipolar.formulas.capability import component_shares
from multipolar.index import index
from multipolar.world import Array, World


@index(
    reads=("gdp", "military_spending"),
    label="GDP and military spending",
    source="Brooks & Wohlforth 2016",
    short="GDP+mil",
)
def gdp_and_military(world: World) -> Array:
    """Mean of a state's shares of output and of military spending.

    Economic and military capability with equal weight, both at exchange
    rates, as comparisons of great powers set them side by side
    [BrooksWohlforth2016]_; the equal weights are ours. For other weights give
    an index such as ``gdp=0.7,military_spending=0.3``.

    Parameters
    ----------
    world
        Reads ``gdp`` and ``military_spending`` (state; USD).

    Returns
    -------
    Array
        Shape ``(state,)``, 0 to 1; NaN where either is unknown.

    References
    ----------
    .. [BrooksWohlforth2016] Brooks, S. G. & Wohlforth, W. C. (2016). The rise
       and fall of the great powers in the twenty-first century.
       *International Security* 40(3), 7–53.

    Examples
    --------
    >>> gdp_and_military(World(1900, ("A", "B"), {"gdp": [3.0, 1.0],
    ...                  "military_spending": [1.0, 1.0]}))
    array([0.625, 0.375])
    """
    table = np.stack([world["gdp"], world["military_spending"]], axis=1)
    return np.asarray(component_shares(table).mean(axis=1))
