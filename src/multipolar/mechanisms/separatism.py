"""Armed conflict over a part of the state: in large, diverse and newly loosened states."""

from multipolar.events import INTERNAL_PEACE, SEPARATISM
from multipolar.fields import Field
from multipolar.maths import log, logistic, maximum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_state, record, whole


@each_state(sets=("separatism_turn", "separatism"), draws={"u": "uniform"})
def part(
    separatism, insurgency, gdp_ppp, population, regime_change, growth_regime, unrest_pull, base,
    income, size, loosening, end_rate, u,
):  # fmt: skip
    """Begin and end armed conflicts over territory within states."""
    people = maximum(population, 1.0)
    rich = log(maximum(gdp_ppp, 1.0) / people) - 9.5
    odds = base - income * rich + size * (log(people) - 16.1)
    collapse = where(growth_regime < 0.0, 1.0, 0.0)
    odds = odds + loosening * maximum(regime_change, collapse) + unrest_pull
    turns = u < where(separatism > 0.5, end_rate, logistic(odds))
    peace = where(insurgency > 0.5, 0.0, -1.0)
    return (
        where(turns, where(separatism > 0.5, peace, 1.0), 0.0),
        where(turns, 1.0 - separatism, separatism),
    )


@whole()
def tell(separatism_turn, present, events, year):
    """Write down where wars over territory begin, and where peace returns."""
    for s in range(len(present)):
        if separatism_turn[s] != 0 and present[s] > 0:
            kind = SEPARATISM if separatism_turn[s] > 0 else INTERNAL_PEACE
            record(events, kind, year, s, -1, 0.0)


separatism = Mechanism(
    "separatism",
    "regime",
    (part, tell),
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
    fields=(
        Field("separatism_turn", "state", "1",
            "1 where a war over territory began this year; -1 where one ended and no other war "
            "within the state goes on"),
    ),
    label="Separatist war",
    source="Buhaug (2006), Journal of Peace Research 43(6); Cederman, Wimmer & Min (2010), World "
    "Politics 62(1); Roeder (2007), Where Nation-States Come From.",
    omits="Which group and which part; autonomy that is granted.",
    closes=True,
)  # fmt: skip
