"""Onset of disputes, pair by pair and year by year, from 1817 to 2014."""

from functools import cache

import numpy as np
import numpy.typing as npt

from multipolar import past
from multipolar.fit import Fit, Sample
from multipolar.skeleton import FIRST

LAST = 2014
"""Last year whose onsets are known."""

WORLD_WARS = ((1914, 1918), (1939, 1945))
WAR_WEIGHT = 0.1
"""Years in which most onsets are of states that join a war, which has its own mechanism, and
what they count: on the years to 1980 that fits later years better than 0, 0.3 or 1 do."""

ONE_IN = 10
"""Of the pairs that are far apart, without great power or past dispute and stay at peace, one in
so many is kept, and counts as many times."""

STATE = (
    "log_capability", "log_belligerence", "major", "regime", "nuclear_warheads", "gdp_ppp",
)  # fmt: skip
DYAD = (
    "log_distance", "contiguous", "defence", "nonaggression", "alignment", "tension",
    "past_onsets", "dyad_age", "peace_years", "dispute", "grudge", "shared_bodies", "trade_ij",
    "trade_ji", "allied_foes",
)  # fmt: skip
SAME = {"coordination": 0.0, "trust": 0.5, "frailty": 0.0, "war": 0.0}
"""What is the same for all rows."""

OWN = (
    "base", "land", "distance", "land_distance", "size", "strength", "land_strength",
    "size_reach", "strength_reach", "giants", "one_major", "two_majors", "allies", "pact",
    "enmity", "entangled", "recent", "history", "calm", "age", "fighters", "land_fighters",
    "far_fighters", "going_on",
)  # fmt: skip
OTHERS = (
    "democratic_peace.weakest", "democratic_peace.strongest", "democratic_peace.joint",
    "deterrence.crisis", "governance.bodies", "interdependence.peace",
)  # fmt: skip
"""Parameters of the step, and of those that pull at it."""

Columns = dict[str, npt.NDArray[np.float32]]


@cache
def year_rows(year: int) -> tuple[Columns, npt.NDArray[np.bool_], npt.NDArray[np.int64], int]:
    """Return the rows of a year.

    Returns
    -------
    tuple
        Arguments of the step by name, shape ``(pair,)``: the fields at the end
        of the year before; whether a dispute of the pair began; numbers that
        name the pairs; and how many pairs were left out, of which one state
        was not there at the end of the year before.
    """
    before, now = past.fields(year - 1, hindsight=False), past.fields(year, hindsight=False)
    n = len(before.states)
    i, j = np.tril_indices(n, -1)
    place = {s: k for k, s in enumerate(now.states)}
    at = np.array([place.get(s, -1) for s in before.states])
    stay = (at[i] >= 0) & (at[j] >= 0)
    a, b = np.maximum(at[i], at[j])[stay], np.minimum(at[i], at[j])[stay]
    onset = now.dyad["onset"][a * (a - 1) // 2 + b] > 0

    out: Columns = {}
    for name in STATE:
        for end, index in (("i", i), ("j", j)):
            out[f"{name}_{end}"] = before.state[name][index[stay]].astype(np.float32)
    for name in DYAD:
        out[name] = np.asarray(before.dyad[name])[stay].astype(np.float32)
    later = len(now.states) * (len(now.states) - 1) // 2
    names = before.opening.ids.astype(np.int64)
    return out, onset, (names[i] + names[j])[stay], later - int(stay.sum())


def sample(until: int) -> Sample:
    """Return the pairs of each year with what is known of them at the end of the year before."""
    parts, outcomes, years, weights, newcomers = [], [], [], [], 0
    for year in range(FIRST + 1, min(until, LAST) + 1):
        columns, onset, names, left = year_rows(year)
        newcomers += left
        near = (columns["contiguous"] > 0) | (columns["major_i"] + columns["major_j"] > 0)
        near |= onset | (columns["past_onsets"] > 0)
        drawn = (names * 2654435761 + year * 40503) % 1_000_003 % ONE_IN == 0
        keep = near | drawn
        war = any(a <= year <= b for a, b in WORLD_WARS)
        weight = np.where(near, 1.0, float(ONE_IN)) * (WAR_WEIGHT if war else 1.0)
        parts.append({k: v[keep] for k, v in columns.items()})
        outcomes.append(onset[keep].astype(float))
        years.append(np.full(int(keep.sum()), year))
        weights.append(weight[keep])
    rows = {k: np.concatenate([p[k] for p in parts]).astype(np.float64) for k in parts[0]}
    return Sample(
        rows | SAME,
        np.concatenate(outcomes),
        np.concatenate(years).astype(np.int64),
        np.concatenate(weights),
        {"a state was not there at the end of the year before": newcomers},
    )


disputes = Fit(
    "disputes",
    (*(f"disputes.{name}" for name in OWN), *OTHERS),
    sample,
    ask="disputes.begin.u",
    half_life=40.0,
    data=("gml_dyads", "mid5_dyads", "cow_nmc", "cow_contiguity", "cow_capitals", "polity5",
          "atop_dyads"),
    label="Onset of disputes",
    notes="Rivalries and ideal points are left out: they are coded by looking back. The years of "
    "the world wars count a tenth.",
)  # fmt: skip
