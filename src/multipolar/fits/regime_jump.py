"""How far a regime that changes goes: Polity from 1818."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.samples.within import state_years

LAST = 2018
"""Last year in which Polity5 has all states."""

POINT = 0.1
"""A point of Polity on the scale of the model."""

LEAST = 3
"""Points of a change that counts."""


def sample(until: int) -> Sample:
    """Return changes of regime: points beyond the least, and whether the scale ended there."""
    whole = state_years(min(until, LAST))
    years = whole.where(whole["regime_change"] > 0)
    points = np.rint(np.abs(years["next_regime"] - years["regime"]) / POINT) - LEAST
    ended = (np.abs(years["next_regime"]) > 1.0 - POINT / 2).astype(float)
    return Sample({"ended": ended}, points, years["year"].astype(np.int64))


def density(rows: Rows, params: Mapping[str, Any], points: Any) -> Any:
    """Return the log probability of so many points: an exponential size, rounded down.

    At the end of the scale the size is only known to be no less.
    """
    jnp = jax_numpy()
    rate = POINT / params["regimes.jump"]
    here = jnp.log(-jnp.expm1(-rate))
    return -rate * points + jnp.where(rows["ended"] > 0, 0.0, here)


regime_jump = Fit(
    "regime_jump",
    ("regimes.jump",),
    sample,
    density=density,
    half_life=40.0,
    data=("polity5",),
    label="Size of changes of regime",
)
