"""Democracies fight one another less."""

from multipolar.maths import maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import normal
from multipolar.steps import each_pair


@each_pair(adds=("onset_pull", "escalation_pull"))
def restrain(regime_i, regime_j, weakest, strongest, joint, taming):
    """Act on disputes by the less and the more democratic of the pair."""
    low = 0.5 + 0.5 * minimum(regime_i, regime_j)
    high = 0.5 + 0.5 * maximum(regime_i, regime_j)
    both = low * high
    return weakest * low + strongest * high + joint * both, taming * both


democratic_peace = Mechanism(
    "democratic_peace",
    "conflict",
    (restrain,),
    {
        "weakest": Param(1.1, "1", -6, 4, normal(-0.5, 1.5),
            "what full democracy of the less democratic adds to the log odds of a dispute"),
        "strongest": Param(0.55, "1", -4, 6, normal(0.0, 1.0),
            "what full democracy of the more democratic adds"),
        "joint": Param(-2.1, "1", -8, 4, normal(-1.0, 1.5),
            "what full democracy of both adds to that"),
        "taming": Param(-1.5, "1", -8, 4, normal(-1.5, 1.0),
            "what it adds to the log odds that a dispute becomes a war"),
    },
    label="Democratic peace",
    source="Maoz & Russett (1993), APSR 87(3); Dafoe, Oneal & Russett (2013), International "
    "Studies Quarterly 57(1). Values for disputes: fits/disputes.py, to 2010; that for war is a "
    "judgement.",
    omits="Whether contract, trade or a leader's order explains it.",
)  # fmt: skip
