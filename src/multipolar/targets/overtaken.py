"""Who overtakes whom."""

from multipolar.course import Course, turned
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Is overtaken in capability",
        unit="probability",
        kind="event",
        of="pair",
        needs=("share",),
        reference="persistence",
        status=True,
        split=False,
    )
)
def overtaken(course: Course, horizon: int) -> Array:
    """Whether the order of two of the eight leading states has turned since the origin.

    A state that is gone counts as the lesser. At the origin no pair has turned.
    """
    return turned(course, horizon)
