"""Numbers and arrays computed from one World. One file each."""

from typing import Any

import numpy as np

from multipolar.catalogue import Catalogue
from multipolar.measure import Measure, Result
from multipolar.world import Array, World

catalogue: Catalogue[Measure] = Catalogue(__name__)


def take(name: str, world: World, **options: Any) -> float | Array | Result:  # noqa: ANN401
    """Take a measure by name.

    Parameters
    ----------
    name
        A measure of ``multipolar list measures``.
    world
        Absent states are left out; in an array they stand as NaN.
    options
        What the measure offers besides the world, such as ``index="gdp_ppp"``.

    Raises
    ------
    UnknownName
        There is no such measure; the message names the nearest.

    Examples
    --------
    >>> two = World(1985, ("USA", "SUN"), {"gdp_ppp": [2.0, 1.0]})
    >>> take("hhi", two, index="gdp_ppp", among="all")
    0.5555555555555556
    """
    chosen = catalogue[name]
    result: float | Array | Result = chosen(world.members(), **options)
    if world.mask.all() or not isinstance(result, np.ndarray):
        return result
    out = np.full((len(world.states),) * result.ndim, np.nan)
    out[np.ix_(*(np.flatnonzero(world.mask),) * result.ndim)] = result
    return out
