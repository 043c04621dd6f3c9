"""Regimes change: mostly in the middle, in poverty, in crisis and after defeat."""

from multipolar.events import REGIME_CHANGE
from multipolar.luck import uniform
from multipolar.maths import log, logistic
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import key, record, whole


@whole(sets=("regime", "regime_change", "tenure", "ideology"))
def change(
    present, regime, regime_change, tenure, ideology, gdp_ppp, population, growth, regime_pull,
    defeat, insurgency, separatism, ids, luck, events, year, base, middle, income, crisis, beaten,
    unrest, opening, jump, conviction,
):  # fmt: skip
    """Let regimes change by steps up or down the scale from autocracy to democracy."""
    for s in range(len(present)):
        regime_change[s] = 0.0
        if present[s] > 0:
            rich = log(max(gdp_ppp[s], 1.0) / max(population[s], 1.0)) - 9.5
            odds = base + middle * (1.0 - abs(regime[s])) - income * rich * (0.5 + 0.5 * regime[s])
            odds += crisis * min(max(-growth[s], 0.0), 0.3) * 10.0 + beaten * defeat[s]
            odds += unrest * (insurgency[s] + 0.5 * separatism[s]) + regime_pull[s]
            if uniform(luck, ids[s]) < logistic(odds):
                up = logistic(opening + 0.8 * rich - 1.5 * regime[s])
                step = 0.3 + jump * uniform(luck, key(ids[s], 1))
                rises = uniform(luck, key(ids[s], 2)) < up
                new = regime[s] + step if rises else regime[s] - step
                new = min(max(new, -1.0), 1.0)
                ideology[s] = min(max(ideology[s] + conviction * (new - regime[s]), -4.0), 4.0)
                regime[s] = new
                regime_change[s] = 1.0
                tenure[s] = 0.0
                record(events, REGIME_CHANGE, year, s, -1, new)


regimes = Mechanism(
    "regimes",
    "regime",
    (change,),
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
    label="Change of regime",
    source="Przeworski et al. (2000), Democracy and Development; Gates et al. (2006), AJPS 50(4); "
    "Goldstone et al. (2010), AJPS 54(1); Svolik (2008), APSR 102(2).",
    omits="Who takes power, and the slow erosion that no single year shows.",
)  # fmt: skip
