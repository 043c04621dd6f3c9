"""Concentration among the major powers."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Concentration among major powers (CON)",
        unit="1",
        kind="amount",
        of="system",
        needs=("share",),
        reference="best_of_four",
        offset=0.0,
        low=0.0,
        high=1.0,
    )
)
def con(course: Course, horizon: int) -> Array:
    """Ray and Singer's concentration among those who were major powers at the origin.

    Fewer than two of them: unknown.
    """
    share = np.nan_to_num(course.step("share", horizon))[:, course.world.major]
    n = share.shape[1]
    if n < 2:
        return np.full((1, len(share)), np.nan)
    share = share / share.sum(axis=1, keepdims=True)
    return np.sqrt(np.maximum(np.square(share).sum(axis=1) - 1 / n, 0) / (1 - 1 / n))[None]
