"""Whether the system is multipolar."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="The system is multipolar",
        unit="probability",
        kind="event",
        of="system",
        needs=("share",),
        reference="persistence",
        status=True,
    )
)
def multipolarity(course: Course, horizon: int) -> Array:
    """Whether three states or more have half of the share of the strongest: see ``poles``."""
    share = np.nan_to_num(course.step("share", horizon))
    poles = (share >= 0.5 * share.max(axis=1, keepdims=True)).sum(axis=1)
    return np.asarray(poles >= 3, np.float64)[None]
