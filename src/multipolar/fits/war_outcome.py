"""Who wins wars between states: from 1820."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.samples.fighting import FIRST, settlements


def sample(until: int) -> Sample:
    """Return wars that ended: 1 won by who began it, 0 by the other, 0.5 by nobody."""
    if until < FIRST + 9:
        return Sample({}, np.empty(0), np.empty(0, np.int64))
    found = settlements(until)
    rows = {"odds": found["odds"], "decided": found["decided"]}
    return Sample(rows, found["won"], found["year"].astype(np.int64))


def density(rows: Rows, params: Mapping[str, Any], won: Any) -> Any:
    """Return the log probability of a draw, or of a victory and of the victor."""
    jnp = jax_numpy()
    from jax.nn import log_sigmoid

    p, z = params["war.decided"], params["war.contest"] * rows["odds"]
    victor = won * log_sigmoid(z) + (1.0 - won) * log_sigmoid(-z)
    return jnp.where(rows["decided"] > 0, jnp.log(p) + victor, jnp.log1p(-p))


war_outcome = Fit(
    "war_outcome",
    ("war.decided", "war.contest"),
    sample,
    density=density,
    data=("cow_war_inter", "cow_nmc"),
    label="Outcome of wars",
    notes="Capability of all who took part on a side, at the end of the year before the war.",
)
