"""Whether allies of allies are allies."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Transitivity of defence pacts",
        unit="share",
        kind="amount",
        of="system",
        needs=("defence",),
        reference="best_of_four",
        low=0.0,
        high=1.0,
    )
)
def transitivity(course: Course, horizon: int) -> Array:
    """Share of the paths of two defence pacts whose ends have one too; 0 where there is no path."""
    ties = course.step("defence", horizon) > 0
    i, j, n = course.world.first, course.world.second, len(course.world.states)
    out = np.zeros(len(ties))
    for member, row in enumerate(ties):
        tied = np.zeros((n, n), np.float32)
        tied[i[row], j[row]] = tied[j[row], i[row]] = 1.0
        two = tied @ tied
        paths = two.sum() - np.trace(two)
        out[member] = (two * tied).sum() / paths if paths else 0.0
    return out[None]
