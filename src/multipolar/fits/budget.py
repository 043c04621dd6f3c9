"""Military spending and personnel of the larger states, over ten years."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.longrun import reverting, written
from multipolar.samples.stocks import USUAL, stacked, stretches

FAR = 3.0
"""Log distance from what is usual beyond which the step pulls no harder."""


def sample(until: int) -> Sample:
    """Return how spending and personnel changed over stretches that ended by a year."""
    s = stretches(until)
    parts = []
    for usual, (name, base) in USUAL.items():
        with np.errstate(divide="ignore", invalid="ignore"):
            level = np.log(s.world_start[usual])
            later = np.log(s.world_end[usual])
            gap = level - np.log(s.start[name] / s.start[base])
        parts.append({
            "span": s.span,
            "stock": s.start[name],
            "base": s.start[base],
            "population": s.start["population"],
            "gdp_ppp": s.start["gdp_ppp"],
            "growth": s.rise("gdp_ppp") / s.span,
            "gap": gap,
            "target": (later - level + s.rise(base)) / s.span,
            "capability": s.start["capability"],
            "war": s.war,
            "came": s.rise(name),
            "year": s.year.astype(float),
        })  # fmt: skip
    why = "a stock, output or population is not known, is 0 or is very far off"
    return stacked(parts, far=FAR, why=why)


def density(rows: Rows, params: Mapping[str, Any], came: Any) -> Any:
    """Return the log density of a change of spending (``which`` 0) or of personnel (1)."""
    jnp = jax_numpy()
    men, stock = rows["which"] > 0.5, rows["stock"]
    part = stock / rows["base"]
    level = {"military_spending": jnp.where(men, 1.0, stock), "world_burden": part,
             "military_personnel": jnp.where(men, stock, 1.0), "world_manning": part,
             "arms_pull": 0.0, "turbulence": 0.0, "mobilised": rows["war"]}  # fmt: skip
    spent, manned = written("budget.spend", {**rows, **level}, params)
    drift = jnp.log(jnp.where(men, manned, spent) / stock)
    pulls = "budget.norm", "budget.manning_norm"
    return reverting(rows, params, (came, drift), pulls, ("budget.spread", "budget.manning_spread"))


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
