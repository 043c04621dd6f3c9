"""Armed conflict over the state: in poor and unstable states, and where it is next door."""

from multipolar.events import INSURGENCY, INTERNAL_PEACE
from multipolar.fields import Field
from multipolar.maths import absolute, exp, log, logistic, maximum, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_state, record, whole

FADE = 0.9
"""Part of what is remembered that is left a year later."""


@each_state(sets=("insurgency_turn", "insurgency", "insurgency_past"), draws={"u": "uniform"})
def rebel(
    insurgency, insurgency_past, separatism, gdp_ppp, population, regime, regime_change, growth,
    unrest_pull, base, income, size, middle, instability, crisis, recurrence, end_rate,
    strong_state, lasting, u,
):  # fmt: skip
    """Begin and end armed conflicts over governments."""
    rich = log(maximum(gdp_ppp, 1.0) / maximum(population, 1.0)) - 9.5
    odds = base - income * rich + size * (log(maximum(population, 1.0)) - 16.1)
    odds = odds + middle * (1.0 - absolute(regime)) + instability * regime_change
    odds = odds + crisis * minimum(maximum(-growth, 0.0), 0.3) * 10.0 + unrest_pull
    odds = odds + recurrence * (log(insurgency_past + 0.05) - log(0.05))
    worn = exp(-lasting * log(maximum(insurgency_past, 1.0)))
    ends = minimum(end_rate * logistic(strong_state * rich) * 2.0 * worn, 0.95)
    turns = u < where(insurgency > 0.5, ends, logistic(odds))
    peace = where(separatism > 0.5, 0.0, -1.0)
    goes_on = where(turns, 1.0 - insurgency, insurgency)
    return (
        where(turns, where(insurgency > 0.5, peace, 1.0), 0.0),
        goes_on,
        FADE * insurgency_past + goes_on,
    )


@whole()
def tell(insurgency_turn, present, events, year):
    """Write down where rebellions begin, and where peace returns."""
    for s in range(len(present)):
        if insurgency_turn[s] != 0 and present[s] > 0:
            kind = INSURGENCY if insurgency_turn[s] > 0 else INTERNAL_PEACE
            record(events, kind, year, s, -1, 0.0)


insurgency = Mechanism(
    "insurgency",
    "regime",
    (rebel, tell),
    {
        "base": Param(-5.3, "1", -12, 2, normal(-5.0, 1.0),
            "log odds of an onset in a state of median income and 10 million people"),
        "income": Param(0.3, "1", -1, 4, normal(0.5, 0.5),
            "what a unit of log income takes from the odds"),
        "size": Param(0.08, "1", -1, 2, normal(0.25, 0.25), "what a unit of log population adds"),
        "middle": Param(0.54, "1", -2, 4, normal(0.5, 0.5), "what the middle of the scale adds"),
        "instability": Param(1.4, "1", -2, 4, normal(0.7, 0.7), "what a change of regime adds"),
        "crisis": Param(0.02, "1", -1, 4, normal(0.4, 0.4), "what a year of -10 % growth adds"),
        "recurrence": Param(0.45, "1", -1, 3, normal(0.3, 0.4),
            "what a unit of the logarithm of remembered years of such conflict adds"),
        "end_rate": Param(0.63, "1/year", 0, 1, lognormal(0.2, 0.7),
            "yearly chance that a conflict ends, in its first year and at median income"),
        "lasting": Param(0.83, "1", -1, 3, normal(0.3, 0.4),
            "how that chance falls with remembered years of conflict (log of one, of the other)"),
        "strong_state": Param(0.14, "1", -2, 3, normal(0.2, 0.3),
            "how income raises that chance (log odds)"),
    },
    fields=(
        Field("insurgency_past", "state", "1",
            "memory of armed conflict over the state: years of it; discounted by a tenth a year",
            low=0.0),
        Field("insurgency_turn", "state", "1",
            "1 where an insurgency began this year; -1 where one ended and no other war within "
            "the state goes on"),
    ),
    label="Insurgency",
    source="Fearon & Laitin (2003), APSR 97(1); Collier & Hoeffler (2004), Oxford Economic Papers "
    "56(4); Hegre et al. (2001), APSR 95(1); Walter (2004), Journal of Peace Research 41(3), on "
    "recurrence.",
    omits="Groups and grievances, terrain, lootable resources, and deaths within the state.",
    closes=True,
)  # fmt: skip
