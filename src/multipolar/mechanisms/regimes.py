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
    regime, regime_change, tenure, ideology, gdp_ppp, population, growth, regime_pull, defeat,
    insurgency, separatism, base, middle, rooted, income, unsettled, crisis, beaten, unrest,
    opening,
    wealth, reversion, jump, conviction, u, v, w,
):  # fmt: skip
    """Let regimes change by steps up or down the scale from autocracy to democracy."""
    rich = log(maximum(gdp_ppp, 1.0) / maximum(population, 1.0)) - 9.5
    odds = base + middle * (1.0 - absolute(regime)) - income * rich * (0.5 + 0.5 * regime)
    odds = odds - rooted * maximum(regime, 0.0)
    odds = odds + crisis * minimum(maximum(-growth, 0.0), 0.3) * 10.0 + beaten * defeat
    odds = odds + unrest * (insurgency + 0.5 * separatism) + unsettled * regime_change
    odds = odds + regime_pull
    changes = u < logistic(odds)
    step = 0.3 - jump * log(v)
    up = w < logistic(opening + wealth * rich - reversion * regime)
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
        "base": Param(-3.9, "1", -12, 2, normal(-4.5, 1.0), "log odds of a change in calm"),
        "middle": Param(1.6, "1", -3, 8, normal(1.5, 1.0), "what the middle of the scale adds"),
        "rooted": Param(1.2, "1", -2, 8, normal(1.0, 1.5), "what full democracy takes besides"),
        "income": Param(0.47, "1", -2, 4, normal(0.5, 0.5),
            "what a unit of log income takes from the odds in a democracy"),
        "unsettled": Param(1.2, "1", -2, 5, normal(0.7, 0.7), "what a change the year before adds"),
        "crisis": Param(0.1, "1", -1, 4, normal(0.4, 0.4), "what a year of -10 % growth adds"),
        "beaten": Param(1.3, "1", -1, 6, normal(1.5, 1.0), "what a lost war adds"),
        "unrest": Param(0.3, "1", -1, 4, normal(0.5, 0.5),
            "what armed conflict over the state adds; half for a part of it"),
        "opening": Param(1.0, "1", -4, 6, normal(0.0, 1.0),
            "log odds that a change is towards democracy, at median income and mid-scale"),
        "wealth": Param(0.45, "1", -3, 5, normal(0.5, 0.5), "what a unit of log income adds to it"),
        "reversion": Param(3.2, "1", -2, 10, normal(2.0, 1.5),
            "what full democracy takes from it, and full autocracy adds"),
        "jump": Param(0.37, "1", 0.01, 2, lognormal(0.4, 0.5),
            "mean size of a change beyond the least, on a scale of 2"),
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
