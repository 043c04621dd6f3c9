"""Change of regime of each state."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Regime has changed",
        unit="probability",
        kind="event",
        of="state",
        needs=("regime",),
        reference="base_rate",
    )
)
def regime_change(course: Course, horizon: int) -> Array:
    """Whether a state's Polity score differs by three points or more from that of the origin."""
    moved = np.abs(course.step("regime", horizon) - course.step("regime", 0))
    return np.where(np.isnan(moved), np.nan, moved >= 0.3 - 1e-6).T
