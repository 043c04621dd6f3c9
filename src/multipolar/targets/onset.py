"""Disputes of each pair."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Any dispute of the pair begins",
        unit="probability",
        kind="event",
        of="pair",
        needs=("onset",),
        reference="base_rate",
        total=True,
        chance="onset_chance",
    )
)
def onset(course: Course, horizon: int) -> Array:
    """Whether a militarized dispute of the pair begins in any year up to the horizon.

    Disputes are those of Gibler, Miller and Little, entry of later parties
    included. A pair of which one state has left has none from then on.
    """
    begun = np.asarray(course.window("onset", horizon) > 0)
    return np.asarray(begun.any(axis=1).T, np.float64)
