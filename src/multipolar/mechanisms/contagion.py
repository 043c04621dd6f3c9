"""Regimes change in waves: neighbours of the other kind pull."""

from multipolar.fields import Field
from multipolar.maths import absolute, maximum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_pair, each_state


@each_pair(adds=("neighbours_i", "neighbours_j", "company_i", "company_j"))
def look(contiguous, regime_i, regime_j, regime_change_i, regime_change_j):
    """Count neighbours, and how far and how freshly they differ."""
    differ = contiguous * 0.5 * absolute(regime_i - regime_j)
    return (
        contiguous,
        contiguous,
        differ * (1.0 + 2.0 * regime_change_j),
        differ * (1.0 + 2.0 * regime_change_i),
    )


@each_state(adds="regime_pull")
def catch(neighbours, company, strength):
    """Add to the odds of change what different neighbours make of them."""
    return strength * (company / maximum(neighbours, 1.0) - 0.25)


contagion = Mechanism(
    "contagion",
    "regime",
    (look, catch),
    {
        "strength": Param(1.5, "1", 0, 5, lognormal(0.5, 0.7),
            "log odds of change that neighbours all of the other kind add over none of them"),
    },
    fields=(
        Field("neighbours", "state", "count", "states nearby", "tally", 0.0, 0.0),
        Field("company", "state", "1", "how far neighbours' regimes differ", "tally", 0.0, 0.0),
    ),
    label="Diffusion of regimes",
    source="Gleditsch & Ward (2006), International Organization 60(4); Huntington (1991), The "
    "Third Wave.",
    omits="Which way the wave runs, and models that are not next door.",
)  # fmt: skip
