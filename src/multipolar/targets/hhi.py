"""Concentration among all states of the origin."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Concentration of capability (HHI)",
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
def hhi(course: Course, horizon: int) -> Array:
    """Herfindahl index of shares of capability among the states of the origin, of sum 1."""
    share = np.nan_to_num(course.step("share", horizon))
    share = share / share.sum(axis=1, keepdims=True)
    return np.square(share).sum(axis=1)[None]
