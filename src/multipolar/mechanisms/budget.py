"""What a state spends on arms and whom it keeps under them."""

from multipolar.maths import exp, log, maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_state


@each_state(sets=("military_spending", "military_personnel"), draws={"z": "normal", "w": "normal"})
def spend(
    military_spending, military_personnel, growth, arms_pull, mobilised, population, pass_through,
    war_effort, spread, manning, labour_saving, z, w,
):  # fmt: skip
    """Let spending follow output and the pulls on it, and personnel follow in part."""
    change = pass_through * growth + arms_pull + war_effort * mobilised + spread * z
    change = maximum(minimum(change, 0.7), -0.7)
    men = manning * (arms_pull + war_effort * mobilised) - labour_saving + 0.6 * spread * w
    limit = log(maximum(0.08 * population, 1.0) / maximum(military_personnel, 1.0))
    men = maximum(minimum(minimum(men, 0.7), maximum(limit, 0.0)), -0.7)
    return military_spending * exp(change), military_personnel * exp(men)


budget = Mechanism(
    "budget",
    "armament",
    (spend,),
    {
        "pass_through": Param(0.9, "1", 0, 2, normal(0.9, 0.15),
            "growth of spending for each unit of growth of output"),
        "war_effort": Param(0.15, "1/year", 0, 2, lognormal(0.15, 0.4),
            "growth of spending in a year of war"),
        "spread": Param(0.08, "1/year", 0, 0.7, lognormal(0.08, 0.2),
            "standard deviation of a state's own changes"),
        "manning": Param(0.5, "1", 0, 2, beta(8, 8),
            "growth of personnel for each unit by which arms are pulled"),
        "labour_saving": Param(0.005, "1/year", -0.1, 0.1, normal(0.005, 0.004),
            "yearly fall of personnel as arms replace men"),
    },
    label="Military budget and personnel",
    source="Nordhaus, Oneal & Russett (2012), International Organization 66(3); Smith (1995) in "
    "Hartley & Sandler, eds, Handbook of Defense Economics.",
    omits="Conscription, prices of arms, exchange rates.",
    closes=True,
)  # fmt: skip
