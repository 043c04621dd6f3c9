"""The largest bloc."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="States in the largest bloc",
        unit="share",
        kind="amount",
        of="system",
        needs=("defence",),
        reference="best_of_four",
        offset=0.02,
        low=0.0,
        high=1.0,
    )
)
def largest_bloc(course: Course, horizon: int) -> Array:
    """Share of the states of the origin in the largest set joined by defence pacts."""
    ties = course.step("defence", horizon) > 0
    i, j, n = course.world.first, course.world.second, len(course.world.states)
    out = np.zeros(len(ties))
    for member, row in enumerate(ties):
        joined = coo_array((np.ones(row.sum()), (i[row], j[row])), shape=(n, n))
        _, label = connected_components(joined, directed=False)
        out[member] = np.bincount(label).max() / n
    return out[None]
