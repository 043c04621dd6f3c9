"""Sanctions of the record: cases of TIES that were imposed over politics.

Influence, military behaviour, regimes, territory, rights, weapons, support of
rebels, drugs. Cases over trade practices, the environment and economic reform,
most of them among allies, are not what the model means. The European Community
and its successor are no state and are left out as sender and as target.
"""

from dataclasses import dataclass
from functools import cache

import polars as pl

from multipolar.memory import LINEAGE
from multipolar.sources import load

COMMUNITY = 1000
POLITICAL = range(1, 12)
"""First issues of a case that are political, by TIES' numbers."""
USUAL_YEARS = 4
"""Years that a case of unknown end is counted for: about the mean of those whose end is known."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: who imposed, who followed, on whom, from when, and to when if it is known."""

    sender: int
    followers: tuple[int, ...]
    target: int
    since: int
    until: int | None


@cache
def cases() -> tuple[Case, ...]:
    """Return the cases in which sanctions were imposed, by year."""
    frame = load("ties").with_columns(
        pl.col("ties_since").dt.year().alias("first"), pl.col("ties_until").dt.year().alias("last")
    )
    political = pl.col("ties_issue1").is_in(list(POLITICAL))
    frame = frame.filter((pl.col("ties_imposition") == 1) & political)
    out = []
    for row in frame.sort("first").iter_rows(named=True):
        sender, target = row["ties_primarysender"], row["ties_targetstate"]
        if sender is None or target is None or COMMUNITY in (sender, target):
            continue
        others = tuple(_one(s) for s in row["ties_senders"] if s not in (sender, COMMUNITY))
        out.append(Case(_one(sender), others, _one(target), row["first"], row["last"]))
    return tuple(out)


def _one(number: int) -> int:
    return LINEAGE.get(int(number), int(number))
