"""Energy and steel follow output, and saturate."""

from multipolar.maths import exp, log, logistic, maximum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_state


@each_state(sets=("energy", "steel"), draws={"z": "normal", "w": "normal"})
def consume(
    energy, steel, growth, gdp_ppp, population, energy_elasticity, saving, steel_elasticity, mature,
    mature_income, spread, z, w,
):  # fmt: skip
    """Let energy and steel grow with output, less what maturity saves."""
    income = log(maximum(gdp_ppp, 1.0) / maximum(population, 1.0))
    ripe = logistic((income - log(mature_income)) / 0.4)
    more = energy_elasticity * growth - saving + spread * z
    made = steel_elasticity * growth - mature * ripe + 2.0 * spread * w
    return energy * exp(more), steel * exp(made)


industry = Mechanism(
    "industry",
    "growth",
    (consume,),
    {
        "energy_elasticity": Param(0.8, "1", 0, 3, normal(0.8, 0.1),
            "growth of energy use for each unit of growth"),
        "saving": Param(0.008, "1/year", -0.1, 0.1, normal(0.008, 0.003),
            "yearly gain in the efficiency of energy"),
        "steel_elasticity": Param(1.0, "1", 0, 3, normal(1.0, 0.2),
            "growth of steel production for each unit of growth"),
        "mature": Param(0.025, "1/year", 0, 0.3, lognormal(0.025, 0.3),
            "yearly fall of steel in ripe economies"),
        "mature_income": Param(22000, "int$ per head", 100, 1e6, lognormal(22000, 0.2),
            "income at which an economy is half ripe"),
        "spread": Param(0.02, "1/year", 0, 0.3, lognormal(0.02, 0.3),
            "standard deviation of a state's own changes"),
    },
    label="Energy and industry",
    source="Wolfram, Shelef & Gertler (2012), Journal of Economic Perspectives 26(1); Malenbaum "
    "(1978), World Demand for Raw Materials in 1985 and 2000, for steel that saturates.",
    omits="A first steel mill: states that make none stay without.",
    closes=True,
)  # fmt: skip
