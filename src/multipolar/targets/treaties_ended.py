"""Alliances that end."""

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Alliances that end",
        unit="treaties",
        kind="amount",
        of="system",
        needs=("treaties_ended",),
        reference="best_of_four",
        total=True,
        offset=10.0,
        low=0.0,
    )
)
def treaties_ended(course: Course, horizon: int) -> Array:
    """Alliances that end in all years up to the horizon, of any obligation, anywhere."""
    return course.window("treaties_ended", horizon).sum(axis=1)[None]
