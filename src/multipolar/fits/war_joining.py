"""Who joins wars, and on which side: wars between states from 1820."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.samples.fighting import FIRST, joiners


def sample(until: int) -> Sample:
    """Return states outside a war in its years, and who joined which side."""
    if until < FIRST + 3:
        return Sample({}, np.empty(0), np.empty(0, np.int64))
    found = dict(joiners(until))
    joined, year, weight = (found.pop(name) for name in ("joined", "year", "weight"))
    return Sample(found, joined, year.astype(np.int64), weight)


def chances(rows: Rows, params: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the chance in a wave of joining the side that began it, and the other.

    The formula of ``mechanisms/joining.py``, which is a step of the whole and
    cannot be asked; a test holds the two together.
    """
    jnp = jax_numpy()
    from jax.nn import sigmoid

    own = {name.partition(".")[2]: value for name, value in params.items()}
    common = own["base"] + own["near"] * rows["close"] + own["great"] * rows["great"]
    common = common - own["caution"] * rows["bomb"] - own["later"] * rows["age"]
    to_a = common + own["duty"] * rows["bound_a"] + own["warmth"] * rows["fond_a"]
    to_b = common + own["duty"] * rows["bound_b"] + own["warmth"] * rows["fond_b"]
    to_a = to_a + own["hatred"] * rows["cold_b"]
    to_b = to_b + own["hatred"] * rows["cold_a"]
    return (
        sigmoid(to_a - own["warmth"] * jnp.maximum(rows["fond_b"], 0.0)),
        sigmoid(to_b - own["warmth"] * jnp.maximum(rows["fond_a"], 0.0)),
    )


def density(rows: Rows, params: Mapping[str, Any], joined: Any) -> Any:
    """Return the log probability of joining one side, the other or none."""
    jnp = jax_numpy()
    a, b = chances(rows, params)
    stays = jnp.clip(1.0 - a - b, 1e-9, 1.0)
    none = rows["spread"] * jnp.log(stays)
    chosen = jnp.log(jnp.where(joined > 0, a, b) + 1e-12)
    return jnp.where(joined == 0, none, chosen)


war_joining = Fit(
    "war_joining",
    tuple(
        f"joining.{name}"
        for name in ("base", "duty", "warmth", "hatred", "near", "great", "later", "caution")
    ),
    sample,
    density=density,
    data=("cow_war_inter", "atop_dyads", "cow_contiguity", "cow_majors", "rivalries_tss"),
    label="Joining of wars",
    notes="A year in which somebody joined counts as two waves, others as one. Half of all joiners "
    "joined the world wars and did not decide apart: a year of a war counts as one joining at "
    "most, however many joined.",
)
