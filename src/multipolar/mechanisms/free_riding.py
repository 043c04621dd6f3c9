"""Allies of the strong spend less."""

from multipolar.fields import Field
from multipolar.maths import maximum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_pair, each_state


@each_pair(adds=("umbrella_i", "umbrella_j"))
def shelter(defence, military_spending_i, military_spending_j):
    """Add up the arms of those who are bound to defend the state."""
    return defence * military_spending_j, defence * military_spending_i


@each_state(adds="arms_pull")
def ride(umbrella, military_spending, menace, strength):
    """Slow spending by the part of the arms at hand that are others'."""
    spending = maximum(military_spending, 1e5)
    part = umbrella / (umbrella + spending)
    alarm = menace / (menace + spending)
    return -(strength * part * (1.0 - alarm))


free_riding = Mechanism(
    "free_riding",
    "armament",
    (shelter, ride),
    {
        "strength": Param(0.01, "1/year", 0, 1, lognormal(0.01, 0.5),
            "growth of spending lost if all arms at hand are those of allies"),
    },
    fields=(Field("umbrella", "state", "USD", "military spending of allies by defence pact",
                  "tally", 0.0, 0.0),),
    label="Free riding on allies",
    source="Olson & Zeckhauser (1966), Review of Economics and Statistics 48(3).",
    omits="Burden-sharing that the alliance agrees on.",
)  # fmt: skip
