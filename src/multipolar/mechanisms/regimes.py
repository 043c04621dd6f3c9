"""Regimes change: mostly in the middle, in poverty, in crisis and after defeat."""

from multipolar.events import REGIME_CHANGE
from multipolar.fields import Field
from multipolar.maths import absolute, log, logistic, maximum, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_state, record, whole


@each_state(
    sets=("regime_change", "proclaimed", "regime", "tenure", "ideology"),
    draws={"u": "uniform", "v": "uniform", "w": "uniform"},
)
def change(
    regime, tenure, ideology, gdp_ppp, population, growth, regime_pull, defeat, insurgency,
    separatism, base, middle, income, crisis, beaten, unrest, opening, jump, conviction, u, v, w,
):  # fmt: skip
    """Let regimes change by steps up or down the scale from autocracy to democracy."""
    rich = log(maximum(gdp_ppp, 1.0) / maximum(population, 1.0)) - 9.5
    odds = base + middle * (1.0 - absolute(regime)) - income * rich * (0.5 + 0.5 * regime)
    odds = odds + crisis * minimum(maximum(-growth, 0.0), 0.3) * 10.0 + beaten * defeat
    odds = odds + unrest * (insurgency + 0.5 * separatism) + regime_pull
    changes = u < logistic(odds)
    step = 0.3 + jump * v
    up = w < logistic(opening + 0.8 * rich - 1.5 * regime)
    new = maximum(minimum(where(up, regime + step, regime - step), 1.0), -1.0)
    ideas = maximum(minimum(ideology + conviction * (new - regime), 4.0), -4.0)
    return (
        where(changes, 1.0, 0.0),
        new,
        where(changes, new, regime),
        where(changes, 0.0, tenure),
        where(changes, ideas, ideology),
    )


@whole()
def tell(regime_change, proclaimed, present, events, year):
    """Write down which regimes changed."""
    for s in range(len(present)):
        if regime_change[s] != 0 and present[s] > 0:
            record(events, REGIME_CHANGE, year, s, -1, proclaimed[s])


regimes = Mechanism(
    "regimes",
    "regime",
    (change, tell),
    {
        "base": Param(-4.6, "1", -12, 2, normal(-4.6, 0.3), "log odds of a change in calm"),
        "middle": Param(1.3, "1", -3, 6, normal(1.3, 0.3), "what the middle of the scale adds"),
        "income": Param(0.5, "1", -2, 4, normal(0.5, 0.15),
            "what a unit of log income takes from the odds in a democracy"),
        "crisis": Param(0.4, "1", -1, 4, normal(0.4, 0.15), "what a year of -10 % growth adds"),
        "beaten": Param(1.8, "1", -1, 6, normal(1.8, 0.4), "what a lost war adds"),
        "unrest": Param(0.7, "1", -1, 4, normal(0.7, 0.2),
            "what armed conflict over the state adds; half for a part of it"),
        "opening": Param(0.1, "1", -4, 4, normal(0.1, 0.3),
            "log odds that a change is towards democracy, at median income and mid-scale"),
        "jump": Param(0.9, "1", 0, 2, lognormal(0.9, 0.2), "widest change beyond the least"),
        "conviction": Param(0.35, "1", -2, 2, normal(0.35, 0.15),
            "change of ideology for each unit of change of regime"),
    },
    fields=(
        Field("proclaimed", "state", "1", "regime that a change this year would lead to"),
    ),
    label="Change of regime",
    source="Przeworski et al. (2000), Democracy and Development; Gates et al. (2006), AJPS 50(4); "
    "Goldstone et al. (2010), AJPS 54(1); Svolik (2008), APSR 102(2).",
    omits="Who takes power, and the slow erosion that no single year shows.",
)  # fmt: skip
