"""Defence pacts that come."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Gains a defence pact",
        unit="probability",
        kind="event",
        of="pair",
        needs=("defence",),
        reference="base_rate",
    )
)
def tie_formed(course: Course, horizon: int) -> Array:
    """Whether a pair without a defence pact at the origin has one at the horizon."""
    before = course.step("defence", 0) > 0
    return np.where(before, np.nan, course.step("defence", horizon) > 0).T
