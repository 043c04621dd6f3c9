"""How often it happens."""

import numpy as np

from multipolar.baseline import BaselineSpec, Case, baseline, rate
from multipolar.target import Array


@baseline(BaselineSpec(label="Base rate of 20 years", source="climatology"))
def base_rate(case: Case) -> Array | None:
    """Of an event: how often it came of all units of the last 20 origins that had come."""
    if case.asked.spec.kind != "event":
        return None
    found = [case.end(s) for s in case.origins(20)]
    if not found:
        return None
    return np.full(len(case.now), rate(np.concatenate(found)))
