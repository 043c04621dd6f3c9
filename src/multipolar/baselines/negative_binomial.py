"""Counts about their recent mean."""

import numpy as np
from scipy.stats import nbinom

from multipolar.baseline import QUANTILES, BaselineSpec, Case, baseline
from multipolar.target import Array


@baseline(BaselineSpec(label="Negative binomial about the mean of 10 years", source="usual"))
def negative_binomial(case: Case) -> Array | None:
    """Of counts: negative binomial about the mean of the last ten years.

    Its dispersion is that of yearly counts about the mean of the ten years
    before each, over the last 40; a total keeps the dispersion of a year.
    """
    if case.asked.__name__ not in ("dispute_count", "dispute_total", "wars", "sanctions_begun"):
        return None
    yearly = case.by_year()
    if len(yearly) < 21:
        return None
    ends = range(max(len(yearly) - 40, 10), len(yearly))
    means = np.array([yearly[k - 10 : k].mean() for k in ends])
    counts = yearly[list(ends)]
    over = (np.square(counts - means) - means).sum() / max(np.square(means).sum(), 1e-9)
    mean = max(yearly[-10:].mean(), 0.05) * (case.horizon if case.asked.spec.total else 1)
    size = 1 / max(over, 1e-3)
    return np.asarray(nbinom.ppf(QUANTILES, size, size / (size + mean)), np.float64)[None]
