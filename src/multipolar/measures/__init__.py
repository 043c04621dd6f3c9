"""Numbers and arrays computed from one World. One file each."""

from dataclasses import fields, is_dataclass, replace
from inspect import signature
from typing import Any, cast

import numpy as np

from multipolar.catalogue import Catalogue
from multipolar.errors import UnknownName, suggest
from multipolar.measure import Measure, Result
from multipolar.world import Array, World

catalogue: Catalogue[Measure] = Catalogue(__name__)


def take(name: str, world: World, **options: Any) -> float | Array | Result:
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
        There is no such measure, or it has no such option; the message names
        the nearest.

    Examples
    --------
    >>> two = World(1985, ("USA", "SUN"), {"gdp_ppp": [2.0, 1.0]})
    >>> take("hhi", two, index="gdp_ppp", among="all")
    0.5555555555555556
    """
    measure = catalogue[name]
    offered = list(signature(measure).parameters)[1:]
    if unknown := [option for option in options if option not in offered]:
        msg = (
            f"{name} has no option {unknown[0]!r}{suggest(unknown[0], offered)} "
            f"It has: {', '.join(offered) or 'none'}"
        )
        raise UnknownName(msg)
    result: Any = measure(world.members(), **options)
    if not world.mask.all():
        if is_dataclass(result) and not isinstance(result, type):
            spread = {f.name: _spread(getattr(result, f.name), world) for f in fields(result)}
            result = replace(result, **spread)
        else:
            result = _spread(result, world)
    return cast("float | Array | Result", result)


def _spread(value: Any, world: World) -> Any:
    """Put arrays over the present states on the axis of all states; NaN for the absent."""
    if isinstance(value, dict):
        return {key: _spread(each, world) for key, each in value.items()}
    here = np.flatnonzero(world.mask)
    if not isinstance(value, np.ndarray) or value.shape != (len(here),) * value.ndim:
        return value
    out = np.full((len(world.states),) * value.ndim, np.nan)
    out[np.ix_(*(here,) * value.ndim)] = value
    return out
