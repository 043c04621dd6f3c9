"""A simulated year as a World, so that every measure can be taken of it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.commitments import Commitment, Party
from multipolar.opening import KINDS, TERMS, Opening
from multipolar.variables import VARIABLES
from multipolar.world import World

Array = npt.NDArray[Any]
RENAMED = {"ideal_point": "ideology"}
"""Variable of a World → field of a simulation, where the names differ."""


def world_of(values: Mapping[str, Array], opening: Opening, year: int) -> World:
    """Return the World of one year of one future.

    Parameters
    ----------
    values
        ``array → values`` of every field at the end of the year, dyads packed.
    opening
        Where the future started.
    year
        The year.

    Returns
    -------
    World
        With the variables that the simulation knows: those of ``variables.csv``
        that share a name with a field, ``ideal_point`` and ``distance``.
    """
    states, present = opening.states, values["present"] > 0
    arrays: dict[str, Array] = {}
    for name, variable in VARIABLES.items():
        field = RENAMED.get(name, name)
        if variable.dims == "state" and field in values:
            arrays[name] = values[field].astype(np.float64)
        elif variable.directed and f"{field}_ij" in values:
            arrays[name] = full(values[f"{field}_ij"], values[f"{field}_ji"])
        elif variable.dims == "dyad" and field in values:
            arrays[name] = full(values[field], values[field])
    if "log_distance" in values:
        km = np.exp(values["log_distance"].astype(np.float64))
        arrays["distance"] = full(km, km)
    gone = ~(present[:, None] & present[None, :])
    for name, a in arrays.items():
        if a.ndim == 2:
            a[gone & ~np.eye(len(states), dtype=bool)] = np.nan
            np.fill_diagonal(a, 0.0)
        arrays[name] = np.clip(a, VARIABLES[name].low, VARIABLES[name].high)
    return World(year, states, arrays, present, commitments=_commitments(values, opening, year))


def full(ij: Array, ji: Array) -> Array:
    """Return a packed dyad field as a matrix, shape ``(state, state)``; row sends.

    >>> full(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])).tolist()
    [[0.0, 4.0, 5.0], [1.0, 0.0, 6.0], [2.0, 3.0, 0.0]]
    """
    n = int((1 + (1 + 8 * len(ij)) ** 0.5) / 2)
    out = np.zeros((n, n))
    i, j = np.tril_indices(n, -1)
    out[i, j], out[j, i] = ij, ji
    return out


def _commitments(
    values: Mapping[str, Array], opening: Opening, year: int
) -> tuple[Commitment, ...]:
    """Return the treaties in force; those of the opening keep their names."""
    kinds = {number: kind for kind, number in KINDS.items()}
    out = []
    for slot in np.flatnonzero(values["treaty_kind"] > 0).tolist():
        kind = kinds[int(values["treaty_kind"][slot])]
        terms = int(values["treaty_terms"][slot])
        since, until = (int(values[f"treaty_{end}"][slot]) for end in ("since", "expires"))
        members = [opening.states[s] for s in np.flatnonzero(values["treaty_member"][slot] > 0)]
        known = slot < len(opening.treaties) and since <= opening.year
        signed = f"{since:04d}" if since else ""
        out.append(Commitment(
            id=opening.treaties[slot] if known else f"treaty-{slot}-{since or opening.year}",
            name=opening.treaties[slot] if known else " ".join(
                [kind.replace("_", " "), "of", ", ".join(members[:4]), *["…"][: len(members) > 4]]),
            kind=kind,
            obligations=tuple(o for o, bit in TERMS.items() if terms & bit),
            parties=tuple(Party(s, "", "", "party", "simulated", "imputed") for s in members),
            signed=signed,
            in_force=signed or f"{opening.year:04d}",
            expires=f"{until:04d}" if until else "",
            source="simulated",
            status="imputed",
        ))  # fmt: skip
    return tuple(out)
