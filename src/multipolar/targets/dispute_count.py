"""Disputes in a year."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Disputes that begin in the year",
        unit="pairs of states",
        kind="amount",
        of="system",
        needs=("onset",),
        reference="best_of_four",
        offset=10.0,
        low=0.0,
    )
)
def dispute_count(course: Course, horizon: int) -> Array:
    """Pairs of states of the origin of which a dispute begins in the year at the horizon."""
    return (course.step("onset", horizon) > 0).sum(axis=1)[None].astype(np.float64)
