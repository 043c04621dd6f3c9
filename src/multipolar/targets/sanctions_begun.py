"""Sanctions that begin."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Sanctions that begin",
        unit="senders and targets",
        kind="amount",
        of="system",
        needs=("sanctioned",),
        reference="climatology",
        total=True,
        offset=10.0,
        low=0.0,
        first=1945,
    )
)
def sanctions_begun(course: Course, horizon: int) -> Array:
    """Times that a state of the origin imposes sanctions on another, in all years to the horizon.

    Political cases of TIES; each sender of a coalition counts.
    """
    return course.window("sanctioned", horizon).sum(axis=(1, 2))[None].astype(np.float64)
