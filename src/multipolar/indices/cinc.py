"""Composite Index of National Capability."""

import numpy as np

from multipolar.formulas import capability
from multipolar.index import index
from multipolar.world import Array, World

COMPONENTS = (
    "military_spending",
    "military_personnel",
    "steel",
    "energy",
    "population",
    "urban_population",
)


@index(reads=COMPONENTS, label="CINC", source="Singer, Bremer & Stuckey 1972")
def cinc(world: World) -> Array:
    """Composite Index of National Capability (CINC).

    The mean of a state's shares of six quantities of the system: military
    spending and personnel, iron and steel, energy, population and urban
    population [SingerBremerStuckey1972]_. A missing component is dropped, not
    counted as zero.

    It weighs people and heavy industry as much as money, and so puts populous
    industrial states high; it says nothing of technology, alliances or the
    use that is made of capability.

    Parameters
    ----------
    world
        Reads the six components (state).

    Returns
    -------
    Array
        Shape ``(state,)``, 0 to 1. With gaps it sums to a little over 1.
        NaN where every component is unknown.

    References
    ----------
    .. [SingerBremerStuckey1972] Singer, J. D., Bremer, S. & Stuckey, J. (1972).
       Capability distribution, uncertainty, and major power war, 1820–1965.
       In Russett, B. (ed.), *Peace, War, and Numbers*, 19–48. Sage.

    Examples
    --------
    Two states, one with three quarters of everything:

    >>> parts = {name: [3.0, 1.0] for name in COMPONENTS}
    >>> cinc(World(1900, ("A", "B"), parts))
    array([0.75, 0.25])
    """
    return capability.cinc(np.stack([world[name] for name in COMPONENTS], axis=1))
