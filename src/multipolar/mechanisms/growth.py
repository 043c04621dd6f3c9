"""Uneven development: output grows by a trend, by catching up, and by shocks that come together."""

from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import exp, log, maximum, minimum, quantile, sqrt
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_state, whole


@whole(sets=("volatility", "world_shock", "regional_shock"))
def weather(
    present, region, volatility, world_shock, regional_shock, luck, memory, stirring, common,
    regional,
):  # fmt: skip
    """Draw the common scale of shocks, the world's shock and those of the regions."""
    volatility[0] = memory * volatility[0] + stirring * quantile(uniform(luck, 0, 0))
    volatility[0] = min(max(volatility[0], -2.0), 2.0)
    scale = exp(volatility[0])
    world_shock[0] = common * scale * quantile(uniform(luck, 1, 0))
    for s in range(len(present)):
        if present[s] > 0:
            here = quantile(uniform(luck, 2, int(region[s])))
            regional_shock[s] = regional * scale * here


@each_state(sets=("turmoil", "turbulence"), draws={"w": "normal"})
def unsettle(
    turmoil, volatility, mobilised, capability, width, tail, lasting, war, smallness, w
):  # fmt: skip
    """Set the scale of a state's shocks: the common one, its own, wider in war and if small."""
    own = lasting * turmoil + tail * sqrt(1.0 - lasting * lasting) * w
    size = log(maximum(capability, 1e-6) / 0.02)
    scale = width + volatility + own + war * mobilised - smallness * size
    return own, maximum(minimum(scale, 3.0), -3.0)


@each_state(sets=("growth", "gdp_ppp"), draws={"z": "normal"})
def grow(
    gdp_ppp, population, growth, growth_pull, regional_shock, world_shock, turbulence, frontier,
    trend, catch_up, reach, trap, trap_income, inertia, own, calm, z,
):  # fmt: skip
    """Let output grow: what is expected, what others add, and shocks with fat tails."""
    income = log(maximum(gdp_ppp, 1.0) / maximum(population, 1.0))
    gap = minimum(maximum(frontier - income, 0.0), reach)
    off = (income - log(trap_income)) / 0.5
    expected = trend + catch_up * gap - trap * exp(-0.5 * off * off)
    shock = own * exp(calm * turbulence) * z
    rate = expected + inertia * (growth - expected) + growth_pull
    rate = rate + world_shock + regional_shock + shock
    rate = maximum(minimum(rate, 0.4), -0.6)
    return rate, maximum(gdp_ppp, 1.0) * exp(rate)


growth = Mechanism(
    "growth",
    "growth",
    (weather, unsettle, grow),
    {
        "trend": Param(0.015, "1/year", -0.1, 0.1, normal(0.015, 0.01),
            "growth at the frontier, before labour"),
        "catch_up": Param(0.004, "1/year", 0, 0.2, lognormal(0.005, 0.7),
            "growth added by each unit of log income below the frontier"),
        "reach": Param(3.0, "1", 0, 10, lognormal(3.0, 0.15),
            "log distance beyond which backwardness helps no more"),
        "trap": Param(0.006, "1/year", 0, 0.2, lognormal(0.006, 0.6),
            "growth lost in the middle of the way"),
        "trap_income": Param(16000, "int$ per head", 100, 1e6, lognormal(16000, 0.2),
            "income where the slow-down is deepest"),
        "inertia": Param(0.25, "1", 0, 0.95, beta(4, 12),
            "part of last year's departure from what was expected that goes on"),
        "own": Param(0.026, "1/year", 0, 0.5, lognormal(0.03, 0.5),
            "standard deviation of a state's own shocks at the usual scale"),
        "calm": Param(0.5, "1", 0, 1, beta(4, 4),
            "how far output feels the scale of a state's shocks; arms and industry feel all of it"),
        "width": Param(0.0, "1", -2, 2, normal(0.0, 0.3),
            "log of how much wider all shocks to output, industry and arms are than they say"),
        "tail": Param(0.7, "1", 0, 1.5, lognormal(0.7, 0.3),
            "standard deviation of the logarithm of that scale from state to state"),
        "lasting": Param(0.7, "1", 0, 0.99, beta(7, 3),
            "part of a state's turmoil that is left a year later"),
        "war": Param(0.9, "1", 0, 3, lognormal(0.7, 0.4),
            "log of how much war widens the shocks of those who fight it"),
        "smallness": Param(0.06, "1", 0, 1, lognormal(0.1, 0.5),
            "log of how much shocks widen as capability falls by a log unit; 0 at two hundredths"),
        "common": Param(0.010, "1/year", 0, 0.3, lognormal(0.010, 0.3),
            "standard deviation of the world's shock in a year of usual volatility"),
        "regional": Param(0.008, "1/year", 0, 0.3, lognormal(0.008, 0.3),
            "standard deviation of a region's shock in such a year"),
        "memory": Param(0.87, "1", 0, 0.99, beta(14, 4),
            "memory of the common scale of shocks from year to year"),
        "stirring": Param(0.28, "1", 0, 2, lognormal(0.28, 0.4),
            "standard deviation of what moves that scale"),
    },
    fields=(
        Field("turmoil", "state", "1", "the state's own part in the scale of its shocks; it lasts"),
        Field("turbulence", "state", "1",
              "logarithm of the scale of the state's shocks this year over the usual one"),
    ),
    label="Uneven development",
    source="Barro & Sala-i-Martin (1992), JPE 100(2); Patel, Sandefur & Subramanian (2021), JDE "
    "152; Eichengreen, Park & Shin (2012), Asian Economic Papers 11(1), for the slow-down; "
    "Clark (1973), Econometrica 41(1), for shocks of varying size; Taylor (1986), Modelling "
    "Financial Time Series, for a scale with memory; di Giovanni & Levchenko (2012), JPE 120(6), "
    "for small economies.",
    omits="Capital, schooling, resources and institutions, but for what other mechanisms add.",
    closes=True,
)  # fmt: skip
