"""What a state spends on arms and whom it keeps under them."""

from multipolar.fields import Field
from multipolar.maths import exp, log, maximum, minimum, sqrt
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_state, whole


@whole(sets=("world_burden", "world_manning"))
def survey(
    present, population, gdp_ppp, military_spending, military_personnel, world_burden,
    world_manning,
):  # fmt: skip
    """Take what is usual in the world: geometric means over the states that have arms and men."""
    burden, armed, part, manned = 0.0, 0.0, 0.0, 0.0
    for s in range(len(present)):
        if present[s] > 0:
            if military_spending[s] >= 1.0:
                armed += 1.0
                burden += log(military_spending[s] / max(gdp_ppp[s], 1.0))
            if military_personnel[s] >= 1.0:
                manned += 1.0
                part += log(military_personnel[s] / max(population[s], 1.0))
    world_burden[0] = exp(burden / max(armed, 1.0)) if armed > 0 else 0.0
    world_manning[0] = min(exp(part / max(manned, 1.0)), 1.0) if manned > 0 else 0.0


@each_state(sets=("military_spending", "military_personnel"), draws={"z": "normal", "w": "normal"})
def spend(
    military_spending, military_personnel, growth, gdp_ppp, arms_pull, mobilised, population,
    turbulence, world_burden, world_manning, pass_through, norm, war_effort, spread, manning,
    manning_norm, enlistment, labour_saving, manning_spread, shared, z, w,
):  # fmt: skip
    """Let spending follow output, the usual burden and the pulls on it; personnel likewise."""
    scale = exp(turbulence)
    burden = maximum(military_spending, 1.0) / maximum(gdp_ppp, 1.0)
    short = log(maximum(world_burden, 1e-7) / maximum(burden, 1e-7))
    short = maximum(minimum(short, 3.0), -3.0)
    change = pass_through * growth + arms_pull + norm * short + war_effort * mobilised
    change = change + spread * scale * z
    part = maximum(military_personnel, 1.0) / maximum(population, 1.0)
    few = log(maximum(world_manning, 1e-7) / maximum(part, 1e-7))
    few = maximum(minimum(few, 3.0), -3.0)
    luck = shared * z + sqrt(1.0 - shared * shared) * w
    men = manning * arms_pull + manning_norm * few + enlistment * mobilised - labour_saving
    men = men + manning_spread * scale * luck
    change, men = maximum(minimum(change, 1.2), -1.2), maximum(minimum(men, 1.2), -1.2)
    limit = log(maximum(0.08 * population, 1.0) / maximum(military_personnel, 1.0))
    men = minimum(men, maximum(limit, 0.0))
    return military_spending * exp(change), military_personnel * exp(men)


budget = Mechanism(
    "budget",
    "armament",
    (survey, spend),
    {
        "pass_through": Param(0.9, "1", 0, 2, normal(0.9, 0.2),
            "growth of spending for each unit of growth of output"),
        "norm": Param(0.09, "1/year", 0, 1, lognormal(0.06, 0.5),
            "growth of spending for each log unit by which its burden falls short of the usual"),
        "war_effort": Param(0.05, "1/year", 0, 2, lognormal(0.1, 0.7),
            "growth of spending in a year of war"),
        "spread": Param(0.20, "1/year", 0, 0.7, lognormal(0.12, 0.5),
            "standard deviation of a state's own changes of spending, at the usual scale"),
        "manning": Param(0.5, "1", 0, 2, beta(8, 8),
            "growth of personnel for each unit by which arms are pulled"),
        "manning_norm": Param(0.02, "1/year", 0, 1, lognormal(0.025, 0.5),
            "growth of personnel for each log unit by which its part of the population falls "
            "short of what is usual"),
        "enlistment": Param(0.15, "1/year", 0, 2, lognormal(0.15, 0.5),
            "growth of personnel in a year of war"),
        "labour_saving": Param(0.003, "1/year", -0.1, 0.1, normal(0.003, 0.005),
            "yearly fall of personnel as arms replace men"),
        "manning_spread": Param(0.20, "1/year", 0, 0.7, lognormal(0.10, 0.5),
            "standard deviation of a state's own changes of personnel, at the usual scale"),
        "shared": Param(0.2, "1", 0, 1, beta(2, 6), "correlation of the two"),
    },
    fields=(
        Field("world_burden", "system", "USD per int$", "usual military spending over output",
              "stock", 0.0, 0.0),
        Field("world_manning", "system", "share", "usual part of a population under arms",
              "stock", 0.0, 0.0, 1.0),
    ),
    label="Military budget and personnel",
    source="Nordhaus, Oneal & Russett (2012), International Organization 66(3); Smith (1995) in "
    "Hartley & Sandler, eds, Handbook of Defense Economics; Collier & Hoeffler (2007), Oxford "
    "Bulletin of Economics and Statistics 69(1), for budgets that follow others; Onorato, Scheve & "
    "Stasavage (2014), Journal of Economic History 74(2), for armies in and after wars.",
    omits="Conscription, prices of arms, exchange rates.",
    closes=True,
)  # fmt: skip
