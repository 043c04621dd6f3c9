"""How far the capability of the larger states strays in five to twenty years."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.longrun import averaged, mixture, remembered, shaken, usual_scale, value
from multipolar.samples.stocks import EVERY, stretches

SPANS = (5, 10, 20)
"""Lengths of stretches, in years."""
LARGE = 3e-3
"""Least share of the world's capability: some thirty states."""
AT_WAR = 0.06
"""Part of its years that such a state is usually at war; when is not taken as known."""
COMPONENTS = (
    "military_spending", "military_personnel", "steel", "energy", "population", "urban_population",
)  # fmt: skip


def sample(until: int) -> Sample:
    """Return how capability changed over stretches that ended by a year."""
    s = stretches(until, least=LARGE, spans=SPANS)
    share = np.stack([s.start[name] / np.maximum(s.world_start[name], 1e-9) for name in COMPONENTS])
    known = np.isfinite(share)
    share = np.minimum(np.where(known, share, 0.0), 1.0)
    total = np.maximum(share.sum(axis=0), 1e-9)
    part = share * (1.0 - share) / total
    rows = {
        "span": s.span,
        "capability": s.start["capability"],
        **dict(zip(COMPONENTS, part, strict=True)),
    }
    came = s.rise("capability")
    keep = np.isfinite(came) & (known.sum(axis=0) >= 3)
    rows = {name: a[keep] for name, a in rows.items()}
    why = {"fewer than three components are known": int((~keep).sum())}
    return Sample(rows, came[keep], s.year[keep], EVERY / s.span[keep] / len(SPANS), why)


def density(rows: Rows, params: Mapping[str, Any], came: Any) -> Any:
    """Return the log density of a change of capability, as the steps of a run add it up.

    Shocks to output reach energy, steel and spending by their elasticities;
    each component counts by its part in capability, less what the world's sum
    moves with it. What a run expects to change is left aside.
    """
    jnp = jax_numpy()
    get = {
        name: value(params, name) for name in (
            "budget.pass_through", "budget.norm", "budget.spread", "budget.manning_norm",
            "budget.manning_spread", "budget.shared", "industry.energy_elasticity",
            "industry.energy_diffusion", "industry.spread", "industry.steel_elasticity",
            "industry.steel_diffusion", "industry.steel_spread", "industry.shared",
            "growth.inertia", "growth.own", "growth.regional", "growth.calm", "growth.width",
            "demography.memory", "demography.vital", "demography.moving",
        )
    }  # fmt: skip
    out, tail = 0.0, 0.0
    for years in SPANS:
        own, output, people = (part(rows, get, years) for part in (_own, _output, _people))
        mean, wide = averaged(params, years)
        scale = jnp.exp(get["growth.width"]) * usual_scale(params, rows["capability"], AT_WAR)
        felt, calm = own * scale**2 * mean, get["growth.calm"]
        output = output * scale ** (2.0 * calm) * averaged(params, years, calm)[0]
        total = felt + output + people
        spread = jnp.sqrt(total)
        part = wide * felt / total
        here = rows["span"] == years
        out = jnp.where(here, jnp.log(spread) - part**2, out)
        tail = jnp.where(here, part, tail)
    return mixture(came, jnp.exp(out), tail)


def _pair(one: Any, other: Any, shared: Any) -> Any:
    return one**2 + other**2 + 2.0 * shared * one * other


def _own(rows: Rows, get: Mapping[str, Any], years: int) -> Any:
    """Return the variance that shocks to arms and industry leave after some years."""
    root = jax_numpy().sqrt

    def moved(component: str, spread: str, pull: str) -> Any:
        return rows[component] * get[spread] * root(shaken(get[pull], years))

    arms = _pair(
        moved("military_spending", "budget.spread", "budget.norm"),
        moved("military_personnel", "budget.manning_spread", "budget.manning_norm"),
        get["budget.shared"],
    )
    return arms + _pair(
        moved("energy", "industry.spread", "industry.energy_diffusion"),
        moved("steel", "industry.steel_spread", "industry.steel_diffusion"),
        get["industry.shared"],
    )


def _output(rows: Rows, get: Mapping[str, Any], years: int) -> Any:
    """Return the variance that shocks to output leave."""
    follows = (
        rows["military_spending"] * get["budget.pass_through"]
        + rows["energy"] * get["industry.energy_elasticity"]
        + rows["steel"] * get["industry.steel_elasticity"]
    )
    inertia = get["growth.inertia"]
    shock = get["growth.own"] ** 2 + get["growth.regional"] ** 2
    return follows**2 * shock * remembered(inertia, years) / (1.0 - inertia**2)


def _people(rows: Rows, get: Mapping[str, Any], years: int) -> Any:
    """Return the variance of population and towns."""
    memory = get["demography.memory"]
    heads = (rows["population"] + rows["urban_population"]) * get["demography.vital"]
    towns = rows["urban_population"] * get["demography.moving"]
    return (heads**2 + towns**2) * remembered(memory, years) / (1.0 - memory**2)


turbulence = Fit(
    "turbulence",
    ("growth.width", "growth.smallness"),
    sample,
    density=density,
    label="Scale of shocks",
    data=("cow_nmc", "gdp_fariss"),
    notes="One scale for all shocks to output, industry and arms, from how far capability itself "
    "strayed in five, ten and twenty years, over the whole record and without knowing who would "
    "be at war. The proportions of the shocks, their memory and their tails stay at defaults: "
    "residuals of single stocks in quiet decades make forecasts too sure of themselves. "
    "Stretches overlap, and count by the part that is their own.",
)
