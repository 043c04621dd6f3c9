"""What is stays, as often as it did."""

import numpy as np

from multipolar.baseline import BaselineSpec, Case, baseline, rate
from multipolar.target import Array


@baseline(
    BaselineSpec(label="Persistence as often as in 40 years", source="Markov chain of two states")
)
def persistence_rate(case: Case) -> Array | None:
    """Of an event that can hold at the origin: how often it came where it held, or did not.

    Over the last 40 years whose horizon had come.
    """
    spec = case.asked.spec
    if spec.kind != "event" or not spec.status:
        return None
    pairs = [(case.start(s), case.end(s)) for s in case.origins(40)]
    if not pairs:
        return None
    before, after = (np.concatenate(part) for part in zip(*pairs, strict=True))
    now = case.now
    return np.where(now == 1, rate(after[before == 1]), rate(after[before == 0]))
