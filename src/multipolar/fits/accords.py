"""Pacts of non-aggression, neutrality or consultation of pairs: ATOP, year by year."""

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.samples.pairs import QUIET, arguments, pair_years


def sample(until: int) -> Sample:
    """Return pairs that no pact binds in years, and whether one without defence came."""
    whole = pair_years(until)
    free = (whole["defence"] == 0) & (whole["bound"] == 0)
    came = (whole["bound_then"] > 0) & (whole["defence_then"] == 0)
    return Sample(
        {name: whole[name][free] for name in arguments()} | QUIET,
        came[free].astype(float),
        whole["year"][free].astype(np.int64),
        dropped={"pairs with a pact": int((~free).sum())},
    )


accords = Fit(
    "accords",
    ("alliances.light", "alliances.light_continental", "alliances.light_great"),
    sample,
    ask="alliances.seek.v",
    half_life=40.0,
    data=("atop_dyads", "atop", "atop_members", "cow_capitals", "cow_nmc", "polity5"),
    label="Formation of lighter pacts",
    notes="As for alliances. What regimes add is that of the fit of alliances' prior.",
)
