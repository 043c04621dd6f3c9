"""Which way a regime that changes goes: Polity from 1818."""

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.samples.within import state_years

LAST = 2018
"""Last year in which Polity5 has all states."""


def sample(until: int) -> Sample:
    """Return changes of regime, and which were towards democracy."""
    whole = state_years(min(until, LAST))
    years = whole.where((whole["regime_change"] > 0) & np.isfinite(whole["gdp_ppp"]))
    rows = years.rows(
        "regime", "gdp_ppp", "population", "defeat", "insurgency", "separatism", "neighbours",
        "company",
    )  # fmt: skip
    nothing = dict.fromkeys(("growth", "regime_change", "tenure", "ideology"), 0.0)
    return Sample(
        rows | nothing,
        (years["next_regime"] > years["regime"]).astype(float),
        years["year"].astype(np.int64),
    )


regime_direction = Fit(
    "regime_direction",
    ("regimes.opening", "regimes.wealth", "regimes.reversion"),
    sample,
    ask="regimes.change.w",
    half_life=40.0,
    data=("polity5", "gdp_fariss", "cow_nmc"),
    label="Direction of changes of regime",
)
