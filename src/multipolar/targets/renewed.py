"""Alliances at their term."""

from multipolar.course import Course, outlived
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Alliance outlives its term",
        unit="probability",
        kind="event",
        of="treaty",
        needs=("treaty_alive",),
        reference="base_rate",
        horizons=(5, 10, 20),
    )
)
def renewed(course: Course, horizon: int) -> Array:
    """Whether an alliance whose term ends before the horizon is in force a year after its term.

    Asked of the alliances of the origin; of the first term that runs out.
    """
    return outlived(course, horizon)
