"""Alliances and pacts: seeds are pairs, but clusters join, and years of signing come in bursts."""

from multipolar.events import ACCESSION, TREATY
from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import exp, log, logistic, marked, minimum, quantile, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_pair, ends, key, pair, record, whole

DEFENCE, NONAGGRESSION, CONSULTATION = 1, 8, 16


@whole(sets=("burst",))
def stir(burst, luck, memory, unevenness):
    """Draw how many treaties the year brings."""
    before = log(burst[0])
    new = memory * before + unevenness * quantile(uniform(luck, 0, 0))
    mean = 0.5 * unevenness * unevenness / (1.0 + memory)
    burst[0] = exp(min(max(new - mean, -4.0), 4.0))


@each_pair(sets=("seeks_pact",), draws={"u": "uniform"})
def seek(
    alignment, pact_pull, common_allies, log_distance, same_region, defence, consultation,
    nonaggression, rivalry, war, major_i, major_j, burst, base, bond, region, friends, distance,
    great, served, u,
):  # fmt: skip
    """Say which pairs seek a treaty this year."""
    bound = defence + 0.5 * minimum(consultation + nonaggression, 1.0)
    odds = base + bond * alignment + region * same_region + friends * log(1.0 + common_allies)
    odds = odds - distance * (log_distance - 8.0) + great * (major_i + major_j) + pact_pull
    odds = odds - served * bound - 3.0 * rivalry - 9.0 * war
    return where(u < burst * logistic(odds), 1.0, 0.0)


@whole(
    sets=(
        "treaty_kind", "treaty_terms", "treaty_since", "treaty_expires", "treaty_term",
        "treaty_renewal", "treaty_member", "crowded",
    )
)  # fmt: skip
def sign(
    seeks_pact, alignment, defence, treaty_kind, treaty_terms, treaty_since, treaty_expires,
    treaty_term, treaty_renewal, treaty_member, crowded, present, ids, luck, events, year, join,
    close, closeness, termless, automatic,
):  # fmt: skip
    """Sign treaties for the pairs that seek them, and let friends of both accede."""
    free = 0
    for p in marked(seeks_pact):
        i, j = ends(p)
        if present[i] == 0 or present[j] == 0:
            continue
        while free < len(treaty_kind) and treaty_kind[free] > 0:
            free += 1
        if free == len(treaty_kind):
            crowded[0] += 1.0
            continue
        low, high = min(ids[i], ids[j]), max(ids[i], ids[j])
        firm = uniform(luck, low, high) < logistic(close + closeness * alignment[p])
        treaty_kind[free] = 1.0 if firm else 2.0
        if firm:
            treaty_terms[free] = DEFENCE + CONSULTATION
        else:
            treaty_terms[free] = NONAGGRESSION + CONSULTATION
        treaty_since[free] = year
        length = uniform(luck, key(low, 1), high)
        years = 0.0 if length < termless else 5.0
        if length > termless + 0.4 * (1.0 - termless):
            years = 10.0
        if length > termless + 0.8 * (1.0 - termless):
            years = 20.0
        treaty_term[free] = years
        treaty_expires[free] = year + years if years > 0 else 0.0
        treaty_renewal[free] = 1.0 if uniform(luck, key(low, 2), high) < automatic else 0.0
        treaty_member[free, :] = 0
        treaty_member[free, i] = 1
        treaty_member[free, j] = 1
        record(events, TREATY, year, i, j, treaty_terms[free])
        for k in range(len(present)):
            if present[k] == 0 or k in (i, j):
                continue
            a = pair(i, k)
            b = pair(j, k)
            if defence[a] + defence[b] == 0 or min(alignment[a], alignment[b]) < 0.1:
                continue
            warmth = min(alignment[a], alignment[b]) * (0.5 + 0.5 * min(defence[a], defence[b]))
            if uniform(luck, key(ids[k], 3), low ^ high) < join * warmth:
                treaty_member[free, k] = 1
                record(events, ACCESSION, year, k, i, treaty_terms[free])


alliances = Mechanism(
    "alliances",
    "commitments",
    (stir, seek, sign),
    {
        "base": Param(-10.0, "1", -25, 5, normal(-10.0, 0.25),
            "log odds that a distant, indifferent pair seeks a treaty in a usual year"),
        "bond": Param(2.0, "1", -3, 8, normal(2.0, 0.4), "what full alignment adds"),
        "region": Param(1.2, "1", -3, 6, normal(1.2, 0.4), "what a common region adds"),
        "friends": Param(0.4, "1", -3, 4, normal(0.4, 0.15),
            "what common allies add, by the log of one more than their number"),
        "distance": Param(0.5, "1", -2, 4, normal(0.5, 0.15),
            "what a unit of log distance takes away"),
        "great": Param(0.6, "1", -3, 4, normal(0.6, 0.2), "what each great power adds"),
        "served": Param(1.5, "1", -3, 8, normal(1.5, 0.4),
            "what a defence pact in force takes away; half for other pacts"),
        "memory": Param(0.2, "1", 0, 0.99, beta(4, 16), "memory of bursts from year to year"),
        "unevenness": Param(0.9, "1", 0, 3, lognormal(0.9, 0.2),
            "standard deviation of what is new in the logarithm of bursts"),
        "join": Param(0.25, "1", 0, 1, beta(10, 30),
            "chance that a warm ally of both accedes; less with less warmth"),
        "close": Param(-1.2, "1", -8, 8, normal(-1.2, 0.3),
            "log odds that a treaty is a defence pact, at no alignment"),
        "closeness": Param(3.0, "1", -5, 12, normal(3.0, 0.6), "what full alignment adds to that"),
        "termless": Param(0.4, "share", 0, 1, beta(16, 24), "part of treaties without a term"),
        "automatic": Param(0.7, "share", 0, 1, beta(28, 12),
            "part of treaties that renew themselves"),
    },
    fields=(Field("seeks_pact", "dyad", "1", "1 where the pair seeks a treaty", "flag"),),
    label="Formation of alliances",
    source="Leeds et al. (2002), International Interactions 28(3), for ATOP; Gibler & Wolford "
    "(2006), JCR 50(1); Cranmer, Desmarais & Menninga (2012), CMPS 29(3), for clusters.",
    omits="What is bargained over; regional bodies as such.",
)  # fmt: skip
