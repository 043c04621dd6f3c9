"""Gross domestic product at official exchange rates."""

from multipolar.index import index
from multipolar.world import Array, World


@index(reads=("gdp",), label="GDP, exchange rates", source="Organski 1958", short="GDP")
def gdp(world: World) -> Array:
    """Gross domestic product at official exchange rates.

    Output as the single measure of power goes back to power transition theory
    [Organski1958]_. Exchange rates measure what a state can buy abroad, and
    move with the currency.

    Parameters
    ----------
    world
        Reads ``gdp`` (state; USD).

    Returns
    -------
    Array
        Shape ``(state,)``, USD; NaN is unknown.

    References
    ----------
    .. [Organski1958] Organski, A. F. K. (1958). *World Politics*. New York:
       Knopf.

    Examples
    --------
    >>> gdp(World(1900, ("A", "B"), {"gdp": [3.0, 1.0]}))
    array([3., 1.])
    """
    return world["gdp"]
