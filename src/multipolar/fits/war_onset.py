"""Which disputes become wars: pairs in a dispute, from 1820."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.mechanisms.escalation import USUAL
from multipolar.samples.fighting import FIRST, LAST, crises


def sample(until: int) -> Sample:
    """Return pairs in a dispute, in years, and which began a war."""
    if until < FIRST:
        return Sample({}, np.empty(0), np.empty(0, np.int64))
    found = dict(crises(min(until, LAST)))
    war, year, weight = (found.pop(name) for name in ("war", "year", "weight"))
    return Sample(found, war, year.astype(np.int64), weight)


def odds(rows: Rows, params: Mapping[str, Any]) -> Any:
    """Return the log odds of a war.

    The formula of ``mechanisms/escalation.py``, which is a step of the whole
    and cannot be asked, with what deterrence and the democratic peace add; a
    test holds them together.
    """
    z = params["escalation.base"] + params["escalation.adjacent"] * rows["contiguous"]
    z = z + params["escalation.grudges"] * rows["rivalry"]
    z = z - params["escalation.peers"] * rows["gulf"]
    z = z + params["escalation.powers"] * rows["majors"]
    z = z + params["escalation.umbrella"] * rows["sheltered"]
    z = z - params["escalation.dilution"] * jax_numpy().log(rows["under_way"] / USUAL)
    z = z + params["deterrence.mutual"] * rows["both_armed"]
    z = z + params["deterrence.one_sided"] * rows["one_armed"]
    return z + params["democratic_peace.taming"] * rows["both_free"]


def density(rows: Rows, params: Mapping[str, Any], war: Any) -> Any:
    """Return the log probability of war or none."""
    jnp, z = jax_numpy(), odds(rows, params)
    return war * z - jnp.logaddexp(0.0, z)


war_onset = Fit(
    "war_onset",
    (
        "escalation.base", "escalation.adjacent", "escalation.grudges", "escalation.peers",
        "escalation.powers", "escalation.umbrella", "escalation.dilution",
        "deterrence.mutual", "deterrence.one_sided", "democratic_peace.taming",
    ),
    sample,
    density=density,
    half_life=40.0,
    data=("cow_war_inter", "gml_dyads", "mid5_dyads", "cow_nmc", "nuclear_fas", "atop_dyads",
          "polity5"),
    label="Disputes that become wars",
    notes="Wars of states that were in them from the first ten days; wars without a dispute of "
    "the record are lost. Rivalries are coded with hindsight.",
)  # fmt: skip
