"""Armed conflict over the state: in poor and unstable states, and where it is next door."""

from multipolar.events import INSURGENCY, INTERNAL_PEACE
from multipolar.luck import uniform
from multipolar.maths import log, logistic
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import record, whole


@whole(sets=("insurgency",))
def rebel(
    present, insurgency, separatism, gdp_ppp, population, regime, regime_change, growth,
    unrest_pull, ids, luck, events, year, base, income, size, middle, instability, crisis, end_rate,
    strong_state,
):  # fmt: skip
    """Begin and end armed conflicts over governments."""
    for s in range(len(present)):
        if present[s] > 0:
            u = uniform(luck, ids[s])
            rich = log(max(gdp_ppp[s], 1.0) / max(population[s], 1.0)) - 9.5
            if insurgency[s] == 0:
                odds = base - income * rich + size * (log(max(population[s], 1.0)) - 16.1)
                odds += middle * (1.0 - abs(regime[s])) + instability * regime_change[s]
                odds += crisis * min(max(-growth[s], 0.0), 0.3) * 10.0 + unrest_pull[s]
                if u < logistic(odds):
                    insurgency[s] = 1.0
                    record(events, INSURGENCY, year, s, -1, 0.0)
            elif u < end_rate * logistic(strong_state * rich) * 2.0:
                insurgency[s] = 0.0
                if separatism[s] == 0:
                    record(events, INTERNAL_PEACE, year, s, -1, 0.0)


insurgency = Mechanism(
    "insurgency",
    "regime",
    (rebel,),
    {
        "base": Param(-5.0, "1", -12, 2, normal(-5.0, 0.3),
            "log odds of an onset in a state of median income and 10 million people"),
        "income": Param(0.55, "1", -1, 4, normal(0.55, 0.12),
            "what a unit of log income takes from the odds"),
        "size": Param(0.25, "1", -1, 2, normal(0.25, 0.06), "what a unit of log population adds"),
        "middle": Param(0.4, "1", -2, 4, normal(0.4, 0.2), "what the middle of the scale adds"),
        "instability": Param(0.7, "1", -2, 4, normal(0.7, 0.25), "what a change of regime adds"),
        "crisis": Param(0.3, "1", -1, 4, normal(0.3, 0.15), "what a year of -10 % growth adds"),
        "end_rate": Param(0.16, "1/year", 0, 0.5, lognormal(0.16, 0.2),
            "yearly chance that a conflict ends, at median income"),
        "strong_state": Param(0.2, "1", -2, 3, normal(0.2, 0.1),
            "how income raises that chance (log odds)"),
    },
    label="Insurgency",
    source="Fearon & Laitin (2003), APSR 97(1); Collier & Hoeffler (2004), Oxford Economic Papers "
    "56(4); Hegre et al. (2001), APSR 95(1).",
    omits="Groups and grievances, terrain, lootable resources, and deaths within the state.",
    closes=True,
)  # fmt: skip
