"""Density of defence pacts."""

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Density of defence pacts",
        unit="share",
        kind="amount",
        of="system",
        needs=("defence",),
        reference="best_of_four",
        offset=0.005,
        low=0.0,
        high=1.0,
    )
)
def alliance_density(course: Course, horizon: int) -> Array:
    """Share of the pairs of states of the origin that have a defence pact at the horizon."""
    return (course.step("defence", horizon) > 0).mean(axis=1)[None]
