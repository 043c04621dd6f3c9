"""How deadly wars are: the tail of battle deaths, from 1823."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.fit import Fit, Sample
from multipolar.hazards import Rows, jax_numpy
from multipolar.samples.fighting import severities

TAIL = 7_061
"""Battle deaths above which the record follows a power law (Clauset 2018)."""


def sample(until: int) -> Sample:
    """Return logarithms of battle deaths over the least of the tail."""
    found = severities(until)
    large = found["deaths"] >= TAIL
    above = np.log(found["deaths"][large] / TAIL)
    return Sample({}, above, found["year"][large].astype(np.int64))


def density(rows: Rows, params: Mapping[str, Any], above: Any) -> Any:
    """Return the log density of a power law."""
    del rows
    exponent = params["escalation.tail"]
    return jax_numpy().log(exponent) - exponent * above


war_severity = Fit(
    "war_severity",
    ("escalation.tail",),
    sample,
    density=density,
    data=("cow_war_inter",),
    label="Severity of wars",
    notes="Deaths of whole wars, joiners' included, where the model draws the scale of a war "
    "before anybody joins.",
)
