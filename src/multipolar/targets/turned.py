"""How far the order of the powers has turned."""

import numpy as np

from multipolar.course import Course
from multipolar.course import turned as crossed
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Pairs of the eight leading states whose order has turned",
        unit="pairs of states",
        kind="amount",
        of="system",
        needs=("share",),
        reference="best_of_four",
        low=0.0,
        high=28.0,
    )
)
def turned(course: Course, horizon: int) -> Array:
    """Pairs of the eight leading states of the origin of which the lesser leads at the horizon.

    Kendall's distance of the two orders; 0 is the same order, and always so at the origin.
    """
    return np.nansum(crossed(course, horizon), axis=0)[None]
