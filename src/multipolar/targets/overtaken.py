"""Who overtakes whom."""

import numpy as np

from multipolar.course import Course
from multipolar.target import Array, TargetSpec, target


@target(
    TargetSpec(
        label="Is overtaken in capability",
        unit="probability",
        kind="event",
        of="pair",
        needs=("share",),
        reference="persistence",
        status=True,
        split=False,
    )
)
def overtaken(course: Course, horizon: int) -> Array:
    """Whether the order of two of the eight leading states has turned since the origin.

    A state that is gone counts as the lesser. At the origin no pair has turned.
    """
    world, share = course.world, np.nan_to_num(course.step("share", horizon))
    i, j = world.first, world.second
    ahead = np.where(world.rank[i] < world.rank[j], 1.0, -1.0)
    turned = (share[:, i] - share[:, j]) * ahead < 0
    leading = (world.rank[i] < 8) & (world.rank[j] < 8)
    return np.where(leading, turned, np.nan).T
