"""Trust in common institutions falls with wars, division and coercion, and grows back slowly.

Nobody knows how much trust goes with so many treaties or sanctions: only that more of them than
states are used to moves it. So circumstances count against what was usual lately, and where
nothing changes trust keeps to its usual level.
"""

import numpy as np

from multipolar.fields import Field
from multipolar.maths import marked
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal
from multipolar.steps import whole

UNSET = -99.0
"""What circumstances count as before the first year: whatever that year finds is usual."""


@whole(sets=("trust", "accustomed"))
def move(
    trust, accustomed, wars, ideology, capability, present, sanction_ij, sanction_ji, treaty_kind,
    lead, usual, recovery, war_cost, peace, division, coercion, order, supply, habit,
):  # fmt: skip
    """Move trust by what happened in the year, and by how it differs from what states know."""
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
    found = order * treaties + supply * lead[0] - division * np.sqrt(spread)
    found -= coercion * sanctioned
    if accustomed[0] == UNSET:
        accustomed[0] = found
    target = min(max(usual + found - accustomed[0], 0.0), 1.0)
    new = trust[0] + recovery * (target - trust[0]) - war_cost * (wars[0] - peace)
    trust[0] = min(max(new, 0.0), 1.0)
    accustomed[0] += habit * (found - accustomed[0])


trust = Mechanism(
    "trust",
    "system",
    (move,),
    {
        "usual": Param(0.5, "share", 0, 1, None, "trust in usual times: the middle of the scale"),
        "recovery": Param(0.08, "1/year", 0, 1, beta(8, 92), "yearly return to what is usual"),
        "war_cost": Param(0.01, "1", 0, 1, lognormal(0.01, 0.5),
            "trust lost by each new war beyond the usual"),
        "peace": Param(0.52, "1/year", 0, 10, None,
            "new wars of a usual year: 95 between states in the 181 years to 2003"),
        "division": Param(0.15, "1", -1, 2, lognormal(0.15, 0.5),
            "trust lost by each unit by which capable states' positions spread wider than usual"),
        "coercion": Param(0.02, "1", -1, 1, lognormal(0.02, 0.6),
            "trust lost by each sanction per state beyond the usual"),
        "order": Param(0.1, "1", -1, 2, lognormal(0.1, 0.6),
            "trust gained by each treaty per state beyond the usual"),
        "supply": Param(0.3, "1", -2, 3, lognormal(0.3, 0.8),
            "trust gained by each unit of the leader's lead beyond the usual (hegemonic "
            "stability)"),
        "habit": Param(0.05, "1/year", 0, 1, beta(5, 95),
            "yearly part by which what is usual follows what is: 14 years for a half"),
    },
    fields=(
        Field("accustomed", "system", "1", "circumstances of trust that states are used to",
            "stock", UNSET),
    ),
    label="Governance and trust",
    source="Keohane (1984), After Hegemony; Kindleberger (1973), The World in Depression; "
    "Ikenberry (2001), After Victory. No series of trust is fitted: every value is a judgement.",
    omits="Single institutions, their votes and their money.",
)  # fmt: skip
