"""Effective number of major powers."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Effective number of major powers",
        unit="states",
        kind="amount",
        of="system",
        needs=("share",),
        reference="best_of_four",
        offset=0.0,
        low=1.0,
    )
)
def effective_powers(course: Course, horizon: int) -> Array:
    """One over the Herfindahl index of the shares of those who were major powers at the origin."""
    share = np.nan_to_num(course.step("share", horizon))[:, course.world.major]
    if share.shape[1] == 0:
        return np.full((1, len(share)), np.nan)
    share = share / share.sum(axis=1, keepdims=True)
    return (1 / np.square(share).sum(axis=1))[None]
