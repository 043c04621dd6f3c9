"""Wars between states."""

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Wars between states that begin",
        unit="wars",
        kind="amount",
        of="system",
        needs=("wars",),
        reference="best_of_four",
        total=True,
        low=0.0,
    )
)
def wars(course: Course, horizon: int) -> Array:
    """Wars between states that begin in all years up to the horizon, anywhere."""
    return course.window("wars", horizon).sum(axis=1)[None]
