"""The enemy of my enemy: the threatened draw together against those who threaten both."""

from multipolar.maths import maximum, minimum, sqrt
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_pair


@each_pair(adds=("alignment_pull", "pact_pull"))
def gather(threat_i, threat_j, paths, alignment, strength, pact):
    """Draw a pair together by the threat both feel, if they stand alike to third states."""
    both = sqrt(minimum(threat_i, 1.0) * minimum(threat_j, 1.0))
    alike = minimum(maximum(paths, 0.0) * 20.0, 1.0)
    return strength * both * alike * (1.0 - alignment), pact * both * alike


shared_threat = Mechanism(
    "shared_threat",
    "alignment",
    (gather,),
    {
        "strength": Param(0.03, "1/year", 0, 1, lognormal(0.03, 0.5),
            "yearly move towards full alignment of a pair under full and common threat"),
        "pact": Param(0.8, "1", 0, 5, lognormal(0.8, 0.5),
            "log odds of seeking a pact that such a threat adds"),
    },
    label="Balance of threat",
    source="Walt (1987), The Origins of Alliances; Waltz (1979), Theory of International Politics, "
    "chapter 6.",
    omits="Buck-passing: each waits for the other to bear the cost.",
)  # fmt: skip
