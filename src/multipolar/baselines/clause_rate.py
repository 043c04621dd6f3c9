"""How often treaties with such a clause are renewed."""

import numpy as np

from multipolar.baseline import BaselineSpec, Case, baseline, rate
from multipolar.record import FIRST
from multipolar.target import Array


@baseline(
    BaselineSpec(label="Rate of 40 years by clause of renewal", source="Gibler & Sarkees 2004")
)
def clause_rate(case: Case) -> Array | None:
    """Of alliances at their term: how often they outlived it, by whether they renew themselves."""
    if case.asked.spec.of != "treaty":
        return None
    origins = case.origins(40)
    if not origins:
        return None
    clause = case.past.record.arrays["treaty_automatic"]
    out = np.zeros(len(case.now))
    for automatic in (True, False):
        found = [
            case.end(s)[(clause[s - FIRST, case.past.world(s).treaties] > 0) == automatic]
            for s in origins
        ]
        here = (clause[case.origin - FIRST, case.world.treaties] > 0) == automatic
        out[here] = rate(np.concatenate(found))
    return out
