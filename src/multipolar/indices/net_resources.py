"""Net resources."""

from multipolar.formulas import capability
from multipolar.index import index
from multipolar.world import Array, World


@index(
    reads=("gdp_ppp", "population"),
    label="Net resources",
    source="Beckley 2018",
    short="Net res.",
)
def net_resources(world: World) -> Array:
    r"""Net resources: GDP times GDP per head.

    .. math:: Y_i = \text{GDP}_i \times \text{GDP}_i / \text{population}_i

    Output at purchasing power parity. A proxy for what is left after a state
    has fed, policed and defended its own people [Beckley2018]_. It predicts
    the winners of wars better than CINC or GDP; it also ranks small rich
    states high.

    Parameters
    ----------
    world
        Reads ``gdp_ppp`` (state; international dollars) and ``population`` (state; persons).

    Returns
    -------
    Array
        Shape ``(state,)``, international dollars squared a head; NaN is unknown.

    References
    ----------
    .. [Beckley2018] Beckley, M. (2018). The power of nations: measuring what
       matters. *International Security* 43(2), 7–44.

    Examples
    --------
    As much output with twice the people is half the net resources:

    >>> net_resources(World(1900, ("A", "B"), {"gdp_ppp": [4.0, 4.0], "population": [1.0, 2.0]}))
    array([16.,  8.])
    """
    return capability.net_resources(world["gdp_ppp"], world["population"])
