"""Shares of power: an index over a set of actors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from multipolar.actors import Among, actor_codes
from multipolar.errors import MeasureError, UnknownName, suggest
from multipolar.formulas.checks import as_floats
from multipolar.formulas.concentration import shares
from multipolar.indices import catalogue
from multipolar.variables import VARIABLES
from multipolar.world import Array, World

IndexLike = str | Mapping[str, float] | Callable[[World], Array]


@dataclass(frozen=True, slots=True)
class Power:
    """Shares of an index over a set of actors.

    ``share`` has shape ``(state,)``, sums to 1 and follows ``states``; the
    actors whose value is unknown are in ``unknown`` and in neither.
    """

    states: tuple[str, ...]
    share: Array
    unknown: tuple[str, ...]

    def ranked(self) -> list[tuple[str, float]]:
        """Return actors and shares, the largest first; ties in order of code."""
        order = sorted(range(len(self.states)), key=lambda i: (-self.share[i], self.states[i]))
        return [(self.states[i], float(self.share[i])) for i in order]

    def spread(self, values: Array, world: World) -> Array:
        """Return values of these actors on the axis of a world; NaN for the others."""
        out = np.full(len(world.states), np.nan)
        out[[world.states.index(s) for s in self.states]] = values
        return out


def power(world: World, index: IndexLike = "cinc", who: Among = "all") -> Power:
    """Return shares of power, renormalised over the actors asked for.

    The index is taken over all present states first (so that CINC keeps its
    meaning), then cut to the actors and brought to shares that sum to 1.

    Parameters
    ----------
    world
        Any World; absent states are left out.
    index
        A capability index by name (``"cinc"``), a state variable
        (``"population"``), weights of either (``"gdp=0.7,cinc=0.3"`` or a
        mapping; shares of each are averaged with these weights), or a function
        of a World.
    who
        Actors: see :func:`multipolar.actors.among`.

    Raises
    ------
    UnknownName
        No index, variable or set of actors has that name.
    MeasureError
        Weights are negative, not numbers or all zero; or no actor has a known,
        positive value.
    """
    everyone = world.members()
    values = _values(everyone, index)
    actors = actor_codes(everyone, who)
    place = {s: i for i, s in enumerate(everyone.states)}
    chosen = values[[place[s] for s in actors]]
    known = np.isfinite(chosen)
    if not (chosen[known] > 0).any():
        msg = f"index {index!r}: no positive value is known for {', '.join(actors[:5])}"
        raise MeasureError(msg)
    states = tuple(s for s, k in zip(actors, known, strict=True) if k)
    unknown = tuple(s for s, k in zip(actors, known, strict=True) if not k)
    return Power(states, shares(chosen[known]), unknown)


def _values(world: World, index: IndexLike) -> Array:
    if callable(index):
        values = as_floats(index(world), "index", ndim=1)
        if len(values) != len(world.states):
            msg = f"index: {len(values)} values, but there are {len(world.states)} states"
            raise MeasureError(msg)
        return values
    if not isinstance(index, str | Mapping):
        msg = f"index {index!r}: needed a name, weights such as gdp=0.7,cinc=0.3, or a function"
        raise MeasureError(msg)
    if isinstance(index, str) and "=" not in index:
        return _named(world, index)
    weights = _weights(index)
    total = sum(weights.values())
    parts = [shares(_named(world, k), missing="keep") * (w / total) for k, w in weights.items()]
    return np.asarray(np.sum(parts, axis=0))


def _named(world: World, name: str) -> Array:
    if name in catalogue:
        return catalogue[name](world)
    if name in VARIABLES and VARIABLES[name].dims == "state" and VARIABLES[name].low == 0:
        return world[name]
    words = [*catalogue.names(), *(v for v, row in VARIABLES.items() if row.merge == "sum")]
    msg = (
        f"no capability index is called {name!r}{suggest(name, words)} "
        f"Type one of {', '.join(catalogue.names())}, a state variable such as population, "
        "or weights such as gdp=0.7,military_spending=0.3"
    )
    raise UnknownName(msg)


def _weights(index: str | Mapping[str, float]) -> dict[str, float]:
    pairs = (
        [tuple(part.partition("=")[::2]) for part in index.split(",")]
        if isinstance(index, str)
        else list(index.items())
    )
    weights: dict[str, float] = {}
    for name, text in pairs:
        name = str(name)
        try:
            weight = float(text)
        except (TypeError, ValueError):
            weight = float("nan")
        if not (np.isfinite(weight) and weight >= 0):
            msg = f"index weight {name}={text}: needed a number from 0 up, such as {name}=0.5"
            raise MeasureError(msg)
        weights[name.strip()] = weights.get(name.strip(), 0.0) + weight
    if not 0 < sum(weights.values()) < np.inf:
        msg = (
            f"index {index!r}: the weights sum to 0 or beyond all numbers; "
            "needed weights such as 0.5"
        )
        raise MeasureError(msg)
    return weights
