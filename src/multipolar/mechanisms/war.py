"""Wars are fought, cost lives, are decided or drawn, and now and then end a state."""

from multipolar.events import CONQUEST, DEFEAT, PEACE
from multipolar.luck import uniform
from multipolar.maths import exp, log, marked, quantile
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal
from multipolar.steps import key, pair, record, whole


@whole(
    sets=(
        "war_since", "war_scale", "war_deaths", "war_side", "war", "mobilised", "battle_deaths",
        "defeat", "population", "urban_population", "gdp_ppp", "energy", "steel",
        "military_spending", "military_personnel", "present", "major", "alignment", "grudge",
        "peace_years", "dispute", "nuclear_warheads",
    )
)  # fmt: skip
def fight(
    war_since, war_scale, war_deaths, war_side, war, mobilised, battle_deaths, defeat, population,
    urban_population, gdp_ppp, energy, steel, military_spending, military_personnel, present, major,
    alignment, grudge, peace_years, dispute, nuclear_warheads, capability, contiguous, ids, luck,
    events, year, ending, decided, contest, noise, ruin, conquest, enmity,
):  # fmt: skip
    """Fight a year of every war under way, and settle those that end."""
    mobilised[:] = 0.0
    defeat[:] = 0.0
    for w in range(len(war_since)):
        if war_since[w] == 0:
            continue
        tag, strong_a, strong_b = 0, 0.0, 0.0
        lead_a, lead_b = -1, -1
        for s in marked(war_side[w]):
            if present[s] == 0:
                war_side[w, s] = 0
                continue
            if war_side[w, s] > 0:
                strong_a += capability[s]
                if ahead(s, lead_a, capability, ids):
                    lead_a = s
            else:
                strong_b += capability[s]
                if ahead(s, lead_b, capability, ids):
                    lead_b = s
            tag = tag ^ key(ids[s], 5 + war_side[w, s])
        if lead_a < 0 or lead_b < 0:
            clear(war, war_side, w, war_since)
            continue
        mood = exp(noise * quantile(uniform(luck, tag, 1)) - 0.5 * noise * noise)
        total = war_scale[w] * ending * mood
        fighting = marked(war_side[w])
        for s in fighting:
            own, other = (strong_a, strong_b) if war_side[w, s] > 0 else (strong_b, strong_a)
            part = 0.5 * capability[s] / max(own, 1e-9)
            lost = total * part * 2.0 * (other + 1e-6) / (own + other + 2e-6)
            lost = min(lost, 0.05 * population[s])
            battle_deaths[s] += lost
            war_deaths[w] += lost
            left = 1.0 - lost / max(population[s], 1.0)
            population[s] = population[s] * left
            urban_population[s] = urban_population[s] * left
            mobilised[s] = 1.0
            for k in fighting:
                if k >= s:
                    continue
                p = pair(s, k)
                if war_side[w, k] * war_side[w, s] < 0:
                    war[p] = 1
                    dispute[p] = 1
                    peace_years[p] = 0.0
                    alignment[p] = max(alignment[p] - enmity, -1.0)
                else:
                    alignment[p] = min(alignment[p] + 0.3 * enmity, 1.0)
        if uniform(luck, tag, 2) >= ending:
            continue
        record(events, PEACE, year, lead_a, lead_b, war_deaths[w])
        power_a = exp(contest * log(strong_a + 1e-9))
        power_b = exp(contest * log(strong_b + 1e-9))
        if uniform(luck, tag, 3) < decided:
            winner = 1 if uniform(luck, tag, 4) < power_a / (power_a + power_b) else -1
            victor = lead_a if winner > 0 else lead_b
            victors = strong_a if winner > 0 else strong_b
            for s in fighting:
                if war_side[w, s] * winner >= 0:
                    continue
                defeat[s] = 1.0
                for stock in (military_spending, military_personnel, gdp_ppp, energy, steel):
                    stock[s] = stock[s] * (1.0 - ruin)
                record(events, DEFEAT, year, victor, s, 0.0)
                helpless = capability[s] < 0.2 * victors and nuclear_warheads[s] < 1.0
                reach = contiguous[pair(victor, s)] > 0 or war_deaths[w] > 0.01 * population[s]
                if helpless and reach and uniform(luck, ids[s], 6) < conquest:
                    for stock in (population, urban_population, gdp_ppp, energy, steel):
                        stock[victor] = stock[victor] + stock[s]
                        stock[s] = 0.0
                    military_spending[s] = 0.0
                    military_personnel[s] = 0.0
                    present[s] = 0.0
                    major[s] = 0.0
                    record(events, CONQUEST, year, victor, s, 0.0)
        clear(war, war_side, w, war_since)


def ahead(s, other, capability, ids):
    """Say whether a state is the more capable; between equals the lower name is."""
    if other < 0 or capability[s] > capability[other]:
        return True
    return capability[s] == capability[other] and ids[s] < ids[other]


def clear(war, war_side, w, war_since):
    """End a war: no pair of its sides is at war, unless in another."""
    fighting = marked(war_side[w])
    for s in fighting:
        for k in fighting:
            if k < s and war_side[w, s] * war_side[w, k] < 0:
                elsewhere = False
                for v in range(len(war_since)):
                    if v != w and war_since[v] > 0 and war_side[v, s] * war_side[v, k] < 0:
                        elsewhere = True
                if not elsewhere:
                    war[s * (s - 1) // 2 + k] = 0
    war_side[w, :] = 0
    war_since[w] = 0.0


war = Mechanism(
    "war",
    "conflict",
    (fight,),
    {
        "ending": Param(0.46, "1/year", 0.02, 1, beta(2, 3),
            "yearly chance that a war ends; a war costs its scale in the mean"),
        "decided": Param(0.8, "1", 0, 1, beta(4, 2), "chance that it ends in victory"),
        "contest": Param(0.36, "1", 0, 6, lognormal(1.0, 0.7),
            "exponent of capability in the contest for victory; one twice as capable wins 56 %"),
        "noise": Param(0.6, "1", 0, 3, lognormal(0.6, 0.3),
            "standard deviation of the logarithm of deaths from year to year"),
        "ruin": Param(0.15, "share", 0, 0.9, beta(6, 34), "part of stocks that the defeated lose"),
        "conquest": Param(0.03, "1", 0, 1, beta(3, 97),
            "chance that a weak and defeated state loses its existence; rare since 1945"),
        "enmity": Param(0.4, "1", 0, 2, lognormal(0.4, 0.3),
            "what a year of war takes from alignment"),
    },
    label="War, its cost and its settlement",
    source="Bennett & Stam (1996), American Political Science Review 90(2), for duration; Beckley "
    "(2018), International Security 43(2), for outcomes; Fazal (2007), State Death; Hirshleifer "
    "(1989), Public Choice 63(2), for the contest.",
    omits="Territory that changes hands, regimes that victors install, peacekeepers.",
    closes=True,
)  # fmt: skip
