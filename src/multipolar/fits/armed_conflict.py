"""Armed conflict within states, its onset and its end: UCDP/PRIO from 1947."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, chance, jax_numpy
from multipolar.model import default_model
from multipolar.samples.within import StateYears, state_years

FIRST, LAST = 1947, 2024
ASKED = {"insurgency": "insurgency.rebel.u", "separatism": "separatism.part.u"}
PARAMS = {
    "insurgency": (
        "base", "income", "size", "middle", "instability", "crisis", "recurrence", "end_rate",
        "strong_state", "lasting",
    ),
    "separatism": (
        "base", "income", "size", "middle", "loosening", "recurrence", "end_rate", "lasting",
    ),
}  # fmt: skip


def sample(until: int) -> Sample:
    """Return states in years, once for each of two kinds, and where peace or war turned."""
    whole = state_years(min(until, LAST))
    since = whole["year"] >= FIRST
    known = since & np.isfinite(whole["gdp_ppp"]) & np.isfinite(whole["growth"])
    years = whole.where(known)
    parts = [_kind(years, name) for name in ASKED]
    rows = {k: np.concatenate([p.rows[k] for p in parts]) for k in parts[0].rows}
    return Sample(
        rows,
        np.concatenate([p.outcome for p in parts]),
        np.concatenate([p.year for p in parts]),
        dropped={"output not known": int((since & ~known).sum())},
    )


def _kind(years: StateYears, name: str) -> Sample:
    rows = years.rows(
        "insurgency", "separatism", "insurgency_past", "separatism_past", "gdp_ppp", "population",
        "growth", "growth_regime", "near_war", "rivals_near", "rivals_far",
    )  # fmt: skip
    rows["regime"] = np.nan_to_num(years["regime"])
    rows["regime_change"] = np.nan_to_num(years["regime_change"])
    rows["part"] = np.full(len(years), float(name == "separatism"))
    turned = (years[f"next_{name}"] != years[name]).astype(float)
    return Sample(rows, turned, years["year"].astype(np.int64))


def chances(rows: Rows, params: Mapping[str, Any]) -> Any:
    """Return the probability that peace or war turns, read off the steps."""
    jnp, model = jax_numpy(), default_model().believing(None)
    value = {name: p.value for name, p in model.params.items()} | dict(params)
    near, far = rows["rivals_near"], rows["rivals_far"]
    pull = value["spill_over.strength"] * rows["near_war"]
    pull = pull + value["interference.strength"] * (near + value["interference.reach"] * far)
    known = {k: v for k, v in rows.items() if k not in _OWN} | {"unrest_pull": pull}
    one, other = (chance(model, ask)(known, params) for ask in ASKED.values())
    return jnp.where(rows["part"] > 0, other, one)


_OWN = ("near_war", "rivals_near", "rivals_far", "part")


def density(rows: Rows, params: Mapping[str, Any], turned: Any) -> Any:
    """Return the log probability of what came."""
    jnp = jax_numpy()
    p = jnp.clip(chances(rows, params), 1e-12, 1.0 - 1e-12)
    return turned * jnp.log(p) + (1.0 - turned) * jnp.log1p(-p)


armed_conflict = Fit(
    "armed_conflict",
    (
        *(f"{kind}.{name}" for kind, names in PARAMS.items() for name in names),
        "spill_over.strength", "interference.strength", "interference.reach",
    ),
    sample,
    density=density,
    data=("ucdp_internal", "gdp_fariss", "cow_nmc", "polity5", "cow_contiguity", "rivalries_tss"),
    label="Armed conflict within states",
    notes="An unknown regime counts as the middle of the scale. A change of regime is that of the "
    "year itself, as in the model; rivalries are coded with hindsight. What terrorism next door "
    "adds is not identified and stays at its prior.",
)  # fmt: skip
