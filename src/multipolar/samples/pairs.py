"""Pairs of states in years, with the pacts that bound them before and after: ATOP."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.grains import yearly
from multipolar.past import fields
from multipolar.record import FIRST, LINEAGE, numbers_of, record

LAST = 2018
"""Last year of the directed dyads of ATOP 5.1."""

LEFT_OUT = ((1914, 1919), (1939, 1947))
"""Years of the world wars and after: coalitions that come and go at once."""

DYAD = (
    "alignment", "common_allies", "consultation", "nonaggression", "rivalry", "war", "dyad_age",
)  # fmt: skip
STATE = ("region", "major", "regime", "ideology", "allies")

QUIET: dict[str, Any] = dict.fromkeys(
    ("coordination", "threat_i", "threat_j", "paths", "same_region", "shared_bodies"), 0.0
) | {"trust": 0.5, "burst": 1.0}  # fmt: skip
"""What the record does not have: coordination and threat are none, trust is in the middle."""

LIGHT = ("neutral", "nonagg", "consul")

Array = npt.NDArray[np.float64]


def arguments() -> tuple[str, ...]:
    """Return the names of the columns that steps of pairs read."""
    return (*DYAD, "defence", *(f"{name}_{end}" for name in STATE for end in "ij"))


def pair_years(until: int) -> dict[str, Array]:
    """Return pairs of states in years, each with both years' pacts.

    Parameters
    ----------
    until
        The last year that is read.

    Returns
    -------
    dict
        Shape ``(row,)``: fields of pairs and of both states at the end of the
        year before; ``defence`` and ``bound`` (by a lighter pact) at the end
        of the year before, ``defence_then`` and ``bound_then`` of the year;
        ``year``; ``one`` and ``two``, numbers of the states. World wars are
        left out, and pairs that were not states in both years.
    """
    years = range(FIRST + 1, min(until, LAST) + 1)
    parts = [_pairs(y) for y in years if not any(a <= y <= b for a, b in LEFT_OUT)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


@cache
def _pairs(year: int) -> dict[str, Array]:
    before, known = fields(year - 1, hindsight=False), record()
    numbers = np.array(numbers_of(before.states, year - 1))
    place = np.array([known.place[k] for k in numbers])
    i, j = np.tril_indices(len(place), -1)
    high, low = np.maximum(place[i], place[j]), np.minimum(place[i], place[j])
    packed = high * (high - 1) // 2 + low
    stay = known.at("present", year)[place] > 0
    bound = known.at("defence", year - 1)[packed] > 0
    lasting = before.dyad["defence"] > 0
    allies = np.zeros(len(place))
    np.add.at(allies, i[lasting], 1.0)
    np.add.at(allies, j[lasting], 1.0)
    state = {**before.state, "allies": allies}
    out: dict[str, Any] = {name: before.dyad[name] for name in DYAD}
    out |= {f"{name}_i": state[name][i] for name in STATE}
    out |= {f"{name}_j": state[name][j] for name in STATE}
    lighter = _lighter()
    out |= {"defence": bound, "defence_then": known.at("defence", year)[packed]}
    for name, when in (("bound", year - 1), ("bound_then", year)):
        tied = lighter.get(when, frozenset())
        found = [(numbers[a], numbers[b]) in tied for a, b in zip(i, j, strict=True)]
        out[name] = np.array(found)
    out |= {"one": numbers[i], "two": numbers[j]}
    keep = stay[i] & stay[j]
    rows = {name: np.asarray(values[keep], float) for name, values in out.items()}
    return rows | {"year": np.full(int(keep.sum()), float(year))}


@cache
def _lighter() -> dict[int, frozenset[tuple[int, int]]]:
    """Return ``year → pairs`` of states, both ways round, that a pact without defence binds."""
    frame = yearly("atop_dyads", [f"atopdd_{name}" for name in LIGHT], "cow")
    tied = np.max([frame[f"atopdd_{name}"].fill_null(0).to_numpy() for name in LIGHT], axis=0) > 0
    out: dict[int, set[tuple[int, int]]] = {}
    for one, two, year in frame.filter(tied).select("state1", "state2", "year").iter_rows():
        a, b = LINEAGE.get(one, one), LINEAGE.get(two, two)
        out.setdefault(year, set()).update(((a, b), (b, a)))
    return {year: frozenset(pairs) for year, pairs in out.items()}
