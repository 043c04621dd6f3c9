"""The leader's growth suffers from what leadership costs."""

from multipolar.maths import maximum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_state


@each_state(adds="growth_pull")
def decline(leader, lead, military_spending, gdp_ppp, cost, diffusion):
    """Take growth from the most capable state, by its arms and by its lead."""
    burden = military_spending / maximum(gdp_ppp, 1.0)
    return -(leader * (cost * burden + diffusion * lead))


overstretch = Mechanism(
    "overstretch",
    "growth",
    (decline,),
    {
        "cost": Param(0.05, "1/year", 0, 2, lognormal(0.05, 0.6),
            "growth lost for each unit of military burden"),
        "diffusion": Param(0.01, "1/year", 0, 1, lognormal(0.01, 0.6),
            "growth lost for each unit of lead, as what made it spreads"),
    },
    label="Leadership and its decline",
    source="Gilpin (1981), War and Change in World Politics; Kennedy (1987), The Rise and Fall of "
    "the Great Powers; Modelski (1978), Comparative Studies in Society and History 20(2).",
    omits="The gains of leadership: seigniorage, standards, cheap credit.",
)  # fmt: skip
