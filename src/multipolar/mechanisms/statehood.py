"""States fail, break up, unite and come into being."""

import numpy as np

from multipolar.events import COLLAPSE, SECESSION, UNION
from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import exp, marked, minimum, quantile, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_state, ends, pair, record, whole


@each_state(sets=("failed", "growth_regime", "terrorism", "regime"), draws={"u": "uniform"})
def fail(insurgency, separatism, growth_regime, terrorism, regime, failure_rate, u):
    """Let states in armed conflict fail."""
    risk = failure_rate * (insurgency + 0.5 * separatism)
    fails = u < where(growth_regime < 0.0, 0.0, risk)
    return (
        where(fails, 1.0, 0.0),
        where(fails, -1.0, growth_regime),
        where(fails, minimum(terrorism + 1.0, 20.0), terrorism),
        where(fails, 0.5 * regime, regime),
    )


@whole()
def tell(failed, present, events, year):
    """Write down which states failed."""
    for s in range(len(present)):
        if failed[s] != 0 and present[s] > 0:
            record(events, COLLAPSE, year, s, -1, 0.0)


@whole(
    sets=(
        "present", "vacant", "population", "urban_population", "gdp_ppp", "energy", "steel",
        "military_spending", "military_personnel", "regime", "ideology", "growth", "region",
        "separatism", "tenure", "belligerence", "terrorism", "dependence", "capability", "threat",
        "log_distance", "contiguous", "same_region", "alignment", "paths", "grudge", "peace_years",
        "shared_bodies", "coordination", "trade_ij", "trade_ji", "rivalry", "regional_shock",
        "crowded", "tide",
    )
)  # fmt: skip
def divide(
    present, vacant, population, urban_population, gdp_ppp, energy, steel, military_spending,
    military_personnel, regime, ideology, growth, region, separatism, tenure, belligerence,
    terrorism, dependence, capability, threat, log_distance, contiguous, same_region, alignment,
    paths, grudge, peace_years, shared_bodies, coordination, trade_ij, trade_ji, rivalry,
    regional_shock, crowded, tide, growth_regime, ids, luck, events, year, secession_rate,
    emancipation_rate, wave, ebb, typical_part,
):  # fmt: skip
    """Let parts of states become states, by war or in waves of independence."""
    n = len(present)
    mean, push = -0.5 * wave * wave, wave * np.sqrt(ebb * (2.0 - ebb))
    tide[0] = mean + (1.0 - ebb) * (tide[0] - mean) + push * quantile(uniform(luck, 0, 0))
    surge = exp(tide[0])
    weight = 0.0
    for s in range(n):
        if present[s] > 0:
            weight += np.sqrt(population[s])
    splits = np.zeros(n, np.int8)
    for s in range(n):
        if present[s] == 0 or population[s] < 2e5:
            continue
        chance = emancipation_rate * surge * np.sqrt(population[s]) / weight
        if separatism[s] > 0:
            chance += secession_rate * (3.0 if growth_regime[s] < 0 else 1.0)
        if uniform(luck, ids[s], 1) < min(chance, 0.5):
            splits[s] = 1
    for _ in range(len(marked(splits))):
        s, new = -1, -1
        for k in range(n):
            if splits[k] != 0 and (s < 0 or ids[k] < ids[s]):
                s = k
            if vacant[k] > 0 and (new < 0 or ids[k] < ids[new]):
                new = k
        splits[s] = 0
        if new < 0:
            crowded[0] += 1.0
            continue
        part = typical_part * exp(0.7 * quantile(uniform(luck, ids[s], 2)))
        part = min(max(part, 0.005), 0.5)
        vacant[new] = 0.0
        present[new] = 1.0
        separatism[s] = 0.0
        for stock in (
            population, urban_population, gdp_ppp, energy, steel, military_spending,
            military_personnel, capability,
        ):  # fmt: skip
            stock[new] = stock[s] * part
            stock[s] = stock[s] * (1.0 - part)
        for trait in (ideology, growth, region, dependence, threat, regional_shock):
            trait[new] = trait[s]
        regime[new] = 0.5 * regime[s]
        terrorism[new] = 0.5 * terrorism[s]
        tenure[new] = 0.0
        belligerence[new] = 0.0
        for k in range(n):
            if k in (s, new):
                continue
            old, p = pair(s, k), pair(new, k)
            for tie in (log_distance, alignment, paths, shared_bodies):
                tie[p] = tie[old]
            contiguous[p] = contiguous[old]
            same_region[p] = same_region[old]
            peace_years[p] = 30.0
            grudge[p] = 0.0
            coordination[p] = 0.0
            out, back = (trade_ij[old], trade_ji[old]) if s > k else (trade_ji[old], trade_ij[old])
            first = new > k
            trade_ij[p] = (out if first else back) * part
            trade_ji[p] = (back if first else out) * part
            trade_ij[old] = trade_ij[old] * (1.0 - part)
            trade_ji[old] = trade_ji[old] * (1.0 - part)
        p = pair(s, new)
        log_distance[p] = 6.2
        contiguous[p] = 1
        same_region[p] = 1
        alignment[p] = -0.1
        paths[p] = 0.0
        peace_years[p] = 0.0
        grudge[p] = 0.3
        shared_bodies[p] = 0.0
        coordination[p] = 0.0
        trade_ij[p] = 0.05 * gdp_ppp[new]
        trade_ji[p] = 0.05 * gdp_ppp[new]
        rivalry[p] = 0
        record(events, SECESSION, year, s, new, part)


@each_state(sets=("union_mood",), draws={"u": "uniform"})
def court(u):
    """Draw the number that decides, turned for each neighbour, with whom a state unites."""
    return u


@whole(
    sets=(
        "present", "population", "urban_population", "gdp_ppp", "energy", "steel",
        "military_spending", "military_personnel", "nuclear_warheads", "capability",
        "trade_ij", "trade_ji", "major",
    )
)  # fmt: skip
def unite(
    present, population, urban_population, gdp_ppp, energy, steel, military_spending,
    military_personnel, nuclear_warheads, capability, trade_ij, trade_ji, major, contiguous,
    alignment, regime, union_mood, ids, events, year, union_rate,
):  # fmt: skip
    """Let close neighbours with like regimes unite; what decides is turned by one and the other."""
    for p in marked(contiguous):
        if alignment[p] < 0.6:
            continue
        i, j = ends(p)
        if present[i] == 0 or present[j] == 0 or abs(regime[i] - regime[j]) > 0.5:
            continue
        u = union_mood[i] + union_mood[j]
        if (u if u < 1.0 else u - 1.0) >= union_rate:
            continue
        even = gdp_ppp[i] == gdp_ppp[j]
        a, b = (i, j) if gdp_ppp[i] > gdp_ppp[j] or (even and ids[i] < ids[j]) else (j, i)
        for stock in (
            population, urban_population, gdp_ppp, energy, steel, military_spending,
            military_personnel, nuclear_warheads, capability,
        ):  # fmt: skip
            stock[a] = stock[a] + stock[b]
            stock[b] = 0.0
        for k in range(len(present)):
            if k not in (a, b):
                old, q = pair(b, k), pair(a, k)
                same = (b > k) == (a > k)
                trade_ij[q] = trade_ij[q] + (trade_ij[old] if same else trade_ji[old])
                trade_ji[q] = trade_ji[q] + (trade_ji[old] if same else trade_ij[old])
        present[b] = 0.0
        major[b] = 0.0
        record(events, UNION, year, a, b, 0.0)


statehood = Mechanism(
    "statehood",
    "regime",
    (fail, tell, divide, court, unite),
    {
        "failure_rate": Param(0.008, "1/year", 0, 1, lognormal(0.008, 0.4),
            "yearly chance that a state in armed conflict fails"),
        "secession_rate": Param(0.004, "1/year", 0, 0.5, lognormal(0.004, 0.5),
            "yearly chance that a separatist war ends in a new state; three times in a collapse"),
        "emancipation_rate": Param(0.9, "1/year", 0, 20, lognormal(0.7, 0.7),
            "new states a year without war, in the mean of tides; Correlates of War: 0.4 in calm "
            "times, 4 in waves, one since 2011"),
        "wave": Param(1.25, "1", 0, 3.5, normal(1.5, 0.5),
            "standard deviation of the tide: the logarithm of that rate over its mean"),
        "ebb": Param(0.26, "1/year", 0.01, 1, beta(2, 8),
            "part of the tide that is lost in a year"),
        "typical_part": Param(0.06, "share", 0.005, 0.5, lognormal(0.06, 0.3),
            "median part of the people that a new state takes"),
        "union_rate": Param(0.0003, "1/year", 0, 0.5, lognormal(0.0003, 0.6),
            "yearly chance that aligned neighbours with like regimes unite"),
    },
    fields=(
        Field("failed", "state", "1", "1 where the state failed this year"),
        Field("union_mood", "state", "1", "draw of the year that decides with whom it unites"),
        Field("tide", "system", "1", "logarithm of the rate of new states over its mean"),
    ),
    label="State failure, secession and union",
    source="Fazal (2007), State Death; Griffiths & Butcher (2013), International Interactions "
    "39(5); Goldstone et al. (2010), AJPS 54(1), for failure.",
    omits="Borders and peoples by name: the part that leaves is drawn, not known.",
    closes=True,
)  # fmt: skip
