"""Each pair's own rate of disputes or sanctions."""

import numpy as np

from multipolar.baseline import BaselineSpec, Case, baseline
from multipolar.record import FIRST
from multipolar.target import Array


@baseline(BaselineSpec(label="Rate of the pair (empirical Bayes)", source="Clayton & Kaldor 1987"))
def dyad_rate(case: Case) -> Array | None:
    """Of disputes and sanctions: each pair's rate in its years, shrunk to its kind's.

    Gamma and Poisson, with the two parameters by moments among relevant pairs
    and among others [ClaytonKaldor1987]_.

    References
    ----------
    .. [ClaytonKaldor1987] Clayton, D. & Kaldor, J. (1987). Empirical Bayes
       estimates of age-standardized relative risks for use in disease mapping.
       *Biometrics* 43(3), 671–681.
    """
    if case.asked.__name__ not in ("onset", "sanctioned"):
        return None
    record, world, name = case.past.record, case.world, case.asked.spec.needs[0]
    span = slice(max(case.asked.spec.first - FIRST, 0), record.known[name] - FIRST + 1)
    count = (record.arrays[name][span, world.pairs] > 0).sum(axis=0)
    there = record.arrays["present"][span, world.places] > 0
    together = there.T.astype(float) @ there.astype(float)
    years = together[world.first, world.second]
    out = np.zeros(len(count))
    for relevant in (True, False):
        at = world.relevant == relevant
        n, t = count[at], np.maximum(years[at], 1)
        mean = max((n.sum() + 0.5) / t.sum(), 1e-7)
        spread = max((np.square(n - mean * t) - mean * t).sum() / np.square(t).sum(), 1e-9)
        a, b = mean**2 / spread, mean / spread
        out[at] = 1 - ((b + t) / (b + t + case.horizon)) ** (a + n)
    return out
