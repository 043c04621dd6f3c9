"""A leader far ahead is balanced by the other great powers."""

from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_pair


@each_pair(adds="alignment_pull")
def resist(
    leader_i, leader_j, major_i, major_j, lead, defence, regime_i, regime_j, balance, league
):
    """Draw great powers from the leader, unless allied, and towards one another."""
    facing = leader_i * major_j + leader_j * major_i
    others = major_i * major_j * (1.0 - leader_i) * (1.0 - leader_j)
    unlike = 0.5 - 0.5 * regime_i * regime_j
    apart = -(balance * facing * (1.0 - defence) * (0.5 + unlike))
    return lead * (apart + league * others * (1.0 - unlike))


hegemony = Mechanism(
    "hegemony",
    "alignment",
    (resist,),
    {
        "balance": Param(0.15, "1/year", 0, 5, lognormal(0.15, 0.6),
            "yearly move of a great power from the leader for each unit of lead"),
        "league": Param(0.08, "1/year", 0, 5, lognormal(0.08, 0.6),
            "yearly move of other great powers of like regime towards one another"),
    },
    label="Balancing against the leader",
    source="Waltz (1979), Theory of International Politics; Levy & Thompson (2010), International "
    "Security 35(1), who find it against land powers rather than sea powers.",
    omits="The difference between land and sea powers.",
)  # fmt: skip
