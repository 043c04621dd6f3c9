"""Armed conflict within a state spills over to its neighbours."""

from multipolar.maths import maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import normal
from multipolar.steps import each_pair


@each_pair(adds=("unrest_pull_i", "unrest_pull_j"))
def spread(
    contiguous, insurgency_i, insurgency_j, separatism_i, separatism_j, terrorism_i, terrorism_j,
    strength, cells,
):  # fmt: skip
    """Add to the odds of conflict what conflict next door makes of them."""
    war_i = minimum(insurgency_i + separatism_i, 1.0)
    war_j = minimum(insurgency_j + separatism_j, 1.0)
    terror_i = maximum(minimum(terrorism_i, 3.0) - war_i, 0.0)
    terror_j = maximum(minimum(terrorism_j, 3.0) - war_j, 0.0)
    return (
        contiguous * (strength * war_j + cells * terror_j),
        contiguous * (strength * war_i + cells * terror_i),
    )


spill_over = Mechanism(
    "spill_over",
    "regime",
    (spread,),
    {
        "strength": Param(0.19, "1", -1, 3, normal(0.25, 0.25),
            "log odds added by each neighbour in armed conflict"),
        "cells": Param(0.05, "1", -1, 3, normal(0.05, 0.05),
            "log odds added by each neighbour's terrorism beyond its armed conflict"),
    },
    label="Spill-over of internal conflict",
    source="Buhaug & Gleditsch (2008), International Studies Quarterly 52(2); Salehyan & Gleditsch "
    "(2006), International Organization 60(2).",
    omits="Refugees and kin across borders, by name.",
)  # fmt: skip
