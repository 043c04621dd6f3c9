"""Energy and steel follow output, spread towards the world's level per head, and saturate."""

from multipolar.fields import Field
from multipolar.maths import exp, log, logistic, maximum, minimum, sqrt
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_state, whole


@whole(sets=("world_energy", "world_steel"))
def survey(present, population, energy, steel, world_energy, world_steel):
    """Take the world's energy and steel per head."""
    people, burnt, made = 0.0, 0.0, 0.0
    for s in range(len(present)):
        if present[s] > 0:
            people += population[s]
            burnt += energy[s]
            made += steel[s]
    world_energy[0] = burnt / max(people, 1.0)
    world_steel[0] = made / max(people, 1.0)


@each_state(sets=("energy", "steel"), draws={"z": "normal", "w": "normal"})
def consume(
    energy, steel, growth, gdp_ppp, population, turbulence, world_energy, world_steel,
    energy_elasticity, saving, energy_diffusion, steel_elasticity, steel_diffusion, mature,
    mature_income, mills, spread, steel_spread, shared, z, w,
):  # fmt: skip
    """Let energy and steel grow with output, and by what a state lacks of the world's level."""
    heads = maximum(population, 1.0)
    income = log(maximum(gdp_ppp, 1.0) / heads)
    ripe = logistic((income - log(mature_income)) / 0.4)
    scale = exp(turbulence)
    dark = log(maximum(world_energy, 1e-6) / maximum(energy / heads, 1e-6))
    dark = maximum(minimum(dark, 4.0), -4.0)
    more = energy_elasticity * growth - saving + energy_diffusion * dark + spread * scale * z
    soft = log(maximum(world_steel, 1e-9) / maximum(steel / heads, 1e-9))
    soft = maximum(minimum(soft, 4.0), -4.0)
    luck = shared * z + sqrt(1.0 - shared * shared) * w
    made = steel_elasticity * growth - mature * ripe + steel_diffusion * soft
    made = made + steel_spread * scale * luck
    more, made = maximum(minimum(more, 1.2), -1.2), maximum(minimum(made, 1.2), -1.2)
    begun = mills * energy * world_steel / maximum(world_energy, 1e-6)
    return energy * exp(more), steel * exp(made) + begun


industry = Mechanism(
    "industry",
    "growth",
    (survey, consume),
    {
        "energy_elasticity": Param(0.6, "1", 0, 3, normal(0.7, 0.2),
            "growth of energy use for each unit of growth"),
        "saving": Param(0.005, "1/year", -0.1, 0.1, normal(0.005, 0.005),
            "yearly gain in the efficiency of energy"),
        "energy_diffusion": Param(0.014, "1/year", 0, 0.5, lognormal(0.015, 0.5),
            "growth added by each log unit by which energy per head falls short of the world's"),
        "steel_elasticity": Param(0.8, "1", 0, 3, normal(0.8, 0.3),
            "growth of steel production for each unit of growth"),
        "steel_diffusion": Param(0.014, "1/year", 0, 0.5, lognormal(0.015, 0.5),
            "growth added by each log unit by which steel per head falls short of the world's"),
        "mature": Param(0.02, "1/year", 0, 0.3, lognormal(0.02, 0.4),
            "yearly fall of steel in ripe economies"),
        "mature_income": Param(22000, "int$ per head", 100, 1e6, lognormal(22000, 0.2),
            "income at which an economy is half ripe"),
        "mills": Param(0.002, "1/year", 0, 0.5, lognormal(0.002, 0.7),
            "steel that new mills add each year, over what the world makes from as much energy"),
        "spread": Param(0.08, "1/year", 0, 0.5, lognormal(0.06, 0.5),
            "standard deviation of a state's own changes of energy use, at the usual scale"),
        "steel_spread": Param(0.085, "1/year", 0, 0.7, lognormal(0.10, 0.5),
            "the same of steel"),
        "shared": Param(0.5, "1", 0, 1, beta(4, 4), "correlation of the two"),
    },
    fields=(
        Field("world_energy", "system", "J per head", "the world's energy use per head", "stock",
              0.0, 0.0),
        Field("world_steel", "system", "t per head", "the world's steel per head", "stock",
              0.0, 0.0),
    ),
    label="Energy and industry",
    source="Wolfram, Shelef & Gertler (2012), Journal of Economic Perspectives 26(1); Csereklyei, "
    "Rubio-Varas & Stern (2016), Energy Journal 37(2), for energy per head that converges; Comin & "
    "Hobijn (2010), American Economic Review 100(5), for technology that spreads; Malenbaum "
    "(1978), World Demand for Raw Materials in 1985 and 2000, for steel that saturates.",
    omits="Deposits, prices, trade in energy and steel; electricity and other later industries.",
    closes=True,
)  # fmt: skip
