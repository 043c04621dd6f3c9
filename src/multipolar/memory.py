"""What the record of militarized disputes leaves in memory at the end of a year.

The same quantities that a simulation carries from year to year
(``mechanisms/disputes.py``), worked out from the onsets and disputes of that
year and of those before it; nothing later is read.

Onsets and disputes are those of Gibler, Miller and Little to 2010 and of MID 5
from 2011 to 2014; after 2014 nothing is known, and what is remembered fades.
Neither file has a pair of states whose onset is unknown. Who joins a dispute
has an onset with every state of the other side, as in the data: the world wars
count many. Onsets between states that were both there from the first day are
kept apart.

References
----------
Gibler, Miller & Little (2016), International Studies Quarterly 60(4); Palmer
et al. (2022), Conflict Management and Peace Science 39(4). Crescenzi &
Enterline (2001), International Studies Quarterly 45(3), for memory that fades.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar.grains import yearly
from multipolar.registry import states
from multipolar.skeleton import FIRST, LAST

Array = npt.NDArray[np.float64]

KEPT = 0.9
"""Part of a pair's grudge that is left a year later."""

TENSION_KEPT, HEAT_KEPT = 0.6, 0.8
"""Parts that are left a year later of a pair's tension, and of a state's belligerence."""

NEVER = 30.0
"""Years of peace that a pair is given when it meets for the first time."""

LAST_GML, LAST_MID = 2010, 2014
"""Last years of the two records of disputes."""

LINEAGE = {260: 255, 679: 678}
"""COW number → number of the state that it goes on from: Germany, Yemen."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered at the end of a year.

    Parameters
    ----------
    year
        The last year that is read: the one asked for, 2014 at the latest.
    grudge
        Onsets of the pair, discounted by a tenth a year, shape ``(n, n)``.
    tension
        Onsets of the pair, discounted by four tenths a year.
    peace_years
        Years since the last dispute of the pair; 0 in a year of dispute. A
        pair that never had one counts from 30 in the first year of both.
    dispute, onset, onset_originators
        1 where a dispute of the pair went on, began, or began between states
        that were in it from the first day, in the year.
    past_onsets
        Years in which a dispute of the pair began.
    dyad_age
        Years at whose end both were members of the system.
    belligerence
        Onsets of the state, discounted by a fifth a year, shape ``(n,)``.
    """

    year: int
    grudge: Array
    tension: Array
    peace_years: Array
    dispute: Array
    onset: Array
    onset_originators: Array
    past_onsets: Array
    dyad_age: Array
    belligerence: Array


def remember(year: int, numbers: Sequence[int]) -> Memory:
    """Return what is remembered of the disputes of some states at the end of a year.

    Parameters
    ----------
    year
        From 1816 to 2024.
    numbers
        COW numbers of the states, in axis order.

    Raises
    ------
    MissingData
        A file is not there.
    """
    places = {LINEAGE.get(k, k): i for i, k in enumerate(numbers)}
    n = len(numbers)
    known = min(year, LAST_MID)
    one, two, when, began, first = _disputes()
    upto = when <= known
    one, two, when, began, first = one[upto], two[upto], when[upto], began[upto], first[upto]
    a = np.array([places.get(int(k), n) for k in one], np.intp)
    b = np.array([places.get(int(k), n) for k in two], np.intp)

    since = year - when
    both = np.zeros((n + 1, n + 1))
    grudge, tension, past = both.copy(), both.copy(), both.copy()
    np.add.at(grudge, (a, b), began * KEPT**since)
    np.add.at(tension, (a, b), began * TENSION_KEPT**since)
    np.add.at(past, (a, b), began)
    last = both - 1e6
    np.maximum.at(last, (a, b), when)
    now = when == year
    dispute, onset, originators = both.copy(), both.copy(), both.copy()
    dispute[a[now], b[now]] = 1.0
    np.maximum.at(onset, (a[now], b[now]), began[now])
    np.maximum.at(originators, (a[now], b[now]), first[now])
    heat = np.zeros(n + 1)
    for end in (a, b):
        np.add.at(heat, end, began * HEAT_KEPT**since)

    age = _ages(year, [LINEAGE.get(k, k) for k in numbers])
    whole = {k: np.maximum(v, v.T)[:n, :n] for k, v in {
        "grudge": grudge, "tension": tension, "dispute": dispute, "onset": onset,
        "onset_originators": originators, "past_onsets": past, "last": last,
    }.items()}  # fmt: skip
    ever = whole.pop("last")
    calm = np.where(ever > 0, year - ever, NEVER + np.maximum(age - 1.0, 0.0))
    np.fill_diagonal(calm, 0.0)
    return Memory(known, peace_years=calm, dyad_age=age, belligerence=heat[:n], **whole)


@cache
def _disputes() -> tuple[npt.NDArray[np.int64], ...]:
    """Return both states (lineages, the lower first), year, onset, and onset of originators."""
    gml = yearly("gml_dyads", ["gml_onset", "gml_originators"], "cow").filter(
        pl.col("year") <= LAST_GML
    )
    mid = yearly("mid5_dyads", ["mid5_onset", "mid5_onset_originators"], "cow").filter(
        pl.col("year").is_between(LAST_GML + 1, LAST_MID)
    )
    names = ["state1", "state2", "year", "onset", "originators"]
    gml = gml.with_columns(gml_originators=pl.col("gml_onset") * pl.col("gml_originators"))
    both = pl.concat([pl.DataFrame(f.to_dict(), schema=f.schema).rename(
        dict(zip(f.columns, names, strict=True))).cast(pl.Int64) for f in (gml, mid)])  # fmt: skip
    old = list(LINEAGE)
    keys = [pl.col(k).replace(old, list(LINEAGE.values())) for k in names[:2]]
    both = both.with_columns(keys).select(
        pl.min_horizontal("state1", "state2"), pl.max_horizontal("state1", "state2").alias("other"),
        *names[2:],
    )  # fmt: skip
    both = both.sort(both.columns[:3])
    return tuple(both[c].to_numpy() for c in both.columns)


def _ages(year: int, lineages: Sequence[int]) -> Array:
    """Return for how many years, up to this one, both of a pair were members at its end."""
    places, there = _members()
    rows = np.array([places[k] for k in lineages], np.intp)
    seen = there[rows, : year - FIRST + 1].astype(np.float64)
    age = seen @ seen.T
    np.fill_diagonal(age, 0.0)
    return age


@cache
def _members() -> tuple[dict[int, int], npt.NDArray[np.bool_]]:
    """Return the place of each lineage, and who was a member at the end of which year."""
    spells = {
        (LINEAGE.get(s.cow, s.cow), listed)
        for s in states()
        if s.cow is not None and (listed := s.listed("cow")) is not None
    }
    places = {k: i for i, k in enumerate(sorted({k for k, _ in spells}))}
    there = np.zeros((len(places), LAST - FIRST + 1), bool)
    for k, listed in spells:
        for year in range(FIRST, LAST + 1):
            if listed.first <= f"{year:04d}-12-31" <= listed.last:
                there[places[k], year - FIRST] = True
    return places, there
