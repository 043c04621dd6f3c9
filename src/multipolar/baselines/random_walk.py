"""Capability as a random walk."""

import numpy as np
import numpy.typing as npt

from multipolar.baseline import QUANTILES, BaselineSpec, Case, baseline
from multipolar.target import Array


@baseline(BaselineSpec(label="Random walk by size", source="calibrated random walk"))
def random_walk(case: Case) -> Array | None:
    """Share of capability: no change on average, spread as past changes of states of its size.

    Quantiles of the changes over stretches of the last 80 years, among the ten
    strongest, the next twenty, and the others.
    """
    if case.asked.__name__ != "share":
        return None
    moved: dict[int, list[Array]] = {0: [], 1: [], 2: []}
    for s in case.origins(80):
        change, size = case.end(s) - case.start(s), _size(case.past.world(s).rank)
        for k in moved:
            moved[k].append(change[(size == k) & np.isfinite(change)])
    out = np.full((len(case.now), len(QUANTILES)), np.nan)
    for k, parts in moved.items():
        found = np.concatenate(parts) if parts else np.zeros(0)
        if len(found) > 1:
            at = _size(case.world.rank) == k
            out[at] = case.now[at, None] + np.quantile(found, QUANTILES)
    return out


def _size(rank: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return 0 for the ten strongest, 1 for the next twenty, 2 for the others."""
    return np.digitize(rank, (10, 30))
