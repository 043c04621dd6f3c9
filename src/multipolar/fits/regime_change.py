"""Changes of regime: Polity from 1818, by state and year."""

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.samples.within import FIRST, state_years

LAST = 2018
"""Last year in which Polity5 has all states."""


def sample(until: int) -> Sample:
    """Return states in years, and where the regime changed by three points of twenty."""
    whole = state_years(min(until, LAST))
    names = ("regime", "gdp_ppp", "population", "growth", "regime_change")
    unknown = np.isnan(np.asarray([whole[name] for name in names])).sum(axis=0)
    known = unknown == 0
    years = whole.where(known)
    rows = years.rows(
        "regime", "gdp_ppp", "population", "growth", "defeat", "insurgency", "separatism",
        "neighbours", "company",
    )  # fmt: skip
    return Sample(
        rows | {"regime_change": years["fresh"], "tenure": 0.0, "ideology": 0.0},
        years["regime_change"],
        years["year"].astype(np.int64),
        dropped={"regime or output not known": int((~known).sum())},
    )


regime_change = Fit(
    "regime_change",
    (
        "regimes.base", "regimes.middle", "regimes.rooted", "regimes.income", "regimes.unsettled",
        "regimes.crisis", "regimes.beaten", "regimes.unrest", "contagion.strength",
    ),
    sample,
    ask="regimes.change.u",
    half_life=40.0,
    data=("polity5", "gdp_fariss", "cow_nmc", "cow_war_inter", "ucdp_internal", "cow_contiguity"),
    label="Changes of regime",
    notes=f"Rows from {FIRST}. Polity is coded with hindsight. Growth is that of the year before, "
    "where the model has that of the year. Conflict within states counts from 1946.",
)  # fmt: skip
