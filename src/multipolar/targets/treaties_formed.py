"""Alliances that are signed."""

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Alliances that are signed",
        unit="treaties",
        kind="amount",
        of="system",
        needs=("treaties_formed",),
        reference="best_of_four",
        total=True,
        offset=10.0,
        low=0.0,
    )
)
def treaties_formed(course: Course, horizon: int) -> Array:
    """Alliances that are signed in all years up to the horizon, of any obligation, anywhere."""
    return course.window("treaties_formed", horizon).sum(axis=1)[None]
