"""Gross domestic product at purchasing power parity."""

from multipolar.index import index
from multipolar.world import Array, World


@index(reads=("gdp_ppp",), label="GDP, PPP", source="Tammen et al. 2000", short="GDP PPP")
def gdp_ppp(world: World) -> Array:
    """Gross domestic product at purchasing power parity.

    Output at common prices, as power transition research uses it
    [Tammen_etal2000]_. It counts what a state can do at home; which state
    leads, and since when, depends on the vintage of the price survey.

    Parameters
    ----------
    world
        Reads ``gdp_ppp`` (state; international dollars).

    Returns
    -------
    Array
        Shape ``(state,)``, international dollars; NaN is unknown.

    References
    ----------
    .. [Tammen_etal2000] Tammen, R. L. et al. (2000). *Power Transitions:
       Strategies for the 21st Century*. New York: Chatham House.

    Examples
    --------
    >>> gdp_ppp(World(1900, ("A", "B"), {"gdp_ppp": [3.0, 1.0]}))
    array([3., 1.])
    """
    return world["gdp_ppp"]
