"""Trade follows output, distance, friendship and sanctions."""

from multipolar.fields import Field
from multipolar.maths import exp, log, maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_pair, each_state


@each_pair(sets=("trade_ij", "trade_ji"), adds=("turnover_i", "turnover_j"))
def flow(
    trade_ij, trade_ji, growth_i, growth_j, gdp_ppp_i, gdp_ppp_j, log_distance, alignment,
    sanction_ij, sanction_ji, war, elasticity, friction, level, pull, friends, cut, rupture,
):  # fmt: skip
    """Let trade follow output and gravity, and fall under sanctions and war."""
    size = log(maximum(gdp_ppp_i, 1e6)) + log(maximum(gdp_ppp_j, 1e6))
    expected = level + 0.95 * size - friction * log_distance + friends * alignment
    barred = minimum(sanction_ij + sanction_ji, 1.0)
    grown = elasticity * 0.5 * (growth_i + growth_j) - cut * barred - rupture * war
    out = log(trade_ij + 1.0)
    back = log(trade_ji + 1.0)
    out = out + grown + pull * minimum(maximum(expected - out, -3.0), 3.0)
    back = back + grown + pull * minimum(maximum(expected - back, -3.0), 3.0)
    there = exp(minimum(maximum(out, 0.0), 34.0)) - 1.0
    here = exp(minimum(maximum(back, 0.0), 34.0)) - 1.0
    return there, here, there + here, there + here


@each_state(sets=("dependence",))
def open_up(turnover, gdp_ppp):
    """Set dependence: trade with all over output."""
    return turnover / maximum(gdp_ppp, 1.0)


trade = Mechanism(
    "trade",
    "alignment",
    (flow, open_up),
    {
        "elasticity": Param(1.0, "1", 0, 4, normal(1.0, 0.15),
            "growth of trade for each unit of growth of output"),
        "friction": Param(1.1, "1", 0, 4, normal(1.1, 0.1), "fall of trade with log distance"),
        "level": Param(-21.7, "1", -60, 20, normal(-21.7, 0.3), "constant of the gravity equation"),
        "pull": Param(0.02, "1/year", 0, 1, lognormal(0.02, 0.4),
            "yearly approach to what gravity expects"),
        "friends": Param(0.5, "1", -2, 3, normal(0.5, 0.2), "log of what full alignment adds"),
        "cut": Param(0.10, "1/year", 0, 3, lognormal(0.10, 0.5),
            "yearly fall of trade between sender and target of sanctions"),
        "rupture": Param(0.5, "1/year", 0, 5, lognormal(0.5, 0.4), "yearly fall of trade at war"),
    },
    fields=(Field("turnover", "state", "USD", "trade with all partners", "tally", 0.0, 0.0),),
    label="Trade",
    source="Tinbergen (1962), Shaping the World Economy; Head & Mayer (2014), Handbook of "
    "International Economics 4, for elasticities; Glick & Taylor (2010), REStat 92(1), for war.",
    omits="Goods, tariffs, agreements and currencies.",
)  # fmt: skip
