"""Who follows a sender of sanctions: TIES from 1947."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.samples.coercion import FIRST, coalition_rows

LEAST = 1e-4
"""Chance that an ally follows who is near to none: the model has 0, the record has some."""


def sample(until: int) -> Sample:
    """Return allies of senders who could follow, and who did."""
    if until < FIRST:
        return Sample({}, np.empty(0), np.empty(0, np.int64))
    found = coalition_rows(until)
    rows = {"nearness": found["nearness"]}
    return Sample(rows, found["followed"], found["year"].astype(np.int64))


def density(rows: Rows, params: Mapping[str, Any], followed: Any) -> Any:
    """Return the log probability that an ally followed or did not."""
    jnp = jax_numpy()
    p = jnp.clip(params["sanctions.follow"] * rows["nearness"], LEAST, 1.0 - LEAST)
    return followed * jnp.log(p) + (1.0 - followed) * jnp.log1p(-p)


sanctions_joined = Fit(
    "sanctions_joined",
    ("sanctions.follow",),
    sample,
    density=density,
    data=("ties", "atop_dyads"),
    label="Coalitions of sanctions",
    notes="TIES has at most five senders of a case: larger coalitions are cut off.",
)
