"""Output of the larger states, over ten years."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.longrun import log_density, remembered, turbulence, usual_scale, value, written
from multipolar.samples.stocks import SPANS, stretches, weights


def sample(until: int) -> Sample:
    """Return how output changed over stretches that ended by a year."""
    s = stretches(until)
    rows = {
        "span": s.span,
        "gdp_ppp": s.start["gdp_ppp"],
        "population": s.start["population"],
        "people": s.rise("population") / s.span,
        "frontier": s.world_start["frontier"],
        "capability": s.start["capability"],
        "war": s.war,
    }
    came = s.rise("gdp_ppp")
    keep = np.isfinite(np.stack([*rows.values(), came])).all(axis=0)
    rows = {name: a[keep] for name, a in rows.items()}
    why = {"output or population is not known": int((~keep).sum())}
    return Sample(rows, came[keep], s.year[keep], weights(rows["span"]), why)


def density(rows: Rows, params: Mapping[str, Any], came: Any) -> Any:
    """Return the log density of a change of output; what people add is known, other pulls not."""
    jnp = jax_numpy()
    inertia, span = value(params, "growth.inertia"), rows["span"]
    still = {"growth": 0.0, "growth_pull": 0.0, "regional_shock": 0.0, "world_shock": 0.0,
             "turbulence": 0.0}  # fmt: skip
    rate, _ = written("growth.grow", {**rows, **still}, params)
    labour = value(params, "demography.labour") * rows["people"]
    labour = labour - value(params, "burden_of_conflict.war_cost") * rows["war"]
    moved = span * (rate + labour) / (1.0 - inertia)
    calm = value(params, "growth.calm")
    shared = value(params, "growth.common") ** 2 + value(params, "growth.regional") ** 2
    own = value(params, "growth.own") * usual_scale(params, rows["capability"], rows["war"]) ** calm
    lasts = sum(jnp.where(span == k, remembered(inertia, k), 0.0) for k in SPANS)
    width = jnp.sqrt((own**2 + shared) * lasts / (1.0 - inertia**2))
    return log_density(came - moved, width, turbulence(params, span, calm), span)


growth = Fit(
    "growth",
    ("growth.trend", "growth.catch_up", "growth.trap"),
    sample,
    density=density,
    half_life=40.0,
    label="Growth of output",
    data=("cow_nmc", "gdp_fariss", "cow_war_inter_dyads"),
)
