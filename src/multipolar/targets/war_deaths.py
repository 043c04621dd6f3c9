"""Size of wars."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Battle deaths between states (logarithm)",
        unit="log10 persons",
        kind="amount",
        of="system",
        needs=("war_deaths",),
        reference="best_of_four",
        total=True,
        low=3.0,
    )
)
def war_deaths(course: Course, horizon: int) -> Array:
    """Base-ten logarithm of a thousand plus the battle deaths up to the horizon.

    Deaths of a historical war are spread evenly over its years; unknown deaths
    (-9) count as none.
    """
    return np.log10(1e3 + course.window("war_deaths", horizon).sum(axis=1))[None]
