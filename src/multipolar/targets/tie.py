"""Defence pacts of each pair."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Has a defence pact",
        unit="probability",
        kind="event",
        of="pair",
        needs=("defence",),
        reference="persistence",
        status=True,
    )
)
def tie(course: Course, horizon: int) -> Array:
    """Whether a treaty in force obliges the pair to defend one another at the horizon."""
    return (course.step("defence", horizon) > 0).astype(np.float64).T
