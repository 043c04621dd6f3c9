"""What usually is."""

import numpy as np

from multipolar.baseline import BaselineSpec, Case, baseline
from multipolar.target import Array


@baseline(BaselineSpec(label="Values of the last 40 years", source="climatology"))
def climatology(case: Case) -> Array | None:
    """Of an amount of the system: what came of origins of the last 40 years, each as likely."""
    if case.asked.spec.kind != "amount" or case.asked.spec.of != "system":
        return None
    found = np.array([case.end(s)[0] for s in case.origins(40)])
    found = found[np.isfinite(found)]
    return found[None] if len(found) > 1 else None
