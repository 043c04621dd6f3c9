"""Armed conflict over a part of the state: in large, diverse and newly loosened states."""

from multipolar.events import INTERNAL_PEACE, SEPARATISM
from multipolar.luck import uniform
from multipolar.maths import log, logistic
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import record, whole


@whole(sets=("separatism",))
def part(
    present, separatism, insurgency, gdp_ppp, population, regime_change, growth_regime,
    unrest_pull, ids, luck, events, year, base, income, size, loosening, end_rate,
):  # fmt: skip
    """Begin and end armed conflicts over territory within states."""
    for s in range(len(present)):
        if present[s] > 0:
            u = uniform(luck, ids[s])
            people = max(population[s], 1.0)
            if separatism[s] == 0:
                rich = log(max(gdp_ppp[s], 1.0) / people) - 9.5
                odds = base - income * rich + size * (log(people) - 16.1)
                collapse = 1.0 if growth_regime[s] < 0 else 0.0
                odds += loosening * max(regime_change[s], collapse) + unrest_pull[s]
                if u < logistic(odds):
                    separatism[s] = 1.0
                    record(events, SEPARATISM, year, s, -1, 0.0)
            elif u < end_rate:
                separatism[s] = 0.0
                if insurgency[s] == 0:
                    record(events, INTERNAL_PEACE, year, s, -1, 0.0)


separatism = Mechanism(
    "separatism",
    "regime",
    (part,),
    {
        "base": Param(-5.6, "1", -12, 2, normal(-5.6, 0.3),
            "log odds of an onset in a state of median income and 10 million people"),
        "income": Param(0.8, "1", -1, 4, normal(0.8, 0.2),
            "what a unit of log income takes from the odds"),
        "size": Param(0.35, "1", -1, 2, normal(0.35, 0.08), "what a unit of log population adds"),
        "loosening": Param(1.0, "1", -2, 5, normal(1.0, 0.3),
            "what a change of regime or a collapse adds"),
        "end_rate": Param(0.12, "1/year", 0, 1, lognormal(0.12, 0.2),
            "yearly chance that a conflict ends"),
    },
    label="Separatist war",
    source="Buhaug (2006), Journal of Peace Research 43(6); Cederman, Wimmer & Min (2010), World "
    "Politics 62(1); Roeder (2007), Where Nation-States Come From.",
    omits="Which group and which part; autonomy that is granted.",
    closes=True,
)  # fmt: skip
