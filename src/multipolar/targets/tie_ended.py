"""Defence pacts that go."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Loses its defence pact",
        unit="probability",
        kind="event",
        of="pair",
        needs=("defence",),
        reference="base_rate",
    )
)
def tie_ended(course: Course, horizon: int) -> Array:
    """Whether a pair with a defence pact at the origin has none at the horizon."""
    before = course.step("defence", 0) > 0
    return np.where(before, course.step("defence", horizon) == 0, np.nan).T
