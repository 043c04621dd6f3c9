"""The six components of CINC as shares."""

from dataclasses import dataclass

import numpy as np

from multipolar.formulas import capability
from multipolar.indices.cinc import COMPONENTS
from multipolar.measure import measure
from multipolar.world import Array, World


@dataclass(frozen=True, slots=True)
class Components:
    """CINC (``value``) and the share of each component, shape ``(state,)`` each."""

    value: Array
    components: dict[str, Array]


@measure(label="CINC components", reads=COMPONENTS, unit="share", low=0.0, high=1.0, shape="state")
def cinc_components(world: World) -> Components:
    """CINC and the six shares it is the mean of.

    Military spending and personnel, steel, energy, population and urban
    population, each as a share of the system's total
    [SingerBremerStuckey1972]_. It shows which component carries a state.

    Parameters
    ----------
    world
        Reads the six components (state).

    Returns
    -------
    Components
        ``value``, CINC as published (not brought to sum 1), and
        ``components``, name → shares; NaN is unknown.

    References
    ----------
    .. [SingerBremerStuckey1972] Singer, J. D., Bremer, S. & Stuckey, J. (1972).
       Capability distribution, uncertainty, and major power war, 1820–1965.
       In Russett, B. (ed.), *Peace, War, and Numbers*, 19–48. Sage.

    Examples
    --------
    >>> parts = {name: [3.0, 1.0] for name in COMPONENTS}
    >>> found = cinc_components(World(1900, ("A", "B"), parts))
    >>> found.value, found.components["steel"]
    (array([0.75, 0.25]), array([0.75, 0.25]))
    """
    table = np.stack([world[name] for name in COMPONENTS], axis=1)
    shares = capability.component_shares(table)
    return Components(capability.cinc(table), dict(zip(COMPONENTS, shares.T, strict=True)))
