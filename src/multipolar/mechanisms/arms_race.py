"""Action and reaction: rivals arm against one another."""

from multipolar.fields import Field
from multipolar.maths import exp, log, maximum, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_pair, each_state


@each_pair(adds=("menace_i", "menace_j"))
def feel(
    rivalry, war, alignment, log_distance, contiguous, military_spending_i, military_spending_j,
    arms_cap, gradient, cap_strength,
):  # fmt: skip
    """Weigh the other's arms by enmity, nearness and limits agreed on."""
    enmity = maximum(minimum(rivalry + war, 1.0), maximum(-alignment, 0.0))
    far = gradient * maximum(log_distance - 6.2, 0.0)
    near = maximum(contiguous, exp(-far))
    weight = enmity * near * (1.0 - cap_strength * arms_cap)
    return weight * military_spending_j, weight * military_spending_i


@each_state(sets=("usual_burden",), adds="arms_pull")
def answer(menace, military_spending, gdp_ppp, usual_burden, reaction, fatigue, habit):
    """Move spending towards what the menace asks, held back by what it costs."""
    spending = maximum(military_spending, 1e5)
    burden = spending / maximum(gdp_ppp, 1e6)
    usual = where(usual_burden > 0.0, usual_burden + habit * (burden - usual_burden), burden)
    asked = log((spending + menace) / spending)
    tired = log(maximum(burden / maximum(usual, 1e-9), 0.01))
    return usual, reaction * (minimum(asked, 4.0) - 0.7) - fatigue * tired


arms_race = Mechanism(
    "arms_race",
    "armament",
    (feel, answer),
    {
        "reaction": Param(0.008, "1/year", 0, 1, lognormal(0.008, 0.4),
            "growth of spending for each log unit by which rivals' arms exceed one's own"),
        "fatigue": Param(0.05, "1/year", 0, 1, lognormal(0.05, 0.5),
            "growth of spending lost for each log unit of burden above the usual"),
        "habit": Param(0.05, "1/year", 0, 1, lognormal(0.05, 0.4),
            "yearly approach of what is usual to what is"),
        "gradient": Param(0.6, "1", 0, 5, lognormal(0.6, 0.3),
            "loss of strength: fall of menace with the log of distance beyond 500 km"),
        "cap_strength": Param(0.5, "share", 0, 1, None,
            "part of the menace that an agreed limit takes away (assumed)"),
    },
    fields=(Field("usual_burden", "state", "share", "military burden the state is used to"),),
    label="Arms race",
    source="Richardson (1960), Arms and Insecurity; Boulding (1962), Conflict and Defense, for the "
    "loss-of-strength gradient.",
    omits="Quality of arms, and races in single weapons.",
)  # fmt: skip
