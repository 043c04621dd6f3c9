"""Several states as one actor: what happens to arrays, origins and commitments.

``groups`` lists, for each actor, the places of its members on the old axis.
Unknown members make a sum, mean, minimum or maximum unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from multipolar.commitments import Commitment
from multipolar.provenance import Provenance
from multipolar.variables import VARIABLES

Array = npt.NDArray[np.float64]
Groups = Sequence[npt.NDArray[np.intp]]

_REDUCE = {"sum": np.add, "min": np.minimum, "max": np.maximum}


def merge_arrays(arrays: Mapping[str, Array], groups: Groups) -> dict[str, Array]:
    """Return each array on the axis of actors, by the vocabulary's ``merge`` rule."""
    return {name: _merged(name, array, arrays, groups) for name, array in arrays.items()}


def _merged(name: str, array: Array, arrays: Mapping[str, Array], groups: Groups) -> Array:
    rule, _, weight = VARIABLES[name].merge.partition(":")
    if rule in _REDUCE:
        for _ in range(array.ndim):
            array = np.stack([_REDUCE[rule].reduce(array[g], axis=0) for g in groups], axis=-1)
    elif rule == "mean":
        unknown = np.full_like(array, np.nan)
        w = arrays.get(weight, unknown)
        array = np.array([array[g[0]] if len(g) == 1 else _mean(array[g], w[g]) for g in groups])
    elif rule == "centre":
        size = np.nan_to_num(arrays.get("gdp_ppp", np.ones_like(array)))
        array = np.array([array[g[np.argmax(size[g])]] for g in groups])
    else:
        several = np.array([len(g) > 1 for g in groups])
        first = np.array([g[0] for g in groups])
        array = array[np.ix_(first, first)]
        array[several] = np.nan
        array[:, several] = np.nan
    if array.ndim > 1:
        np.fill_diagonal(array, 0.0)
    return array


def _mean(values: Array, weights: Array) -> float:
    return float((values * weights).sum() / weights.sum()) if weights.sum() else float("nan")


def merge_provenance(p: Provenance, groups: Groups) -> Provenance:
    """Return the origin of each actor's value: the oldest year, the least sure status."""
    keys = (*p.keys, "merged")
    several = np.array([len(g) > 1 for g in groups])
    first = np.array([g[0] for g in groups])
    source, year, status = p.source, p.year, p.status
    for _ in range(p.source.ndim):
        year = np.stack([year[g].min(axis=0) for g in groups], axis=-1)
        status = np.stack([status[g].max(axis=0) for g in groups], axis=-1)
    source = source[np.ix_(*(first,) * source.ndim)].copy()
    source[several] = len(keys) - 1
    if source.ndim > 1:
        source[:, several] = len(keys) - 1
    return Provenance(keys, source, year, status)


def merge_commitments(
    commitments: Iterable[Commitment], actor_of: Mapping[str, str]
) -> tuple[Commitment, ...]:
    """Return the commitments with actors as parties, without those inside one actor."""
    out = []
    for c in commitments:
        if not any(p.state in actor_of for p in c.parties):
            out.append(c)
            continue
        spells: dict[tuple[str, str, str, str], None] = {}
        parties = []
        for p in c.parties:
            party = replace(p, state=actor_of.get(p.state, p.state))
            key = (party.state, party.role, party.since, party.until)
            if key not in spells:
                spells[key] = None
                parties.append(party)
        if len({p.state for p in parties}) > 1:
            out.append(replace(c, parties=tuple(parties)))
    return tuple(out)
