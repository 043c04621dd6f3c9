"""Nothing changes."""

from multipolar.baseline import BaselineSpec, Case, baseline
from multipolar.target import Array


@baseline(BaselineSpec(label="Nothing changes", source="usual"))
def persistence(case: Case) -> Array | None:
    """The value at the origin, for certain; a total is that of as many years before.

    Of events that can hold at the origin it says 1 or 0, whose logarithmic
    score may be infinite; of others it says nothing.
    """
    spec = case.asked.spec
    if spec.kind == "event":
        return case.now if spec.status else None
    return case.now[:, None]
