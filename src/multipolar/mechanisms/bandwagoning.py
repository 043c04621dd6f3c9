"""The weak beside the strong give in and side with them."""

from multipolar.maths import absolute, log, maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_pair


@each_pair(adds="alignment_pull")
def give_in(contiguous, capability_i, capability_j, rivalry, defence, alignment, strength):
    """Draw a weak state towards a strong neighbour that is no rival."""
    ratio = absolute(log((capability_i + 1e-5) / (capability_j + 1e-5)))
    gulf = minimum(maximum(ratio - 2.3, 0.0) * 0.4, 1.0)
    calm = (1.0 - rivalry) * (1.0 - defence)
    return strength * contiguous * gulf * calm * (0.3 - alignment)


bandwagoning = Mechanism(
    "bandwagoning",
    "alignment",
    (give_in,),
    {
        "strength": Param(0.02, "1/year", 0, 1, lognormal(0.02, 0.5),
            "yearly move towards mild alignment with a neighbour 100 times as capable"),
    },
    label="Bandwagoning",
    source="Schweller (1994), International Security 19(1); Walt (1987), chapter 5.",
    omits="Bandwagoning for profit with a rising revisionist.",
)  # fmt: skip
