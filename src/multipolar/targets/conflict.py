"""Armed conflict within each state."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Armed conflict within the state",
        unit="probability",
        kind="event",
        of="state",
        needs=("conflict",),
        reference="persistence_rate",
        status=True,
        first=1946,
    )
)
def conflict(course: Course, horizon: int) -> Array:
    """Whether rebels fight the government, over it or a territory, in the year at the horizon."""
    fought = course.step("conflict", horizon)
    return np.where(np.isnan(fought), np.nan, fought > 0).T
