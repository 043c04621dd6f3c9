"""Sanctions cost the target, and the sender a little, by the trade they hit."""

from multipolar.maths import maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal
from multipolar.steps import each_pair, each_state


@each_pair(adds=("sanctioned_i", "sanctioned_j"))
def hit(trade_ij, trade_ji, sanction_ij, sanction_ji, gdp_ppp_i, gdp_ppp_j):
    """Add up the trade, over output, that others sanction."""
    flow = trade_ij + trade_ji
    on_i = minimum(sanction_ji * flow / maximum(gdp_ppp_i, 1e6), 0.5)
    on_j = minimum(sanction_ij * flow / maximum(gdp_ppp_j, 1e6), 0.5)
    return on_i, on_j


@each_pair(adds=("growth_pull_i", "growth_pull_j"))
def send(trade_ij, trade_ji, sanction_ij, sanction_ji, gdp_ppp_i, gdp_ppp_j, cost, sender):
    """Take growth from the senders."""
    flow = trade_ij + trade_ji
    by_i = minimum(sanction_ij * flow / maximum(gdp_ppp_i, 1e6), 0.5)
    by_j = minimum(sanction_ji * flow / maximum(gdp_ppp_j, 1e6), 0.5)
    return -(cost * sender * by_i), -(cost * sender * by_j)


@each_state(adds="growth_pull")
def bear(sanctioned, cost, diverted):
    """Take growth from the targets, less what they divert to others."""
    return -(cost * (1.0 - diverted) * minimum(sanctioned, 0.5))


burden_of_sanctions = Mechanism(
    "burden_of_sanctions",
    "growth",
    (hit, send, bear),
    {
        "cost": Param(0.1, "1/year", 0, 5, lognormal(0.1, 0.5),
            "growth lost for each unit of trade over output that is sanctioned"),
        "diverted": Param(0.5, "share", 0, 1, beta(6, 6), "part that the target trades elsewhere"),
        "sender": Param(0.15, "share", 0, 1, beta(3, 17), "the sender's loss over the target's"),
    },
    label="What sanctions cost",
    source="Neuenkirch & Neumeier (2015), European Journal of Political Economy 40; Felbermayr et "
    "al. (2020), European Economic Review 129.",
    omits="Finance, single goods, and evasion that grows with time.",
)  # fmt: skip
