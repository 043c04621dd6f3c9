"""Turnover of leaders: Archigos from 1876."""

from functools import cache

import numpy as np
import polars as pl

from multipolar.fit import Fit, Sample
from multipolar.memory import LINEAGE
from multipolar.samples.within import state_years
from multipolar.skeleton import crosswalk
from multipolar.sources import load

FIRST, LAST = 1876, 2014
"""Archigos 4.1 codes to the end of 2015, three states to 2014 only."""


@cache
def leaders() -> dict[tuple[int, int], tuple[str, int]]:
    """Return state and year → who led it at the end of the year, and since which year."""
    spells = load("archigos").select("state", "since", "until", "archigos_obsid").sort("since")
    cow = {
        (int(s), int(y)): LINEAGE.get(int(c), int(c))
        for s, y, c in crosswalk("gw", "cow").select("state", "year", "code").iter_rows()
    }
    out: dict[tuple[int, int], tuple[str, int]] = {}
    ends = pl.col("until").dt.year().fill_null(LAST + 1)
    for state, since, until, who in spells.select(
        "state", pl.col("since").dt.year(), ends, "archigos_obsid"
    ).iter_rows():
        for year in range(since, until + (until > LAST)):
            number = cow.get((int(state), year))
            if number is not None:
                out[number, year] = (who, since)
    return out


def sample(until: int) -> Sample:
    """Return states in years, and where another leader was there at the end."""
    whole = state_years(min(until, LAST))
    since = whole["year"] >= FIRST
    years = whole.where(since & np.isfinite(whole["regime"]) & np.isfinite(whole["growth"]))
    led, tenure, changed = leaders(), np.full(len(years), np.nan), np.full(len(years), np.nan)
    for k, (state, year) in enumerate(zip(years["number"], years["year"], strict=True)):
        then, now = led.get((int(state), int(year) - 1)), led.get((int(state), int(year)))
        if then is not None and now is not None:
            tenure[k], changed[k] = year - 1 - then[1], now[0] != then[0]
    known = np.isfinite(tenure)
    years = years.where(known)
    rows = years.rows("regime", "growth", "defeat") | {"tenure": tenure[known], "ideology": 0.0}
    return Sample(
        rows,
        changed[known],
        years["year"].astype(np.int64),
        dropped={"leader, regime or output not known": int(since.sum() - known.sum())},
    )


leader_turnover = Fit(
    "leader_turnover",
    ("leaders.open_rate", "leaders.closed_rate", "leaders.limit_rate", "leaders.crisis"),
    sample,
    ask="leaders.replace.u",
    half_life=40.0,
    data=("archigos", "polity5", "gdp_fariss"),
    label="Turnover of leaders",
    notes="Who leads at the end of a year; leaders who come and go within it are not seen. The "
    "year after which terms run out is a step, and stays at its prior.",
)
