"""When sanctions are lifted: TIES from 1947."""

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.samples.coercion import FIRST, lifting_years


def sample(until: int) -> Sample:
    """Return sanctions in force in years, and which ended."""
    if until < FIRST:
        return Sample({}, np.empty(0), np.empty(0, np.int64))
    found = lifting_years(until)
    rows = {"alignment": found["alignment"], "sanction_ij": 1.0, "sanction_ji": 0.0}
    nothing = ("dispute", "war", "regime_change_i", "regime_change_j", "insurgency_i")
    rows |= dict.fromkeys((*nothing, "insurgency_j", "regime_i", "regime_j", "choice"), 0.0)
    rows |= {"capability_i": 0.01, "capability_j": 0.01}
    return Sample(rows, found["lifted"], found["year"].astype(np.int64))


sanctions_lifted = Fit(
    "sanctions_lifted",
    ("sanctions.lifting", "sanctions.thaw"),
    sample,
    ask="sanctions.decide.u",
    data=("ties", "atop_dyads"),
    label="Sanctions lifted",
    notes="Cases of unknown end are left out; they may be the longest, so that the rate may be "
    "too high.",
)
