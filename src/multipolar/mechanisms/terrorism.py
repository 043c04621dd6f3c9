"""Terrorism follows armed conflict, lingers after it and seeps across borders."""

from multipolar.fields import Field
from multipolar.maths import exp, maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal
from multipolar.steps import each_pair, each_state


@each_pair(adds=("terror_near_i", "terror_near_j"))
def seep(contiguous, terrorism_i, terrorism_j):
    """Add up what neighbours suffer."""
    return contiguous * minimum(terrorism_j, 5.0), contiguous * minimum(terrorism_i, 5.0)


@each_state(sets=("terrorism",), draws={"z": "normal"})
def strike(
    terrorism, insurgency, separatism, terror_near, persistence, feeding, seepage, spread, z
):
    """Let the level follow armed conflict, neighbours and its own past."""
    fed = feeding * minimum(insurgency + separatism, 1.5) + seepage * terror_near
    chance = exp(spread * z - 0.5 * spread * spread)
    level = persistence * terrorism + (1.0 - persistence) * (fed + 0.03) * chance
    return minimum(maximum(level, 0.0), 20.0)


terrorism = Mechanism(
    "terrorism",
    "regime",
    (seep, strike),
    {
        "persistence": Param(0.75, "1", 0, 0.99, beta(30, 10), "part that lasts to the next year"),
        "feeding": Param(1.0, "1", 0, 5, None,
            "level that an armed conflict sustains: the unit of the scale"),
        "seepage": Param(0.06, "1", 0, 0.5, lognormal(0.06, 0.4),
            "level that each unit of a neighbour's sustains"),
        "spread": Param(0.8, "1", 0, 3, lognormal(0.8, 0.2),
            "standard deviation of the logarithm of what is new in a year"),
    },
    fields=(Field("terror_near", "state", "1", "terrorism of neighbours", "tally", 0.0, 0.0),),
    label="Terrorism",
    source="Findley & Young (2012), Perspectives on Politics 10(2), for its tie to civil war; "
    "Braithwaite & Li (2007), Conflict Management and Peace Science 24(4), for hot spots.",
    omits="Attacks far from any armed conflict, and campaigns by name.",
    closes=True,
)  # fmt: skip
