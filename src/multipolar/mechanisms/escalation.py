"""A few disputes become wars."""

from multipolar.events import DISPUTE, WAR
from multipolar.luck import uniform
from multipolar.maths import exp, log, logistic, marked, maximum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import normal
from multipolar.steps import ends, key, pair, record, whole

USUAL = 30.0
"""Pairs in a dispute in a usual year."""


@whole(sets=("disputes",))
def count(onset, disputes, present, events, year):
    """Count and write down the disputes that began."""
    for p in marked(onset):
        i, j = ends(p)
        if present[i] == 0 or present[j] == 0:
            continue
        disputes[0] += 1.0
        record(events, DISPUTE, year, i, j, 0.0)


@whole(sets=("war_since", "war_scale", "war_deaths", "war_side", "war", "wars", "crowded"))
def escalate(
    dispute, war, rivalry, contiguous, escalation_pull, capability, major, population, present,
    war_since, war_scale, war_deaths, war_side, wars, crowded, nuclear_warheads, defence, ids,
    luck, events, year, base, adjacent, grudges, peers, powers, umbrella, dilution, tail, least,
    toll,
):  # fmt: skip
    """Let disputes become wars; draw how deadly each would be."""
    armed = marked(nuclear_warheads >= 1.0)
    under_way = 0.0
    for p in marked(dispute):
        i, j = ends(p)
        if war[p] == 0 and present[i] > 0 and present[j] > 0:
            under_way += 1.0
    common = base - dilution * log(maximum(under_way, 1.0) / USUAL)
    for p in marked(dispute):
        i, j = ends(p)
        if war[p] != 0 or present[i] == 0 or present[j] == 0:
            continue
        gulf = abs(log((capability[i] + 1e-5) / (capability[j] + 1e-5)))
        odds = common + adjacent * contiguous[p] + grudges * rivalry[p] - peers * gulf
        odds += powers * major[i] * major[j] + escalation_pull[p]
        bare, foe = (i, j) if nuclear_warheads[i] < 1.0 else (j, i)
        if nuclear_warheads[bare] < 1.0 and nuclear_warheads[foe] >= 1.0:
            for k in armed:
                if k != foe and present[k] > 0 and defence[pair(bare, k)] > 0:
                    odds += umbrella
                    break
        low, high = min(ids[i], ids[j]), max(ids[i], ids[j])
        if uniform(luck, low, high) >= logistic(odds):
            continue
        free = -1
        for w in range(len(war_since) - 1, -1, -1):
            if war_since[w] == 0:
                free = w
        if free < 0:
            crowded[0] += 1.0
            continue
        even = capability[i] == capability[j]
        strong = i if capability[i] > capability[j] or (even and ids[i] < ids[j]) else j
        weak = j if strong == i else i
        first = strong if uniform(luck, key(low, 1), high) < 0.65 else weak
        second = weak if first == strong else strong
        u = uniform(luck, key(low, 2), high)
        people = population[i] + population[j]
        war_since[free] = year
        war_scale[free] = min(least * exp(-log(u) / tail), toll * people)
        war_deaths[free] = 0.0
        war_side[free, :] = 0
        war_side[free, first] = 1
        war_side[free, second] = -1
        war[p] = 1
        wars[0] += 1.0
        record(events, WAR, year, first, second, war_scale[free])


escalation = Mechanism(
    "escalation",
    "conflict",
    (count, escalate),
    {
        "base": Param(-4.4, "1", -14, 4, normal(-4.0, 1.5),
            "log odds that a dispute between distant equals becomes a war; disputes that did: 12 % "
            "to 1913, 3 % in 1946-89, 1.4 % since"),
        "adjacent": Param(0.3, "1", -4, 6, normal(0.5, 0.5), "contiguity"),
        "grudges": Param(0.74, "1", -4, 6, normal(0.5, 0.5), "rivalry"),
        "peers": Param(0.06, "1", -2, 3, normal(0.2, 0.3), "a unit of log of the ratio takes"),
        "powers": Param(0.09, "1", -4, 6, normal(0.3, 0.7), "two great powers"),
        "umbrella": Param(-0.6, "1", -10, 4, normal(-0.5, 0.7),
            "a nuclear power against one without the weapons, whom another nuclear power is bound "
            "to defend"),
        "dilution": Param(0.68, "1", -2, 4, normal(1.0, 0.5),
            "what a unit of log of the number of pairs in a dispute takes: where many are in one, "
            "or small ones are known, fewer of each hundred become wars"),
        "tail": Param(0.53, "1", 0.1, 5, normal(0.6, 0.3),
            "exponent of the tail of severity less one; 51 wars of 1823-2003 above 7,061 deaths"),
        "least": Param(2200, "persons", 1, 1e7, None,
            "least battle deaths expected of a war: some 1,000 in a year"),
        "toll": Param(0.04, "share", 1e-4, 0.5, None,
            "most that a war can cost of the two populations"),
    },
    label="Escalation of disputes to war",
    source="Senese & Vasquez (2008), The Steps to War; Fuhrmann & Sechser (2014), American Journal "
    "of Political Science 58(4), for defence by a nuclear ally; Clauset (2018), Science Advances "
    "4(2), for severity; Braumoeller (2019), Only the Dead.",
    omits="Crisis bargaining; war without a dispute.",
)  # fmt: skip
