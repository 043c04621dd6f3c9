"""Share of capability of each state."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Share of capability (logarithm)",
        unit="log share",
        kind="amount",
        of="state",
        needs=("share",),
        reference="random_walk",
    )
)
def share(course: Course, horizon: int) -> Array:
    """Logarithm of each state's share of all capability at the horizon.

    States that are gone by then are unknown and are not scored.

    Examples
    --------
    >>> share.spec.reference
    'random_walk'
    """
    with np.errstate(divide="ignore"):
        level = np.log(course.step("share", horizon))
    return np.where(np.isfinite(level), level, np.nan).T
