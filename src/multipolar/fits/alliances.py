"""Defence pacts of pairs: ATOP, year by year."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.fit import Fit, Sample
from multipolar.past import fields
from multipolar.record import FIRST, numbers_of, record

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

Array = npt.NDArray[np.float64]


@cache
def pairs(year: int) -> dict[str, Array]:
    """Return the pairs that were states in a year and the year before.

    Parameters
    ----------
    year
        From 1817 to 2018. Fields are those at the end of the year before.

    Returns
    -------
    dict
        Fields of pairs and of both states, ``defence`` at the end of the year
        before and ``then`` at the end of the year, ``year``, and the numbers
        of the states, ``one`` and ``two``; shape ``(pair,)``.
    """
    before, known = fields(year - 1, hindsight=False), record()
    numbers = np.array(numbers_of(before.states, year - 1))
    place = np.array([known.place[k] for k in numbers])
    i, j = np.tril_indices(len(place), -1)
    high, low = np.maximum(place[i], place[j]), np.minimum(place[i], place[j])
    packed = high * (high - 1) // 2 + low
    stay = known.at("present", year)[place] > 0
    bound = known.at("defence", year - 1)[packed] > 0
    allies = np.zeros(len(place))
    np.add.at(allies, i[bound], 1.0)
    np.add.at(allies, j[bound], 1.0)
    state = before.state | {"allies": allies}
    out = {name: before.dyad[name] for name in DYAD} | {"defence": bound}
    out |= {f"{name}_i": state[name][i] for name in STATE}
    out |= {f"{name}_j": state[name][j] for name in STATE}
    out |= {"then": known.at("defence", year)[packed], "one": numbers[i], "two": numbers[j]}
    keep = stay[i] & stay[j]
    rows = {name: np.asarray(values[keep], float) for name, values in out.items()}
    return rows | {"year": np.full(keep.sum(), float(year))}


def years(until: int) -> list[int]:
    """Return the years that are fitted to."""
    last = min(until, LAST)
    return [y for y in range(FIRST + 1, last + 1) if not any(a <= y <= b for a, b in LEFT_OUT)]


def sample(until: int) -> Sample:
    """Return pairs without a defence pact in years: did they come to have one?"""
    parts = [pairs(year) for year in years(until)]
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    free = whole["defence"] == 0
    named = {f"{name}_{end}" for name in STATE for end in "ij"}
    rows = {name: whole[name][free] for name in named | set(DYAD)}
    rows["defence"] = np.zeros(int(free.sum()))
    return Sample(
        rows | QUIET,
        whole["then"][free],
        whole["year"][free].astype(np.int64),
        dropped={"pairs with a defence pact": int((~free).sum())},
    )


alliances = Fit(
    "alliances",
    (
        "alliances.base", "alliances.continental", "alliances.regional", "alliances.newcomers",
        "alliances.friends", "alliances.following", "alliances.great", "alliances.consulting",
        "affinity.pact",
    ),
    sample,
    ask="alliances.seek.u",
    half_life=40.0,
    data=("atop_dyads", "atop", "atop_members", "cow_capitals", "cow_nmc", "polity5"),
    label="Formation of defence pacts",
    notes="Pairs that both years had as states; 1914-19 and 1939-47 left out. Nothing that was "
    "coded looking back is used. The years of a treaty with many parties count once a pair, so "
    "the spread of the posterior is too narrow.",
)  # fmt: skip
