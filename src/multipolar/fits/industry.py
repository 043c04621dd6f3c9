"""Energy use and steel of the larger states, over ten years."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy, outcome
from multipolar.longrun import change, log_density, shaken, turbulence, usual_scale, value
from multipolar.model import default_model
from multipolar.samples.stocks import stretches, weights

FAR = 4.0
"""Log distance from the world's level beyond which the step pulls no harder."""


def sample(until: int) -> Sample:
    """Return how energy use and steel changed over stretches that ended by a year."""
    s = stretches(until)
    heads = s.rise("population")
    parts, dropped = [], 0
    for which, name in enumerate(("energy", "steel")):
        came = s.rise(name)
        with np.errstate(divide="ignore", invalid="ignore"):
            level = np.log(s.world_start[name] / s.world_start["population"])
            later = np.log(s.world_end[name] / s.world_end["population"])
            gap = level - np.log(s.start[name] / s.start["population"])
        columns = {
            "which": np.full(len(s), float(which)),
            "span": s.span,
            "stock": s.start[name],
            "population": s.start["population"],
            "gdp_ppp": s.start["gdp_ppp"],
            "growth": s.rise("gdp_ppp") / s.span,
            "gap": gap,
            "target": (later - level + heads) / s.span,
            "capability": s.start["capability"],
            "war": s.war,
            "came": came,
            "year": s.year.astype(float),
        }
        table = np.stack(list(columns.values()))
        keep = np.isfinite(table).all(axis=0) & (np.abs(gap) < FAR)
        dropped += int((~keep).sum())
        parts.append(table[:, keep])
    rows = dict(zip(columns, np.concatenate(parts, axis=1), strict=True))
    came, year = rows.pop("came"), rows.pop("year").astype(np.int64)
    why = {"a stock, output or population is not known, is 0 or is very far off": dropped}
    return Sample(rows, came, year, weights(rows["span"]), why)


def density(rows: Rows, params: Mapping[str, Any], came: Any) -> Any:
    """Return the log density of a change of energy use (``which`` 0) or of steel (1).

    How far shocks fade is taken at the usual pull, as in the fit of budgets.
    """
    jnp = jax_numpy()
    steel, stock, heads = rows["which"] > 0.5, rows["stock"], rows["population"]
    level = {"energy": stock, "steel": stock, "turbulence": 0.0, "world_energy": stock / heads,
             "world_steel": stock / heads}  # fmt: skip
    model = default_model().believing(None)
    burnt, made = outcome(model, "industry.consume")({**rows, **level}, params)
    drift = jnp.log(jnp.where(steel, made, burnt) / stock)
    pull = jnp.where(
        steel, value(params, "industry.steel_diffusion"), value(params, "industry.energy_diffusion")
    )
    spread = jnp.where(
        steel, value(params, "industry.steel_spread"), value(params, "industry.spread")
    )
    off = came - change(drift, rows["gap"], rows["target"], pull, rows["span"])
    scale = usual_scale(params, rows["capability"], rows["war"])
    usual = jnp.where(
        steel, value({}, "industry.steel_diffusion"), value({}, "industry.energy_diffusion")
    )
    width = spread * scale * jnp.sqrt(shaken(usual, rows["span"]))
    return log_density(off, width, turbulence(params, rows["span"]), rows["span"])


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
