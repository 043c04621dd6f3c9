"""Defence pacts of pairs: ATOP, year by year."""

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.samples.pairs import QUIET, arguments, pair_years


def sample(until: int) -> Sample:
    """Return pairs without a defence pact in years, and whether they came to have one."""
    whole = pair_years(until)
    free = whole["defence"] == 0
    return Sample(
        {name: whole[name][free] for name in arguments()} | QUIET,
        whole["defence_then"][free],
        whole["year"][free].astype(np.int64),
        dropped={"pairs with a defence pact": int((~free).sum())},
    )


alliances = Fit(
    "alliances",
    (
        "alliances.base", "alliances.continental", "alliances.regional", "alliances.newcomers",
        "alliances.following", "alliances.great", "alliances.consulting",
        "affinity.pact",
    ),
    sample,
    ask="alliances.seek.u",
    half_life=40.0,
    data=("atop_dyads", "atop", "atop_members", "cow_capitals", "cow_nmc", "polity5"),
    label="Formation of defence pacts",
    notes="Pairs that were states in both years; 1914-19 and 1939-47 left out. Nothing that was "
    "coded looking back is used. A treaty of many parties counts once a pair, so the spread of "
    "the posterior is too narrow. Alignment is held at its prior: it is not in the record. "
    "What common allies add is held at 0: that clusters close is told by who joins and accedes, "
    "and with both, runs of 20 years from 1950 and 1960 make allies of too many old pairs.",
)  # fmt: skip
