"""Whether a dispute goes on into the next year, where none begins anew."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar import past
from multipolar.fit import Fit, Sample
from multipolar.hazards import jax_numpy
from multipolar.skeleton import FIRST

LAST = 2014
"""Last year whose disputes are known."""


def sample(until: int) -> Sample:
    """Return the pairs in dispute and not at war in one year, and not in a new one in the next."""
    outcomes, years = [], []
    for year in range(FIRST + 1, min(until, LAST) + 1):
        before, now = past.fields(year - 1, hindsight=False), past.fields(year, hindsight=False)
        place = {s: k for k, s in enumerate(now.states)}
        at = np.array([place.get(s, -1) for s in before.states])
        i, j = np.tril_indices(len(before.states), -1)
        asked = (before.dyad["dispute"] > 0) & (before.dyad["war"] == 0) & (at[i] >= 0)
        asked &= at[j] >= 0
        a, b = np.maximum(at[i], at[j])[asked], np.minimum(at[i], at[j])[asked]
        now_at = a * (a - 1) // 2 + b
        old = now.dyad["onset"][now_at] == 0
        outcomes.append(now.dyad["dispute"][now_at][old].astype(float))
        years.append(np.full(int(old.sum()), year))
    came = np.concatenate(outcomes)
    return Sample({"one": 1.0}, came, np.concatenate(years).astype(np.int64))


def goes_on(rows: Mapping[str, Any], params: Mapping[str, Any], came: Any) -> Any:
    """Return the log likelihood of each row."""
    del rows
    jnp = jax_numpy()
    chance = params["disputes.persistence"]
    return came * jnp.log(chance) + (1.0 - came) * jnp.log1p(-chance)


dispute_length = Fit(
    "dispute_length",
    ("disputes.persistence",),
    sample,
    density=goes_on,
    half_life=40.0,
    data=("gml_dyads", "mid5_dyads"),
    label="How long disputes last",
    notes="Pairs at war at the end of a year are left out: war has its own end.",
)
