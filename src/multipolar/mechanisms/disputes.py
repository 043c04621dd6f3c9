"""Militarized disputes begin: between neighbours and powers, and where there were some before."""

from multipolar.luck import uniform
from multipolar.maths import log, logistic, maximum, minimum, quantile, sqrt, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_pair, each_state, whole


@whole(sets=("frailty",))
def sway(frailty, luck, memory, swing):
    """Draw the common effect of the year on all pairs, persistent and of mean one in odds."""
    width = swing * sqrt(1.0 - memory * memory)
    frailty[0] = memory * frailty[0] + width * quantile(uniform(luck, 0, 0))


@each_pair(
    sets=("onset", "dispute", "grudge", "peace_years"), adds=("onsets_i", "onsets_j"),
    draws={"u": "uniform", "v": "uniform"},
)  # fmt: skip
def begin(
    dispute, grudge, peace_years, contiguous, log_distance, capability_i, capability_j, major_i,
    major_j, rivalry, defence, nonaggression, alignment, common_allies, belligerence_i,
    belligerence_j, onset_pull, frailty, war, base, land, distance, size, ratio, one_major,
    two_majors, rivals, allies, pact, enmity, shared_allies, history, never, calm, fighters,
    going_on, persistence, swing, u, v,
):  # fmt: skip
    """Let disputes begin, go on and be remembered."""
    small = minimum(capability_i, capability_j)
    large = maximum(capability_i, capability_j)
    majors = major_i + major_j
    odds = base + land * contiguous - distance * (log_distance - 8.5)
    gulf = log((small + 1e-5) / (large + 1e-5)) + 2.0
    odds = odds + size * (log(small + 1e-5) + 8.0) + ratio * gulf
    odds = odds + where(majors > 1.5, two_majors, where(majors > 0.5, one_major, 0.0))
    odds = odds + rivals * rivalry + allies * defence + pact * nonaggression * (1.0 - defence)
    odds = odds - enmity * alignment + shared_allies * log(1.0 + common_allies)
    odds = odds + history * (log(grudge + 0.05) + 3.0) + where(grudge < 0.002, never, 0.0)
    odds = odds - calm * minimum(peace_years, 50.0) * 0.1 + going_on * dispute
    known = log((belligerence_i + 0.03) * (belligerence_j + 0.03))
    odds = odds + fighters * (known + 4.0)
    odds = odds + onset_pull + frailty - 0.5 * swing * swing
    new = where((u < logistic(odds)) & (war < 0.5), 1.0, 0.0)
    lasts = where((v < persistence) & (dispute > 0.5), 1.0, 0.0)
    active = maximum(maximum(new, lasts), war)
    since = where(active > 0.5, 0.0, peace_years + 1.0)
    return new, active, 0.9 * grudge + new, since, new, new


@each_state(sets=("belligerence",))
def remember(belligerence, onsets):
    """Remember the state's disputes, discounted by a tenth a year."""
    return 0.9 * belligerence + onsets


disputes = Mechanism(
    "disputes",
    "conflict",
    (sway, begin, remember),
    {
        "base": Param(-7.4, "1", -25, 15, normal(-7.4, 0.2),
            "log odds for a pair 5,000 km apart, the weaker with 1/3000 of capability; -6.4 as "
            "fitted to 1946-2010, lowered by judgement to the rate of the 2000s"),
        "land": Param(1.25, "1", -4, 8, normal(1.25, 0.12), "contiguity"),
        "distance": Param(0.44, "1", -3, 5, normal(0.44, 0.05), "a unit of log distance takes"),
        "size": Param(0.28, "1", -3, 4, normal(0.28, 0.04), "log capability of the weaker"),
        "ratio": Param(-0.09, "1", -3, 4, normal(-0.09, 0.04), "log of weaker over stronger"),
        "one_major": Param(0.55, "1", -4, 6, normal(0.55, 0.12), "one great power in the pair"),
        "two_majors": Param(0.73, "1", -4, 6, normal(0.73, 0.2), "two great powers"),
        "rivals": Param(0.88, "1", -4, 6, normal(0.88, 0.1), "rivalry"),
        "allies": Param(0.12, "1", -6, 6, normal(0.12, 0.1), "a defence pact"),
        "pact": Param(0.0, "1", -6, 6, normal(0.0, 0.1), "non-aggression without defence"),
        "enmity": Param(0.3, "1", -4, 8, normal(0.3, 0.2), "full enmity; full alignment takes it"),
        "shared_allies": Param(0.05, "1", -3, 3, normal(0.05, 0.05), "log of common allies"),
        "history": Param(0.26, "1", -2, 4, normal(0.26, 0.08), "log of remembered disputes"),
        "never": Param(-0.09, "1", -6, 4, normal(-0.09, 0.2), "no dispute in memory"),
        "calm": Param(0.27, "1", -3, 3, normal(0.27, 0.08), "ten years of peace take"),
        "fighters": Param(0.105, "1", -2, 3, normal(0.105, 0.03),
            "log of the two states' remembered disputes"),
        "going_on": Param(0.67, "1", -4, 6, normal(0.67, 0.1), "a dispute last year"),
        "persistence": Param(0.34, "1/year", 0, 0.95, beta(34, 66),
            "chance that a dispute goes on into the next year"),
        "memory": Param(0.5, "1", 0, 0.99, beta(10, 10), "memory of the common effect"),
        "swing": Param(0.27, "1", 0, 2, lognormal(0.27, 0.25),
            "standard deviation of the common effect"),
    },
    label="Onset of militarized disputes",
    source="Bremer (1992), Journal of Conflict Resolution 36(2); Beck, Katz & Tucker (1998), AJPS "
    "42(4); Gibler, Miller & Little (2016), ISQ 60(4), for the data. Values: logistic regression "
    "on dyad-years 1946-2010 (scripts/fit_disputes.py), with wider errors; those of enmity and "
    "common allies are judgements.",
    omits="What the dispute is about; who began it.",
)  # fmt: skip
