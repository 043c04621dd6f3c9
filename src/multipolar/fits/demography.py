"""Population and urban share of the larger states, over ten years."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.longrun import change, remembered, value, written
from multipolar.samples.stocks import SPANS, stacked, stretches

FAR = 3.0
"""Log distance from the world's urban share beyond which the step pulls no harder."""

ODD, WIDE = 0.05, 5.0
"""Part of the changes that are borders redrawn or censuses corrected, and how much wider."""


def sample(until: int) -> Sample:
    """Return how population and urban share changed over stretches that ended by a year."""
    s = stretches(until)
    heads, towns = s.rise("population"), s.rise("urban_population")
    parts = []
    with np.errstate(divide="ignore", invalid="ignore"):
        level = np.log(s.world_start["urban_population"] / s.world_start["population"])
        later = np.log(s.world_end["urban_population"] / s.world_end["population"])
        gap = level - np.log(s.start["urban_population"] / s.start["population"])
    for of_towns, came in enumerate((heads, towns - heads)):
        people = s.start["population"]
        parts.append({
            "span": s.span,
            "population": people,
            "urban_population": s.start["urban_population"] if of_towns else people,
            "gdp_ppp": s.start["gdp_ppp"],
            "frontier": 0.5 * (s.world_start["frontier"] + s.world_end["frontier"]),
            "gap": gap if of_towns else np.zeros(len(s)),
            "target": (later - level) / s.span,
            "came": came,
            "year": s.year.astype(float),
        })  # fmt: skip
    why = "population, towns or output are not known, or there are hardly any towns"
    return stacked(parts, far=FAR, why=why)


def density(rows: Rows, params: Mapping[str, Any], came: Any) -> Any:
    """Return the log density of a change of population (``which`` 0) or of urban share (1)."""
    jnp = jax_numpy()
    from jax.scipy.stats import norm

    towns, span = rows["which"] > 0.5, rows["span"]
    share = rows["urban_population"] / rows["population"]
    still = {"vital_surplus": 0.0, "migration": 0.0, "world_urban": share}
    people, townsfolk, *_ = written("demography.transition", {**rows, **still}, params)
    drift = jnp.where(
        towns, jnp.log(townsfolk / people / share), jnp.log(people / rows["population"])
    )
    pull = value(params, "demography.urban_pull") * (1.0 - jnp.minimum(share, 0.99))
    moved = change(drift, rows["gap"], rows["target"], pull, span)
    off = came - jnp.where(towns, moved, span * drift)
    memory = value(params, "demography.memory")
    lasts = sum(jnp.where(span == k, remembered(memory, k), 0.0) for k in SPANS)
    own = jnp.where(towns, value(params, "demography.moving"), value(params, "demography.vital"))
    width = own * jnp.sqrt(lasts / (1.0 - memory**2))
    usual = jnp.log1p(-ODD) + norm.logpdf(off, scale=width)
    return jnp.logaddexp(usual, np.log(ODD) + norm.logpdf(off, scale=WIDE * width))


demography = Fit(
    "demography",
    (
        "demography.old_rate", "demography.poor_rate", "demography.rich_rate",
        "demography.turn_income", "demography.healing_income", "demography.vital",
        "demography.moving", "demography.urban_speed", "demography.urban_pull",
    ),
    sample,
    density=density,
    half_life=40.0,
    label="Population and towns",
    data=("cow_nmc", "gdp_fariss"),
)  # fmt: skip
