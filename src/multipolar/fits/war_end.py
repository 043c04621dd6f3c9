"""How long wars between states last: from 1816."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.samples.fighting import war_years


def sample(until: int) -> Sample:
    """Return wars in years, and which ended."""
    found = war_years(until)
    return Sample({}, found["ended"], found["year"].astype(np.int64))


def density(rows: Rows, params: Mapping[str, Any], ended: Any) -> Any:
    """Return the log probability of an end."""
    del rows
    jnp, p = jax_numpy(), params["war.ending"]
    return ended * jnp.log(p) + (1.0 - ended) * jnp.log1p(-p)


war_end = Fit(
    "war_end",
    ("war.ending",),
    sample,
    density=density,
    data=("cow_war_inter",),
    label="Duration of wars",
    notes="Calendar years, as in the model: a war over one New Year has two.",
)
