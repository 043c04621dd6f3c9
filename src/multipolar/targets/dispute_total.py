"""Disputes up to a year."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Disputes that begin up to the year",
        unit="pairs of states",
        kind="amount",
        of="system",
        needs=("onset",),
        reference="best_of_four",
        total=True,
        offset=10.0,
        low=0.0,
        horizons=(5, 10, 20),
    )
)
def dispute_total(course: Course, horizon: int) -> Array:
    """Onsets of disputes of pairs of states of the origin, in all years up to the horizon."""
    return (course.window("onset", horizon) > 0).sum(axis=(1, 2))[None].astype(np.float64)
