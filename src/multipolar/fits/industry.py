"""Energy use and steel of the larger states, over ten years."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.longrun import reverting, written
from multipolar.samples.stocks import stacked, stretches

FAR = 4.0
"""Log distance from the world's level beyond which the step pulls no harder."""


def sample(until: int) -> Sample:
    """Return how energy use and steel changed over stretches that ended by a year."""
    s = stretches(until)
    heads = s.rise("population")
    parts = []
    for name in ("energy", "steel"):
        with np.errstate(divide="ignore", invalid="ignore"):
            level = np.log(s.world_start[name] / s.world_start["population"])
            later = np.log(s.world_end[name] / s.world_end["population"])
            gap = level - np.log(s.start[name] / s.start["population"])
        parts.append({
            "span": s.span,
            "stock": s.start[name],
            "population": s.start["population"],
            "gdp_ppp": s.start["gdp_ppp"],
            "growth": s.rise("gdp_ppp") / s.span,
            "gap": gap,
            "target": (later - level + heads) / s.span,
            "capability": s.start["capability"],
            "war": s.war,
            "came": s.rise(name),
            "year": s.year.astype(float),
        })  # fmt: skip
    why = "a stock, output or population is not known, is 0 or is very far off"
    return stacked(parts, far=FAR, why=why)


def density(rows: Rows, params: Mapping[str, Any], came: Any) -> Any:
    """Return the log density of a change of energy use (``which`` 0) or of steel (1)."""
    jnp = jax_numpy()
    stock, heads = rows["stock"], rows["population"]
    level = {"energy": stock, "steel": stock, "turbulence": 0.0, "world_energy": stock / heads,
             "world_steel": stock / heads}  # fmt: skip
    burnt, made = written("industry.consume", {**rows, **level}, params)
    drift = jnp.log(jnp.where(rows["which"] > 0.5, made, burnt) / stock)
    pulls = "industry.energy_diffusion", "industry.steel_diffusion"
    return reverting(
        rows, params, (came, drift), pulls, ("industry.spread", "industry.steel_spread")
    )


industry = Fit(
    "industry",
    (
        "industry.energy_elasticity", "industry.saving", "industry.energy_diffusion",
        "industry.steel_elasticity", "industry.steel_diffusion", "industry.mature",
    ),
    sample,
    density=density,
    half_life=40.0,
    label="Energy use and steel",
    data=("cow_nmc", "gdp_fariss", "cow_war_inter_dyads"),
)  # fmt: skip
