"""Alignment of states as matrices: portfolios of alliance and signed ties."""

from collections.abc import Iterable
from typing import Literal

import numpy as np

from multipolar.errors import MeasureError
from multipolar.variables import VARIABLES
from multipolar.world import Array, World

Coding = Literal["valued", "atop", "binary"]
Both = Literal["negative", "positive", "none"]

LEVELS: dict[str, dict[str, float]] = {
    "valued": {"consultation": 1, "neutrality": 2, "nonaggression": 2, "offence": 3, "defence": 3},
    "atop": {"nonaggression": 1, "consultation": 2, "neutrality": 2, "offence": 3, "defence": 3},
    "binary": {"consultation": 1, "neutrality": 1, "nonaggression": 1, "offence": 1, "defence": 1},
}
"""Level of each obligation; the highest that holds counts, and a state's own is the maximum.

``valued`` is the Correlates of War coding (defence 3, neutrality or
non-aggression 2, entente 1: Signorino & Ritter 1999), ``atop`` that of Chiba,
Johnson & Leeds (2015), ``binary`` any obligation (Häge 2011).
"""


def portfolio(world: World, coding: Coding = "valued") -> tuple[Array, float]:
    """Return alliance portfolios, shape ``(state, state)``, and the highest level.

    Row ``i`` holds what state ``i`` owes each other; the diagonal is the
    highest level. An obligation that the world has no array of is none.

    Raises
    ------
    MeasureError
        There is no such coding, or the world has no alliance obligations, or
        does not know them.
    """
    if coding not in LEVELS:
        msg = f"coding {coding!r}: needed one of {', '.join(LEVELS)}"
        raise MeasureError(msg)
    levels = {name: level for name, level in LEVELS[coding].items() if name in world}
    if not levels:
        msg = f"this world ({world.year}) has none of {', '.join(LEVELS[coding])}"
        raise MeasureError(msg)
    _check_known(world, levels)
    top = max(LEVELS[coding].values())
    out = np.max([world[name] * level for name, level in levels.items()], axis=0)
    np.fill_diagonal(out, top)
    return out, top


def signed_ties(
    world: World,
    positive: str = "defence",
    negative: str = "rivalry",
    both: Both = "negative",
) -> Array:
    """Return a signed network, shape ``(state, state)``: +1, -1 or 0, no self-ties.

    Parameters
    ----------
    world
        Absent states have no ties.
    positive, negative
        Dyad variables of the vocabulary; a pair has the tie where either
        direction is above zero. Several are joined by ``+``
        (``"defence+offence"``).
    both
        Sign of a pair that has both: allies that are rivals.

    Raises
    ------
    MeasureError
        A variable is no dyad variable, or not known of any pair; or ``both``
        is none of the three.
    """
    plus, minus = (_tied(world, names) for names in (positive, negative))
    signs = {"negative": -1.0, "positive": 1.0, "none": 0.0}
    if both not in signs:
        msg = f"both={both!r}: needed one of {', '.join(signs)}"
        raise MeasureError(msg)
    out = np.where(plus & minus, signs[both], plus.astype(float) - minus)
    out[~world.mask] = 0.0
    out[:, ~world.mask] = 0.0
    np.fill_diagonal(out, 0.0)
    return np.asarray(out)


def _tied(world: World, names: str) -> np.ndarray:
    out = np.zeros((len(world.states),) * 2, bool)
    for name in names.split("+"):
        array = world[name.strip()]
        if VARIABLES[name.strip()].dims != "dyad":
            msg = f"{name.strip()} is no tie between states; needed a dyad variable such as rivalry"
            raise MeasureError(msg)
        _check_known(world, [name.strip()])
        out |= np.nan_to_num(array) > 0
    return out | out.T


def _check_known(world: World, names: Iterable[str]) -> None:
    """Raise if a variable is unknown for every pair, as it is outside a source's coverage."""
    here = np.flatnonzero(world.mask)
    pairs = np.ix_(here, here)
    others = ~np.eye(len(here), dtype=bool)
    lost = [n for n in names if others.any() and np.isnan(world[n][pairs][others]).all()]
    if lost:
        msg = f"{', '.join(lost)}: unknown for every pair of states in {world.year}"
        raise MeasureError(msg)


def tied(network: Array) -> list[bool]:
    """Return which states have any tie in a signed network."""
    return [bool(row.any()) for row in network]


def ambivalent(world: World, positive: str = "defence", negative: str = "rivalry") -> list[str]:
    """Return the pairs that have both ties, written ``GRC-TUR``."""
    pairs = np.argwhere(np.triu(_tied(world, positive) & _tied(world, negative), 1))
    return [f"{world.states[a]}-{world.states[b]}" for a, b in pairs]
