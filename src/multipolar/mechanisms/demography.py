"""Population grows fast where medicine outruns income, slowly where people are rich; towns grow."""

from multipolar.fields import Field
from multipolar.maths import exp, log, logistic, maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_state, whole


@whole(sets=("world_urban",))
def survey(present, population, urban_population, world_urban):
    """Take the world's urban share."""
    people, townsfolk = 0.0, 0.0
    for s in range(len(present)):
        if present[s] > 0:
            people += population[s]
            townsfolk += urban_population[s]
    world_urban[0] = min(townsfolk / people, 1.0) if people > 0 else 0.0


@each_state(
    sets=("population", "urban_population", "vital_surplus", "migration"),
    adds="growth_pull",
    draws={"z": "normal", "w": "normal"},
)
def transition(
    population, urban_population, vital_surplus, migration, gdp_ppp, frontier, world_urban,
    old_rate, poor_rate, rich_rate, turn_income, healing_income, vital, moving, memory, urban_speed,
    urban_pull, labour, z, w,
):  # fmt: skip
    """Change population and its urban part; add what labour adds to growth."""
    income = log(maximum(gdp_ppp, 1.0) / maximum(population, 1.0))
    early = logistic((log(turn_income) - income) / 0.7)
    modern = rich_rate + (poor_rate - rich_rate) * early
    healing = logistic((frontier - log(healing_income)) / 0.25)
    surplus = memory * vital_surplus + vital * z
    rate = old_rate + healing * (modern - old_rate) + surplus
    urban = minimum(urban_population / maximum(population, 1.0), 1.0)
    behind = log(maximum(world_urban, 1e-6) / maximum(urban, 1e-6))
    behind = maximum(minimum(behind, 3.0), -3.0)
    moved = memory * migration + moving * w
    drift = (urban_speed + urban_pull * behind) * (1.0 - urban) + moved
    urban = minimum(urban * exp(drift), 1.0)
    people = population * exp(rate)
    return people, people * urban, surplus, moved, labour * rate


demography = Mechanism(
    "demography",
    "growth",
    (survey, transition),
    {
        "old_rate": Param(0.010, "1/year", -0.05, 0.08, normal(0.010, 0.005),
            "growth of population before modern medicine, rich or poor"),
        "poor_rate": Param(0.028, "1/year", -0.05, 0.08, normal(0.028, 0.005),
            "growth of population in the poorest states that have it"),
        "rich_rate": Param(0.001, "1/year", -0.05, 0.08, normal(0.001, 0.004),
            "growth of population in the richest of them"),
        "turn_income": Param(6000, "int$ per head", 100, 1e6, lognormal(6000, 0.4),
            "income half-way through the demographic transition"),
        "healing_income": Param(14000, "int$ per head", 100, 1e6, lognormal(14000, 0.3),
            "income at the frontier when half of what medicine does has reached everybody"),
        "vital": Param(0.005, "1/year", 0, 0.1, lognormal(0.003, 0.5),
            "standard deviation of what moves a state's surplus of births and migrants"),
        "moving": Param(0.009, "1/year", 0, 0.2, lognormal(0.006, 0.5),
            "standard deviation of what moves the flow into its towns"),
        "memory": Param(0.9, "1", 0, 0.99, beta(27, 3),
            "part of either that is left a year later"),
        "urban_speed": Param(0.012, "1/year", 0, 0.5, lognormal(0.015, 0.4),
            "growth of the urban share of a state that has no towns yet"),
        "urban_pull": Param(0.004, "1/year", 0, 0.5, lognormal(0.005, 0.7),
            "growth added by each log unit by which the share falls short of the world's"),
        "labour": Param(0.6, "1", 0, 1, normal(0.6, 0.1), "share of labour in output"),
    },
    fields=(
        Field("world_urban", "system", "share", "urban share of the world's population", "stock",
              0.0, 0.0, 1.0),
        Field("vital_surplus", "state", "1/year",
              "growth of population over what is usual at the state's income"),
        Field("migration", "state", "1/year",
              "growth of the urban share over what is usual at its level"),
    ),
    label="Demographic transition",
    source="Notestein (1945) in Schultz, ed., Food for the World; Lee (2003), Journal of Economic "
    "Perspectives 17(4); Acemoglu & Johnson (2007), JPE 115(6), for medicine that reached poor and "
    "rich at one time; United Nations (1980), Patterns of Urban and Rural Population Growth.",
    omits="Migration from one state to another, age structure, epidemics.",
)  # fmt: skip
