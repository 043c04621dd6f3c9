"""Positions drift: towards friends, towards what the regime stands for, and by chance."""

from multipolar.fields import Field
from multipolar.maths import maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_pair, each_state


@each_pair(adds=("company_kept_i", "company_kept_j", "creed_near_i", "creed_near_j"))
def hear(alignment, capability_i, capability_j, ideology_i, ideology_j):
    """Add up the positions of friends, weighted by friendship and capability."""
    bond = maximum(alignment, 0.0)
    by_j = bond * (capability_j + 0.001)
    by_i = bond * (capability_i + 0.001)
    return by_j, by_i, by_j * ideology_j, by_i * ideology_i


@each_state(sets=("ideology",), draws={"z": "normal"})
def drift(ideology, regime, company_kept, creed_near, converge, creed, slope, wander, z):
    """Move the position towards friends' and the regime's, and by chance."""
    friends = creed_near / maximum(company_kept, 1e-6)
    kept = minimum(company_kept * 20.0, 1.0)
    new = ideology + converge * kept * (friends - ideology)
    new = new + creed * (slope * regime - ideology) + wander * z
    return maximum(minimum(new, 4.0), -4.0)


ideology = Mechanism(
    "ideology",
    "regime",
    (hear, drift),
    {
        "converge": Param(0.02, "1/year", 0, 1, lognormal(0.02, 0.5), "pull of friends' positions"),
        "creed": Param(0.01, "1/year", 0, 1, lognormal(0.01, 0.5),
            "pull of what the regime stands for"),
        "slope": Param(0.8, "1", -3, 3, normal(0.8, 0.2),
            "position of a full democracy; that of a full autocracy is the opposite"),
        "wander": Param(0.06, "1", 0, 1, lognormal(0.06, 0.25),
            "standard deviation of chance in a year"),
    },
    fields=(
        Field("company_kept", "state", "1", "weight of friends", "tally", 0.0, 0.0),
        Field("creed_near", "state", "1", "weighted positions of friends", "tally"),
    ),
    label="Drift of ideological positions",
    source="Bailey, Strezhnev & Voeten (2017), Journal of Conflict Resolution 61(2), for positions "
    "and their pace; Owen (2010), The Clash of Ideas in World Politics.",
    omits="New disputes of ideas that turn the scale itself.",
)  # fmt: skip
