"""States that leave."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="States that leave",
        unit="states",
        kind="amount",
        of="system",
        needs=("present",),
        reference="best_of_four",
        total=True,
        offset=10.0,
        low=0.0,
    )
)
def exits(course: Course, horizon: int) -> Array:
    """States that leave the system up to the horizon: there at the origin and not then."""
    before, now = course.everyone(0), course.everyone(horizon)
    return (before & ~now).sum(axis=1)[None].astype(np.float64)
