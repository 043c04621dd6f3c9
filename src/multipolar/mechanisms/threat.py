"""How threatened a state is: capability, nearness and hostility of others."""

from multipolar.fields import Field
from multipolar.maths import exp, maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_pair, each_state


@each_pair(adds=("danger_i", "danger_j"))
def weigh(alignment, rivalry, contiguous, log_distance, capability_i, capability_j, gradient):
    """Weigh the other's capability by enmity and nearness."""
    enmity = maximum(maximum(-alignment, 0.0), 0.7 * rivalry)
    near = maximum(contiguous, exp(-(gradient * maximum(log_distance - 6.2, 0.0))))
    return enmity * near * capability_j, enmity * near * capability_i


@each_state(sets=("threat",))
def perceive(threat, danger, capability, memory):
    """Set the threat against one's own capability; it is slow to be felt and to be forgotten."""
    felt = danger / (danger + capability + 0.02)
    return memory * threat + (1.0 - memory) * minimum(felt, 1.0)


threat = Mechanism(
    "threat",
    "alignment",
    (weigh, perceive),
    {
        "gradient": Param(0.5, "1", 0, 5, lognormal(0.5, 0.3),
            "fall of threat with the log of distance beyond 500 km"),
        "memory": Param(0.6, "1", 0, 0.99, None, "part of last year's perception that stays"),
    },
    fields=(Field("danger", "state", "share", "hostile capability nearby", "tally", 0.0, 0.0),),
    label="Perceived threat",
    source="Walt (1987), The Origins of Alliances; Boulding (1962), Conflict and Defense.",
    omits="Offensive against defensive arms, and misperception.",
)  # fmt: skip
