"""Military spending at purchasing power parity."""

import numpy as np

from multipolar.index import index
from multipolar.world import Array, World


@index(
    reads=("military_spending", "gdp", "gdp_ppp"),
    label="Military spending, PPP",
    source="Robertson 2022",
    short="Mil. PPP",
)
def military_spending_ppp(world: World) -> Array:
    r"""Military spending at purchasing power parity.

    .. math:: M_i \, \frac{\text{GDP}^{ppp}_i}{\text{GDP}_i}

    Spending valued at home prices of the whole economy. Imported arms are
    thereby overstated; a parity of military goods themselves lies between the
    two [Robertson2022]_.

    Parameters
    ----------
    world
        Reads ``military_spending``, ``gdp`` (state; USD) and ``gdp_ppp``.

    Returns
    -------
    Array
        Shape ``(state,)``, international dollars; NaN is unknown.

    References
    ----------
    .. [Robertson2022] Robertson, P. E. (2022). The real military balance:
       international comparisons of defense spending. *Review of Income and
       Wealth* 68(3), 797–818.

    Examples
    --------
    Prices in B are half those in A:

    >>> world = World(1900, ("A", "B"), {"military_spending": [2.0, 1.0],
    ...               "gdp": [10.0, 10.0], "gdp_ppp": [10.0, 20.0]})
    >>> military_spending_ppp(world)
    array([2., 2.])
    """
    rate = world["gdp_ppp"] / np.where(world["gdp"] > 0, world["gdp"], np.nan)
    return np.asarray(world["military_spending"] * rate)
