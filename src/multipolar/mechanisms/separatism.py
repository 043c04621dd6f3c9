"""Armed conflict over a part of the state: in large, diverse and newly loosened states."""

from multipolar.events import INTERNAL_PEACE, SEPARATISM
from multipolar.fields import Field
from multipolar.maths import absolute, exp, log, logistic, maximum, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_state, record, whole

FADE = 0.9
"""Part of what is remembered that is left a year later."""


@each_state(sets=("separatism_turn", "separatism", "separatism_past"), draws={"u": "uniform"})
def part(
    separatism, separatism_past, insurgency, gdp_ppp, population, regime, regime_change,
    growth_regime, unrest_pull, base, income, size, middle, loosening, recurrence, end_rate,
    lasting, u,
):  # fmt: skip
    """Begin and end armed conflicts over territory within states."""
    people = maximum(population, 1.0)
    rich = log(maximum(gdp_ppp, 1.0) / people) - 9.5
    odds = base - income * rich + size * (log(people) - 16.1)
    collapse = where(growth_regime < 0.0, 1.0, 0.0)
    odds = odds + middle * (1.0 - absolute(regime)) + unrest_pull
    odds = odds + loosening * maximum(regime_change, collapse)
    odds = odds + recurrence * (log(separatism_past + 0.05) - log(0.05))
    ends = minimum(end_rate * exp(-lasting * log(maximum(separatism_past, 1.0))), 0.95)
    turns = u < where(separatism > 0.5, ends, logistic(odds))
    peace = where(insurgency > 0.5, 0.0, -1.0)
    goes_on = where(turns, 1.0 - separatism, separatism)
    return (
        where(turns, where(separatism > 0.5, peace, 1.0), 0.0),
        goes_on,
        FADE * separatism_past + goes_on,
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
        "base": Param(-6.0, "1", -12, 2, normal(-5.6, 1.0),
            "log odds of an onset in a state of median income and 10 million people"),
        "income": Param(0.03, "1", -1, 4, normal(0.5, 0.5),
            "what a unit of log income takes from the odds"),
        "size": Param(0.3, "1", -1, 2, normal(0.3, 0.3), "what a unit of log population adds"),
        "middle": Param(1.1, "1", -3, 5, normal(0.5, 0.7), "what the middle of the scale adds"),
        "loosening": Param(0.6, "1", -2, 5, normal(1.0, 0.7),
            "what a change of regime or a collapse adds"),
        "recurrence": Param(0.65, "1", -1, 3, normal(0.3, 0.4),
            "what a unit of the logarithm of remembered years of such war adds"),
        "end_rate": Param(0.38, "1/year", 0, 1, lognormal(0.2, 0.7),
            "yearly chance that a conflict ends, in its first year"),
        "lasting": Param(0.73, "1", -1, 3, normal(0.3, 0.4),
            "how that chance falls with remembered years of war (log of one, of the other)"),
    },
    fields=(
        Field("separatism_past", "state", "1",
            "memory of wars over a part of the state: years of it; discounted by a tenth a year",
            low=0.0),
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
