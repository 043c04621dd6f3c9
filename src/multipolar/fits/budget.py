"""Military spending and personnel of the larger states, over ten years."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy, outcome
from multipolar.longrun import change, log_density, shaken, turbulence, usual_scale, value
from multipolar.model import default_model
from multipolar.samples.stocks import USUAL, stretches, weights

FAR = 3.0
"""Log distance from what is usual beyond which the step pulls no harder."""


def sample(until: int) -> Sample:
    """Return how spending and personnel changed over stretches that ended by a year."""
    s = stretches(until)
    parts, dropped = [], 0
    for which, (usual, (name, base)) in enumerate(USUAL.items()):
        with np.errstate(divide="ignore", invalid="ignore"):
            level = np.log(s.world_start[usual])
            later = np.log(s.world_end[usual])
            gap = level - np.log(s.start[name] / s.start[base])
        columns = {
            "which": np.full(len(s), float(which)),
            "span": s.span,
            "stock": s.start[name],
            "base": s.start[base],
            "population": s.start["population"],
            "gdp_ppp": s.start["gdp_ppp"],
            "growth": s.rise("gdp_ppp") / s.span,
            "gap": gap,
            "target": (later - level + s.rise(base)) / s.span,
            "capability": s.start["capability"],
            "mobilised": s.war,
            "came": s.rise(name),
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
    """Return the log density of a change of spending (``which`` 0) or of personnel (1).

    How far shocks fade is taken at the usual pull: else a pull would be found
    strong where shocks are small.
    """
    jnp = jax_numpy()
    men, stock = rows["which"] > 0.5, rows["stock"]
    part = stock / rows["base"]
    level = {"military_spending": jnp.where(men, 1.0, stock), "world_burden": part,
             "military_personnel": jnp.where(men, stock, 1.0), "world_manning": part,
             "arms_pull": 0.0, "turbulence": 0.0}  # fmt: skip
    model = default_model().believing(None)
    spent, manned = outcome(model, "budget.spend")({**rows, **level}, params)
    drift = jnp.log(jnp.where(men, manned, spent) / stock)
    pull = jnp.where(men, value(params, "budget.manning_norm"), value(params, "budget.norm"))
    spread = jnp.where(men, value(params, "budget.manning_spread"), value(params, "budget.spread"))
    off = came - change(drift, rows["gap"], rows["target"], pull, rows["span"])
    scale = usual_scale(params, rows["capability"], rows["mobilised"])
    usual = jnp.where(men, value({}, "budget.manning_norm"), value({}, "budget.norm"))
    width = spread * scale * jnp.sqrt(shaken(usual, rows["span"]))
    return log_density(off, width, turbulence(params, rows["span"]), rows["span"])


budget = Fit(
    "budget",
    (
        "budget.pass_through", "budget.norm", "budget.war_effort",
        "budget.manning_norm", "budget.enlistment", "budget.labour_saving",
    ),
    sample,
    density=density,
    half_life=40.0,
    label="Military spending and personnel",
    data=("cow_nmc", "gdp_fariss", "cow_war_inter_dyads"),
)  # fmt: skip
