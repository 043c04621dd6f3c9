"""War and armed conflict cost output."""

from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_state


@each_state(adds="growth_pull")
def destroy(mobilised, insurgency, separatism, terrorism, war_cost, conflict_cost, terror_cost):
    """Take growth from states at war, in armed conflict and under terrorism."""
    inside = insurgency + 0.5 * separatism
    return -(war_cost * mobilised + conflict_cost * inside + terror_cost * terrorism)


burden_of_conflict = Mechanism(
    "burden_of_conflict",
    "growth",
    (destroy,),
    {
        "war_cost": Param(0.02, "1/year", 0, 0.5, lognormal(0.02, 0.5),
            "growth lost in a year of war between states"),
        "conflict_cost": Param(0.008, "1/year", 0, 0.5, lognormal(0.008, 0.4),
            "growth lost in a year of armed conflict over the state; half for a part of it"),
        "terror_cost": Param(0.002, "1/year", 0, 0.5, lognormal(0.002, 0.5),
            "growth lost to terrorism at the level of an average armed conflict"),
    },
    label="What conflict costs",
    source="Collier (1999), Oxford Economic Papers 51(1), 2.2 points a year; Koubi (2005), "
    "Journal of Peace Research 42(1); Blomberg, Hess & Orphanides (2004), JME 51(5).",
    omits="Recovery after a war, and that some wars raise the output of those far from the front.",
)  # fmt: skip
