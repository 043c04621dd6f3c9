"""Sanctions in force."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Sanctions in force",
        unit="senders and targets",
        kind="amount",
        of="system",
        needs=("sanction",),
        reference="climatology",
        offset=10.0,
        low=0.0,
        first=1945,
    )
)
def sanctions_in_force(course: Course, horizon: int) -> Array:
    """How many sanctions of a state of the origin on another are in force at the horizon.

    Political cases of TIES. One of unknown end is taken to last four years.
    """
    return course.step("sanction", horizon).sum(axis=1)[None].astype(np.float64)
