"""Nuclear arsenals: limits hold them, their breakdown frees them, and a few states join."""

from multipolar.fields import Field
from multipolar.maths import exp, log, maximum, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_pair, each_state


@each_pair(adds=("nuclear_rivals_i", "nuclear_rivals_j", "capped_i", "capped_j"))
def compare(rivalry, arms_cap, nuclear_warheads_i, nuclear_warheads_j):
    """Count the warheads of rivals, and the agreements that limit one's own."""
    both = where((nuclear_warheads_i >= 1.0) & (nuclear_warheads_j >= 1.0), arms_cap, 0.0)
    return rivalry * nuclear_warheads_j, rivalry * nuclear_warheads_i, both, both


@each_state(sets=("nuclear_warheads",), draws={"u": "uniform"})
def stockpile(
    nuclear_warheads, nuclear_rivals, capped, gdp_ppp, population, retirement, race, spread_rate, u
):
    """Let arsenals follow those of rivals unless capped; let a few states acquire one."""
    has = nuclear_warheads >= 1.0
    ratio = log(maximum(nuclear_rivals, 1.0) / maximum(nuclear_warheads, 1.0))
    push = where(capped > 0.0, 0.0, race * maximum(minimum(ratio, 3.0), 0.0))
    size = minimum(gdp_ppp / 1e12, 1.0)
    wants = where(nuclear_rivals > 0.0, 1.0, 0.1)
    enters = (u < spread_rate * size * wants) & (population > 5e6)
    grown = nuclear_warheads * exp(push - retirement)
    return where(has, maximum(grown, 1.0), where(enters, 5.0, nuclear_warheads))


warheads = Mechanism(
    "warheads",
    "armament",
    (compare, stockpile),
    {
        "retirement": Param(0.01, "1/year", -0.2, 0.2, normal(0.01, 0.01),
            "yearly retirement of warheads, net of what is built without a race"),
        "race": Param(0.03, "1/year", 0, 1, lognormal(0.03, 0.5),
            "growth of an arsenal without limits for each log unit by which rivals exceed it"),
        "spread_rate": Param(0.004, "1/year", 0, 0.5, lognormal(0.004, 0.5),
            "yearly chance that a state with a nuclear rival and the means acquires weapons"),
    },
    fields=(
        Field("nuclear_rivals", "state", "warheads", "warheads of rivals", "tally", 0.0, 0.0),
        Field("capped", "state", "count", "agreements that limit the arsenal", "tally", 0.0, 0.0),
    ),
    label="Nuclear arsenals and their limits",
    source="Singh & Way (2004), Journal of Conflict Resolution 48(6), for proliferation; Jervis "
    "(1978), World Politics 30(2), for the dilemma that limits ease.",
    omits="Delivery, defences, and states that give weapons up.",
)  # fmt: skip
