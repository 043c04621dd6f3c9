"""States that trade much with one another draw together and fight less."""

from multipolar.maths import minimum, sqrt
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_pair


@each_pair(adds=("alignment_pull", "onset_pull"))
def depend(trade_ij, trade_ji, gdp_ppp_i, gdp_ppp_j, alignment, strength, peace):
    """Weigh trade by the output of the less dependent of the two."""
    flow = trade_ij + trade_ji
    by_i = minimum(flow / (gdp_ppp_i + 1e6), 0.5)
    by_j = minimum(flow / (gdp_ppp_j + 1e6), 0.5)
    weak = sqrt(minimum(by_i, by_j))
    return strength * weak * (1.0 - alignment), -(peace * weak)


interdependence = Mechanism(
    "interdependence",
    "alignment",
    (depend,),
    {
        "strength": Param(0.03, "1/year", 0, 1, lognormal(0.03, 0.5),
            "yearly move together for each unit of the root of the lower dependence"),
        "peace": Param(1.0, "1", -5, 10, normal(1.0, 0.7),
            "what the same takes from the log odds of a dispute"),
    },
    label="Economic interdependence",
    source="Oneal & Russett (1997), International Studies Quarterly 41(2), who take the lower "
    "dependence; Barbieri (2002), The Liberal Illusion, finds the opposite.",
    omits="Expectations of future trade, investment, and choke points.",
)  # fmt: skip
