"""Who imposes sanctions on whom: TIES from 1947, by pair and year."""

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.samples.coercion import FIRST, sanction_years


def sample(until: int) -> Sample:
    """Return pairs of sender and target in years without sanctions, and where they began."""
    if until < FIRST:
        return Sample({}, np.empty(0), np.empty(0, np.int64))
    found = dict(sanction_years(until))
    year, imposed, weight = (found.pop(name) for name in ("year", "imposed", "weight"))
    return Sample(found, imposed, year.astype(np.int64), weight)


sanctions_imposed = Fit(
    "sanctions_imposed",
    (
        "sanctions.base", "sanctions.enmity", "sanctions.quarrel", "sanctions.strength",
        "sanctions.norms", "sanctions.attention",
    ),
    sample,
    ask="sanctions.decide.u",
    data=("ties", "cow_nmc", "polity5", "ucdp_internal", "gml_dyads", "atop_dyads"),
    label="Sanctions imposed over politics",
    notes="Primary senders only; the year is that in which the case began, which may be that of "
    "a threat. Of pairs neither cold nor in a quarrel, under a sender that is not large, where "
    "nothing happened, one in 25 is kept, and weighted. Sanctions of the "
    "European Community and of the United Nations as senders are left out.",
)  # fmt: skip
