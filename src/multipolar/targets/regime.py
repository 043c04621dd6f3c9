"""Regime of each state."""

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Regime score",
        unit="1",
        kind="amount",
        of="state",
        needs=("regime",),
        reference="best_of_four",
        low=-1.0,
        high=1.0,
    )
)
def regime(course: Course, horizon: int) -> Array:
    """Polity's score of a state at the horizon, over ten: -1 autocracy to 1 democracy."""
    return course.step("regime", horizon).T
