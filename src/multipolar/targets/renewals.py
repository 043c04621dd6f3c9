"""How many alliances outlive their term."""

import numpy as np

from multipolar.course import Course, outlived
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Alliances that outlive their term",
        unit="share",
        kind="amount",
        of="system",
        needs=("treaty_alive",),
        reference="climatology",
        low=0.0,
        high=1.0,
        horizons=(5, 10, 20),
    )
)
def renewals(course: Course, horizon: int) -> Array:
    """Of the alliances whose term ends before the horizon, the share in force a year after.

    Unknown where none ends.
    """
    each = outlived(course, horizon)
    asked = np.isfinite(each)
    count = asked.sum(axis=0)
    total = np.where(asked, each, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)[None]
