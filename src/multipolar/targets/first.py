"""Who is the most capable."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Is the most capable state",
        unit="probability",
        kind="event",
        of="state",
        needs=("share",),
        reference="persistence",
        status=True,
        split=False,
    )
)
def first(course: Course, horizon: int) -> Array:
    """Whether a state has the largest share; asked of the ten leading states of the origin."""
    share = np.nan_to_num(course.step("share", horizon))
    first = share == share.max(axis=1, keepdims=True)
    return np.where(course.world.rank < 10, first, np.nan).T
