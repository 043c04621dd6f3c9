"""Share of the strongest state."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Share of the strongest state",
        unit="share",
        kind="amount",
        of="system",
        needs=("share",),
        reference="best_of_four",
        offset=0.0,
        low=0.0,
        high=1.0,
    )
)
def top_share(course: Course, horizon: int) -> Array:
    """Largest share of capability among the states of the origin, their shares brought to sum 1."""
    share = np.nan_to_num(course.step("share", horizon))
    return (share.max(axis=1) / share.sum(axis=1))[None]
