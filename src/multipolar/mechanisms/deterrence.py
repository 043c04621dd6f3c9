"""Nuclear weapons make war between those who have them rarer, disputes less so."""

from multipolar.maths import maximum, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import normal
from multipolar.steps import each_pair


@each_pair(adds=("onset_pull", "escalation_pull"))
def deter(nuclear_warheads_i, nuclear_warheads_j, crisis, mutual, one_sided):
    """Act on disputes and on their escalation by who has the weapons."""
    has_i = where(nuclear_warheads_i >= 1.0, 1.0, 0.0)
    has_j = where(nuclear_warheads_j >= 1.0, 1.0, 0.0)
    both = minimum(has_i, has_j)
    one = maximum(has_i, has_j) - both
    return crisis * both, mutual * both + one_sided * one


deterrence = Mechanism(
    "deterrence",
    "conflict",
    (deter,),
    {
        "crisis": Param(0.3, "1", -4, 4, normal(0.3, 0.3),
            "what weapons on both sides add to the log odds of a dispute (stability-instability)"),
        "mutual": Param(-2.2, "1", -10, 4, normal(-1.5, 1.5),
            "what they add to the log odds that it becomes a war"),
        "one_sided": Param(0.2, "1", -4, 4, normal(0.0, 0.7),
            "what weapons on one side add to that"),
    },
    label="Nuclear deterrence",
    source="Rauchhaus (2009), Journal of Conflict Resolution 53(2); Bell & Miller (2015), JCR "
    "59(1), who find no effect on war; Snyder (1965) on stability and instability.",
    omits="Nuclear use: no war here is nuclear.",
)  # fmt: skip
