"""Sanctions in force of each pair."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Has sanctions in force",
        unit="probability",
        kind="event",
        of="pair",
        needs=("sanction",),
        reference="persistence_rate",
        status=True,
        first=1945,
    )
)
def sanction(course: Course, horizon: int) -> Array:
    """Whether one of the pair applies sanctions to the other at the horizon."""
    return (course.step("sanction", horizon) > 0).astype(np.float64).T
