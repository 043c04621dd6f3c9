"""Population grows fast where people are poor, slowly where they are rich; people move to towns."""

from multipolar.maths import exp, log, logistic, maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_state


@each_state(sets=("population", "urban_population"), adds="growth_pull")
def transition(
    population, urban_population, gdp_ppp, poor_rate, rich_rate, turn_income, urban_speed, labour
):
    """Change population and its urban part; add what labour adds to growth."""
    income = log(maximum(gdp_ppp, 1.0) / maximum(population, 1.0))
    early = logistic((log(turn_income) - income) / 0.7)
    rate = rich_rate + (poor_rate - rich_rate) * early
    urban = minimum(urban_population / maximum(population, 1.0), 1.0)
    urban = minimum(urban + urban_speed * urban * (1.0 - urban), 1.0)
    people = population * exp(rate)
    return people, people * urban, labour * rate


demography = Mechanism(
    "demography",
    "growth",
    (transition,),
    {
        "poor_rate": Param(0.028, "1/year", -0.05, 0.08, normal(0.028, 0.003),
            "growth of population in the poorest states"),
        "rich_rate": Param(-0.001, "1/year", -0.05, 0.08, normal(-0.001, 0.002),
            "growth of population in the richest states"),
        "turn_income": Param(6000, "int$ per head", 100, 1e6, lognormal(6000, 0.2),
            "income half-way through the demographic transition"),
        "urban_speed": Param(0.02, "1/year", 0, 0.5, lognormal(0.02, 0.3),
            "speed of the logistic growth of the urban share"),
        "labour": Param(0.6, "1", 0, 1, normal(0.6, 0.1), "share of labour in output"),
    },
    label="Demographic transition",
    source="Notestein (1945) in Schultz, ed., Food for the World; Lee (2003), Journal of Economic "
    "Perspectives 17(4).",
    omits="Migration between states, age structure, epidemics.",
)  # fmt: skip
