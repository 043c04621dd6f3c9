"""Number of poles."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Number of poles",
        unit="states",
        kind="amount",
        of="system",
        needs=("share",),
        reference="best_of_four",
        low=1.0,
    )
)
def poles(course: Course, horizon: int) -> Array:
    """States with at least half of the share of capability of the strongest [Schweller1998]_.

    The rule ``share_of_leader`` at its published mark; definitions of polarity
    differ, and this is one of them.

    References
    ----------
    .. [Schweller1998] Schweller, R. L. (1998). *Deadly Imbalances: Tripolarity
       and Hitler's Strategy of World Conquest*. Columbia University Press.
    """
    share = np.nan_to_num(course.step("share", horizon))
    return (share >= 0.5 * share.max(axis=1, keepdims=True)).sum(axis=1)[None].astype(np.float64)
