"""Collapse and take-off: rare regimes of growth that last."""

from multipolar.events import CRASH, ECONOMIC_NORMAL, TAKE_OFF
from multipolar.luck import uniform
from multipolar.maths import exp, log, logistic
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal
from multipolar.steps import record, whole


@whole(sets=("growth_regime", "growth_pull"))
def turn(
    present, growth_regime, growth_pull, gdp_ppp, population, regime_change, insurgency, separatism,
    mobilised, ids, luck, events, year, crash_rate, strain, recovery, depth, take_off_rate,
    turning_income, end_rate, lift,
):  # fmt: skip
    """Let economies fall into collapse or take off, and come out again."""
    for s in range(len(present)):
        if present[s] > 0:
            u = uniform(luck, ids[s])
            income = log(max(gdp_ppp[s], 1.0) / max(population[s], 1.0))
            chance = logistic((log(turning_income) - income) / 0.5)
            before = growth_regime[s]
            if before == 0:
                trouble = insurgency[s] + separatism[s] + mobilised[s]
                crash = min(crash_rate * exp(strain * trouble), 0.5)
                if u < crash:
                    growth_regime[s] = -1.0
                    record(events, CRASH, year, s, -1, 0.0)
                elif u < crash + take_off_rate * chance:
                    growth_regime[s] = 1.0
                    record(events, TAKE_OFF, year, s, -1, 0.0)
            else:
                leave = recovery if before < 0 else end_rate + 0.2 * (1.0 - chance) * end_rate
                if u < leave:
                    growth_regime[s] = 0.0
                    record(events, ECONOMIC_NORMAL, year, s, -1, 0.0)
            if growth_regime[s] < 0:
                growth_pull[s] -= depth
            elif growth_regime[s] > 0:
                growth_pull[s] += lift


upheaval = Mechanism(
    "upheaval",
    "growth",
    (turn,),
    {
        "crash_rate": Param(0.004, "1/year", 0, 0.5, lognormal(0.004, 0.5),
            "yearly risk that a calm economy collapses"),
        "strain": Param(0.9, "1", 0, 5, lognormal(0.9, 0.4),
            "log of how much each war or armed conflict multiplies the risk"),
        "recovery": Param(0.25, "1/year", 0, 1, beta(5, 15), "yearly chance that a collapse ends"),
        "depth": Param(0.07, "1/year", 0, 0.5, lognormal(0.07, 0.3),
            "growth lost while it lasts"),
        "take_off_rate": Param(0.006, "1/year", 0, 0.5, lognormal(0.006, 0.5),
            "yearly chance that a poor economy takes off"),
        "turning_income": Param(12000, "int$ per head", 100, 1e6, lognormal(12000, 0.3),
            "income at which the chance has fallen by half"),
        "end_rate": Param(0.06, "1/year", 0, 1, beta(6, 94), "yearly chance that a take-off ends"),
        "lift": Param(0.025, "1/year", 0, 0.5, lognormal(0.025, 0.3),
            "growth gained while it lasts"),
    },
    label="Collapse and take-off of economies",
    source="Pritchett (2000), World Bank Economic Review 14(2); Hausmann, Pritchett & Rodrik "
    "(2005), Journal of Economic Growth 10(4); Jerzmanowski (2006), JDE 81(2).",
    omits="Debt, policy and the break-up of markets; a collapse has one depth for all.",
)  # fmt: skip
