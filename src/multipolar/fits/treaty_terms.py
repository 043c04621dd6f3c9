"""Renewal of treaties at their term: ATOP, by treaty."""

from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows
from multipolar.samples.treaties import LAST, treaty_years, years


def sample(until: int) -> Sample:
    """Return treaties in the last year of their term, and whether they outlived it."""
    seen = [t for y in years(until) for t in treaty_years(y) if t.expires == y]
    rows = {
        "renewal": np.array([float(t.automatic) for t in seen]),
        "alignment": np.array([t.alignment.mean() for t in seen]),
    }
    kept = np.array([float(not t.ended) for t in seen])
    return Sample(rows, kept, np.array([t.year for t in seen], np.int64))


def density(rows: Rows, params: Rows, kept: Any) -> Any:
    """Return the log probability of what came: as in ``treaty_terms.expire``."""
    from jax.nn import log_sigmoid

    clause = params["treaty_terms.tacit"] * rows["renewal"]
    clause = clause + params["treaty_terms.agreed"] * (1.0 - rows["renewal"])
    odds = clause + params["treaty_terms.warmth"] * rows["alignment"]
    return kept * log_sigmoid(odds) + (1.0 - kept) * log_sigmoid(-odds)


treaty_terms = Fit(
    "treaty_terms",
    ("treaty_terms.tacit", "treaty_terms.agreed", "treaty_terms.warmth"),
    sample,
    density=density,
    half_life=40.0,
    data=("atop", "atop_members"),
    label="Renewal of treaties at their term",
    notes=f"Treaties of ATOP 4.01 to {LAST}. A treaty that goes on in another under a new number "
    "counts as ended. The step is of the whole system, so its formula is written again here.",
)
