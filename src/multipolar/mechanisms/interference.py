"""Rivals fan the armed conflicts of one another."""

from multipolar.maths import log, maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_pair


@each_pair(adds=("unrest_pull_i", "unrest_pull_j"))
def meddle(rivalry, alignment, contiguous, capability_i, capability_j, strength, reach):
    """Add to the odds of conflict in the weaker what a hostile stronger state can do."""
    enmity = maximum(rivalry, maximum(-alignment - 0.3, 0.0))
    near = maximum(contiguous, reach)
    edge = log((capability_j + 1e-5) / (capability_i + 1e-5))
    over_i = minimum(maximum(edge, 0.0), 4.0) * 0.25
    over_j = minimum(maximum(-edge, 0.0), 4.0) * 0.25
    return strength * enmity * near * over_i, strength * enmity * near * over_j


interference = Mechanism(
    "interference",
    "regime",
    (meddle,),
    {
        "strength": Param(0.3, "1", 0, 5, lognormal(0.4, 0.5),
            "log odds of armed conflict added by a rival neighbour 50 times as capable"),
        "reach": Param(0.2, "share", 0, 1, lognormal(0.2, 0.4),
            "part of it that a rival can do from afar"),
    },
    label="Interference from outside",
    source="Salehyan, Gleditsch & Cunningham (2011), International Organization 65(4); Maoz & "
    "San-Akca (2012), International Studies Quarterly 56(4).",
    omits="Interference in elections, and support for governments.",
)  # fmt: skip
