"""Collapse and take-off: rare regimes of growth that last."""

from multipolar.events import CRASH, ECONOMIC_NORMAL, TAKE_OFF
from multipolar.fields import Field
from multipolar.maths import absolute, exp, log, logistic, maximum, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal
from multipolar.steps import each_state, record, whole

BACK = 2.0
"""Mark of an economy that came out of a collapse or a take-off."""


@each_state(sets=("economy_turn", "growth_regime"), adds="growth_pull", draws={"u": "uniform"})
def turn(
    growth_regime, gdp_ppp, population, insurgency, separatism, mobilised, crash_rate, strain,
    recovery, depth, take_off_rate, turning_income, end_rate, lift, u,
):  # fmt: skip
    """Let economies fall into collapse or take off, and come out again."""
    income = log(maximum(gdp_ppp, 1.0) / maximum(population, 1.0))
    poor = logistic((log(turning_income) - income) / 0.5)
    crash = minimum(crash_rate * exp(strain * (insurgency + separatism + mobilised)), 0.5)
    leave = where(growth_regime < 0.0, recovery, end_rate + 0.2 * (1.0 - poor) * end_rate)
    begins = where(u < crash, -1.0, where(u < crash + take_off_rate * poor, 1.0, 0.0))
    ends = where(u < leave, 0.0, growth_regime)
    now = where(absolute(growth_regime) > 0.5, ends, begins)
    news = where(now == growth_regime, 0.0, where(now == 0.0, BACK, now))
    return news, now, where(now < 0.0, -depth, where(now > 0.0, lift, 0.0))


@whole()
def tell(economy_turn, present, events, year):
    """Write down who fell, took off or came out."""
    for s in range(len(present)):
        if economy_turn[s] != 0 and present[s] > 0:
            kind = CRASH if economy_turn[s] < 0 else TAKE_OFF
            if economy_turn[s] == BACK:
                kind = ECONOMIC_NORMAL
            record(events, kind, year, s, -1, 0.0)


upheaval = Mechanism(
    "upheaval",
    "growth",
    (turn, tell),
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
    fields=(
        Field("economy_turn", "state", "1",
            "-1 where the economy collapsed this year; 1 where it took off; 2 where that ended"),
    ),
    label="Collapse and take-off of economies",
    source="Pritchett (2000), World Bank Economic Review 14(2); Hausmann, Pritchett & Rodrik "
    "(2005), Journal of Economic Growth 10(4); Jerzmanowski (2006), JDE 81(2).",
    omits="Debt, policy and the break-up of markets; a collapse has one depth for all.",
)  # fmt: skip
