"""Trust in common institutions falls with wars, division and coercion, and grows back slowly."""

import numpy as np

from multipolar.maths import marked
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal
from multipolar.steps import whole


@whole(sets=("trust",))
def move(
    trust, wars, ideology, capability, present, sanction_ij, sanction_ji, treaty_kind, lead, usual,
    recovery, war_cost, division, coercion, order, supply,
):  # fmt: skip
    """Move trust by what happened in the year."""
    mean, spread = 0.0, 0.0
    for s in range(len(present)):
        if present[s] > 0:
            mean += capability[s] * ideology[s]
    for s in range(len(present)):
        if present[s] > 0:
            spread += capability[s] * (ideology[s] - mean) * (ideology[s] - mean)
    states = max(present.sum(), 1.0)
    sanctioned = (len(marked(sanction_ij)) + len(marked(sanction_ji))) / states
    count = 0.0
    for t in range(len(treaty_kind)):
        if treaty_kind[t] != 0:
            count += 1.0
    treaties = count / states
    target = usual - division * (np.sqrt(spread) - 1.0) - coercion * (sanctioned - 2.0)
    target += order * (treaties - 0.5) + supply * (lead[0] - 0.1)
    target = min(max(target, 0.0), 1.0)
    new = trust[0] + recovery * (target - trust[0]) - war_cost * wars[0]
    trust[0] = min(max(new, 0.0), 1.0)


trust = Mechanism(
    "trust",
    "system",
    (move,),
    {
        "usual": Param(0.5, "share", 0, 1, None, "trust in usual times: the middle of the scale"),
        "recovery": Param(0.08, "1/year", 0, 1, beta(8, 92), "yearly return to what is usual"),
        "war_cost": Param(0.01, "1", 0, 1, lognormal(0.01, 0.5), "trust lost by each new war"),
        "division": Param(0.15, "1", -1, 2, lognormal(0.15, 0.5),
            "trust lost by each unit by which capable states' positions spread beyond one"),
        "coercion": Param(0.02, "1", -1, 1, lognormal(0.02, 0.6),
            "trust lost by each sanction per state beyond two"),
        "order": Param(0.1, "1", -1, 2, lognormal(0.1, 0.6),
            "trust gained by each treaty per state beyond one half"),
        "supply": Param(0.3, "1", -2, 3, lognormal(0.3, 0.8),
            "trust gained by each unit of the leader's lead (hegemonic stability)"),
    },
    label="Governance and trust",
    source="Keohane (1984), After Hegemony; Kindleberger (1973), The World in Depression; "
    "Ikenberry (2001), After Victory. No series of trust is fitted: every value is a judgement.",
    omits="Single institutions, their votes and their money.",
)  # fmt: skip
