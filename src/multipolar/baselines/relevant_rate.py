"""How often it happens among relevant pairs."""

import numpy as np

from multipolar.baseline import BaselineSpec, Case, baseline, rate
from multipolar.target import Array


@baseline(
    BaselineSpec(label="Base rate of 20 years, by political relevance", source="Lemke & Reed 2001")
)
def relevant_rate(case: Case) -> Array | None:
    """Of an event of pairs: base rates of those that border or hold a major power, and others."""
    if case.asked.spec.kind != "event" or case.asked.spec.of != "pair":
        return None
    origins = case.origins(20)
    if not origins:
        return None
    out = np.zeros(len(case.now))
    for relevant in (True, False):
        found = [case.end(s)[case.past.world(s).relevant == relevant] for s in origins]
        out[case.world.relevant == relevant] = rate(np.concatenate(found))
    return out
