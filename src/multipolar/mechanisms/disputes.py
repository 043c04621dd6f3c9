"""Militarized disputes begin: between neighbours and powers, and where there were some before.

The odds fall with distance, more slowly for the capable (Boulding 1962), and
hardly hang on capability at a border. What a pair remembers counts in parts:
recent disputes, all disputes, calm, and age, each through ``x / (x + half)``,
which is a half of its weight at ``half``.
"""

import numpy as np

from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import (
    log,
    logistic,
    marked,
    maximum,
    minimum,
    quantile,
    sqrt,
    where,
)
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_pair, each_state, ends, pair, whole

TENSE, MANY, CALM, OLD, ENTANGLED = 0.6, 2.0, 10.0, 10.0, 1.0
"""Where recent and past disputes, peace, years as a pair and allied foes have half their effect."""


@whole(sets=("frailty",))
def sway(frailty, luck, memory, swing):
    """Draw the common effect of the year on all pairs, persistent and of mean one in odds."""
    width = swing * sqrt(1.0 - memory * memory)
    usual = -0.5 * swing * swing
    drawn = quantile(uniform(luck, 0, 0))
    frailty[0] = usual + memory * (frailty[0] - usual) + width * drawn


@whole(sets=("allied_foes",))
def entangle(dispute, defence, present, allied_foes):
    """Count, for each pair, the allies of one that were in dispute with the other."""
    n = len(present)
    friends = np.empty((n, n), np.int16)
    number = np.zeros(n, np.int64)
    for p in marked(defence):
        i, j = ends(p)
        friends[i, number[i]] = j
        friends[j, number[j]] = i
        number[i] += 1
        number[j] += 1
    for p in marked(dispute):
        i, j = ends(p)
        if present[i] == 0 or present[j] == 0:
            continue
        for g in range(number[i]):
            k = friends[i, g]
            if k != j and present[k] > 0:
                allied_foes[pair(j, k)] += 1.0
        for g in range(number[j]):
            k = friends[j, g]
            if k != i and present[k] > 0:
                allied_foes[pair(i, k)] += 1.0


@each_state(sets=("log_capability", "log_belligerence"))
def weigh(capability, belligerence):
    """Take the logarithms that pairs need of their states."""
    return log(capability + 1e-5), log(belligerence + 0.03)


@each_pair(
    sets=(
        "onset", "onset_chance", "dispute", "grudge", "tension", "past_onsets", "peace_years",
    ),
    adds=("onsets_i", "onsets_j"),
    draws={"u": "uniform", "v": "uniform"},
)  # fmt: skip
def begin(
    dispute, grudge, tension, past_onsets, dyad_age, peace_years, contiguous, log_distance,
    log_capability_i, log_capability_j, major_i, major_j, defence, nonaggression, alignment,
    allied_foes, log_belligerence_i, log_belligerence_j, onset_pull, frailty, war, base, land,
    distance, land_distance, size, strength, land_strength, size_reach, strength_reach, giants,
    one_major, two_majors, allies, pact, enmity, entangled, recent, history, calm, age, fighters,
    land_fighters, far_fighters, going_on, persistence, u, v,
):  # fmt: skip
    """Let disputes begin, go on and be remembered."""
    small = minimum(log_capability_i, log_capability_j) + 8.0
    large = maximum(log_capability_i, log_capability_j) + 5.0
    away = log_distance - 8.5
    known = log_belligerence_i + log_belligerence_j
    majors = major_i + major_j
    odds = base + away * (size_reach * small + strength_reach * large - distance)
    odds = odds + size * small + strength * large + giants * small * large
    odds = odds + contiguous * (land + land_distance * away - land_strength * large)
    power = where(majors > 1.5, two_majors, where(majors > 0.5, one_major, 0.0))
    odds = odds + (1.0 - contiguous) * power
    odds = odds + known * (fighters + far_fighters * away - land_fighters * contiguous)
    odds = odds + allies * defence + pact * nonaggression * (1.0 - defence) - enmity * alignment
    odds = odds + entangled * (allied_foes / (allied_foes + ENTANGLED))
    odds = odds + recent * (tension / (tension + TENSE)) + going_on * dispute
    odds = odds + history * (past_onsets / (past_onsets + MANY))
    odds = odds - calm * (peace_years / (peace_years + CALM)) - age * (dyad_age / (dyad_age + OLD))
    odds = odds + onset_pull + frailty
    said = logistic(odds)
    new = where((u < said) & (war < 0.5), 1.0, 0.0)
    chance = where(war < 0.5, said, 0.0)
    lasts = where((v < persistence) & (dispute > 0.5), 1.0, 0.0)
    active = maximum(maximum(new, lasts), war)
    since = where(active > 0.5, 0.0, peace_years + 1.0)
    grudge, tension, past_onsets = 0.9 * grudge + new, 0.6 * tension + new, past_onsets + new
    return new, chance, active, grudge, tension, past_onsets, since, new, new


@each_state(sets=("belligerence",))
def remember(belligerence, onsets):
    """Remember the state's disputes, discounted by a fifth a year."""
    return 0.8 * belligerence + onsets


disputes = Mechanism(
    "disputes",
    "conflict",
    (sway, entangle, weigh, begin, remember),
    {
        "base": Param(-5.77, "1", -25, 15, normal(-6.0, 3.0),
            "log odds for a pair 5,000 km apart, the weaker with 1/3000 of capability and the "
            "stronger with 1/150, new to each other and to disputes"),
        "land": Param(2.9, "1", -8, 10, normal(1.0, 1.0), "contiguity"),
        "distance": Param(0.91, "1", -3, 5, normal(0.5, 0.5), "a unit of log distance takes"),
        "land_distance": Param(0.71, "1", -5, 5, normal(0.0, 0.5),
            "what contiguity gives back of that"),
        "size": Param(0.29, "1", -3, 4, normal(0.3, 0.3), "log capability of the weaker"),
        "strength": Param(0.33, "1", -3, 4, normal(0.3, 0.3), "log capability of the stronger"),
        "land_strength": Param(0.29, "1", -3, 4, normal(0.0, 0.3),
            "what contiguity takes of that: neighbours quarrel whatever their size"),
        "size_reach": Param(0.04, "1", -2, 2, normal(0.0, 0.2),
            "what log capability of the weaker makes up for a unit of log distance"),
        "strength_reach": Param(0.03, "1", -2, 2, normal(0.0, 0.2),
            "the same of the stronger: loss of strength over distance"),
        "giants": Param(-0.04, "1", -2, 2, normal(0.0, 0.1), "product of both log capabilities"),
        "one_major": Param(0.23, "1", -4, 6, normal(0.5, 0.5),
            "one great power in a pair that is not contiguous"),
        "two_majors": Param(0.43, "1", -4, 6, normal(0.5, 0.7), "two great powers, the same"),
        "allies": Param(0.28, "1", -6, 6, normal(0.0, 0.3), "a defence pact"),
        "pact": Param(-0.01, "1", -6, 6, normal(0.0, 0.3), "non-aggression without defence"),
        "enmity": Param(0.36, "1", -4, 8, normal(0.3, 0.3),
            "full enmity; full alignment takes it"),
        "entangled": Param(0.58, "1", -3, 6, normal(0.5, 0.5),
            "allies of one that were in dispute with the other, half of it for the first"),
        "recent": Param(1.31, "1", -4, 8, normal(1.5, 1.0),
            "recent disputes of the pair, half of it at 0.6"),
        "history": Param(1.4, "1", -4, 10, normal(1.5, 1.0),
            "all disputes of the pair, half of it for two"),
        "calm": Param(1.34, "1", -4, 8, normal(0.5, 0.5),
            "years of peace take, half of it after ten"),
        "age": Param(1.06, "1", -6, 10, normal(1.0, 1.0),
            "years that both have been there take, half of it after ten: who never quarrelled "
            "in a long time will hardly begin"),
        "fighters": Param(0.33, "1", -2, 3, normal(0.1, 0.15),
            "log of the two states' disputes with anyone"),
        "land_fighters": Param(0.24, "1", -2, 3, normal(0.0, 0.15),
            "what contiguity takes of that"),
        "far_fighters": Param(0.04, "1", -2, 3, normal(0.0, 0.1),
            "what a unit of log distance adds to it"),
        "going_on": Param(-0.01, "1", -4, 6, normal(0.5, 0.5), "a dispute last year"),
        "persistence": Param(0.39, "1/year", 0, 0.95, beta(2, 3),
            "chance that a dispute goes on into the next year, where none begins anew"),
        "memory": Param(0.58, "1", 0, 0.99, beta(5, 5), "memory of the common effect"),
        "swing": Param(0.26, "1", 0, 2, lognormal(0.26, 0.3),
            "standard deviation of the common effect: yearly onsets of 1946 to 2010 over what "
            "the step expects; memory from the same"),
    },
    fields=(
        Field("onset_chance", "dyad", "1", "chance that a dispute of the pair began this year",
            "tally", 0.0, 0.0, 1.0),
    ),
    label="Onset of militarized disputes",
    source="Bremer (1992), Journal of Conflict Resolution 36(2); Boulding (1962), Conflict and "
    "Defense, for strength lost over distance; Beck, Katz & Tucker (1998), AJPS 42(4), and "
    "Crescenzi & Enterline (2001), ISQ 45(3), for memory; Gibler, Miller & Little (2016), ISQ "
    "60(4), for the data. Fitted: fits/disputes.py.",
    omits="What the dispute is about; who began it. Who joins a war has its own mechanism.",
)  # fmt: skip
