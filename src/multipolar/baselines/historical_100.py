"""Changes of the last 100 years."""

from multipolar.baseline import BaselineSpec, Case, baseline, changes
from multipolar.target import Array


@baseline(
    BaselineSpec(
        label="Changes of the last 100 years", source="calibrated random walk of the same statistic"
    )
)
def historical_100(case: Case) -> Array | None:
    """The value at the origin, moved as it moved in the last 100 years.

    Stretches are of the length of the horizon, each in the closed world of its
    own first year. Ratios of amounts, differences where amounts may be negative.
    """
    return changes(case, 100, even=False)
