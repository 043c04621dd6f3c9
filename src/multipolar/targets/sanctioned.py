"""Sanctions of each pair."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Sanctions of the pair begin",
        unit="probability",
        kind="event",
        of="pair",
        needs=("sanctioned",),
        reference="base_rate",
        total=True,
        first=1945,
    )
)
def sanctioned(course: Course, horizon: int) -> Array:
    """Whether one of the pair imposes sanctions on the other in any year up to the horizon."""
    begun = np.asarray(course.window("sanctioned", horizon) > 0)
    return np.asarray(begun.any(axis=1).T, np.float64)
