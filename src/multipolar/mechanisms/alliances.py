"""Alliances and pacts: pairs are due, but treaties come as one, to clusters and in bursts."""

import numpy as np

from multipolar.events import ACCESSION, TREATY
from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import (
    exp,
    floor,
    log,
    logistic,
    marked,
    maximum,
    minimum,
    quantile,
    where,
)
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_pair, ends, key, pair, record, whole
from multipolar.treaties import free_place, write_treaty

DEFENCE, NONAGGRESSION, CONSULTATION = 1, 8, 16
NEAR = -5.0
"""Log odds of a pact below which two states are no measure of who is near enough to join them."""
FARTHEST = -14.0
"""Log of the chance to join, one in a million, below which nobody does."""
BOUND = -1e20
"""Less than any log odds: of pairs that are bound already."""


@whole(sets=("burst", "allies"))
def stir(burst, allies, defence, present, luck, memory, unevenness):
    """Draw how many treaties the year brings; count the allies of each state."""
    before = log(burst[0])
    new = memory * before + unevenness * quantile(uniform(luck, 0, 0))
    mean = 0.5 * unevenness * unevenness / (1.0 + memory)
    burst[0] = exp(min(max(new - mean, -4.0), 4.0))
    for s in range(len(present)):
        allies[s] = 0.0 if present[s] > 0 else allies[s]
    for p in marked(defence):
        i, j = ends(p)
        if present[i] > 0 and present[j] > 0:
            allies[i] += 1.0
            allies[j] += 1.0


def continent(region):
    """Return one number for the two regions of Europe, of Africa and of Asia each."""
    return where(region < 6.5, floor(0.5 * region), floor(0.5 * region + 0.5))


@each_pair(
    sets=("seeks_pact", "seeks_accord", "pact_odds"),
    draws={"u": "uniform", "v": "uniform"},
)
def seek(
    alignment, pact_pull, common_allies, defence, consultation, nonaggression, rivalry, war,
    dyad_age, region_i, region_j, major_i, major_j, allies_i, allies_j,
    burst, base, bond, continental, regional, newcomers, friends, following, great, consulting,
    light, light_continental, light_great, u, v,
):  # fmt: skip
    """Say which pairs are due for a first defence pact, or a first accord, this year."""
    known = minimum(region_i, region_j) > 0.5
    near = where((continent(region_i) == continent(region_j)) & known, 1.0, 0.0)
    close = where((region_i == region_j) & known, 1.0, 0.0)
    fresh = near * exp(-0.2 * minimum(dyad_age, 100.0))
    most = maximum(allies_i, allies_j)
    ties = bond * alignment + pact_pull - 3.0 * rivalry - 9.0 * war
    odds = base + ties + continental * near + regional * close + great * (major_i + major_j)
    odds = odds + newcomers * fresh * log(1.0 + most) + following * log(1.0 + minimum(most, 10.0))
    odds = odds + friends * log(1.0 + common_allies) + consulting * consultation
    pact = where((u < burst * logistic(odds)) & (defence < 0.5), 1.0, 0.0)
    bound = maximum(defence, maximum(consultation, nonaggression))
    milder = light + ties + light_continental * near + light_great * (major_i + major_j)
    accord = where((v < burst * logistic(milder)) & (bound < 0.5), 1.0, 0.0)
    return pact, accord, odds


@whole(
    sets=(
        "treaty_kind", "treaty_terms", "treaty_since", "treaty_expires", "treaty_term",
        "treaty_renewal", "treaty_member", "crowded",
    )
)  # fmt: skip
def sign(
    seeks_pact, seeks_accord, pact_odds, defence, consultation, nonaggression, treaty_kind,
    treaty_terms, treaty_since, treaty_expires, treaty_term, treaty_renewal, treaty_member, crowded,
    present, ids, luck, events, year, accede, join, choosy, duty, light_duty,
    termless, automatic,
):  # fmt: skip
    """Let pairs that are due join a treaty or sign one, with all who come along.

    Along come states that neither of the pair is bound to yet. A pair begins
    with one chance in as many as the ties that its treaty would make. So in
    the mean as many ties come as pairs are due.
    """
    n = len(present)
    free = 0
    party = np.zeros(n, np.int64)
    own = np.zeros(n)
    for s in range(n):
        own[s] = uniform(luck, key(ids[s], 2), 0) if present[s] > 0 else 2.0
    acceded = np.zeros(len(treaty_kind), np.int8)
    large = np.zeros(len(treaty_kind), np.int64)
    begins = np.zeros(len(treaty_kind) + 1, np.int64)
    parties = np.empty(len(treaty_kind) * n, np.int16)
    apart = np.empty((n, n), np.float32)
    may = np.zeros(n, np.int8)
    for kind in (1, 2):
        due = marked(seeks_pact if kind == 1 else seeks_accord)
        if len(due) == 0:
            continue
        many = 0
        for t in range(len(treaty_kind)):
            if treaty_kind[t] == kind and treaty_since[t] < year:
                members = marked(treaty_member[t])
                if len(members) > 2:
                    large[many] = t
                    begins[many + 1] = begins[many]
                    for k in members:
                        parties[begins[many + 1]] = k
                        begins[many + 1] += 1
                    many += 1
        laid = np.zeros(n, np.int8)
        for p in due:
            i, j = ends(p)
            if present[i] == 0 or present[j] == 0:
                continue
            low, high = min(ids[i], ids[j]), max(ids[i], ids[j])
            use = 8 * kind
            look = uniform(luck, key(low, use), high)
            lot = uniform(luck, key(low, use + 3), high)
            turn = uniform(luck, key(low, use + 2), high)
            best, at, comes = -20.0, -1, -1
            for m in range(many if look < accede else 0):
                t = large[m]
                if (treaty_member[t, i] == 1) == (treaty_member[t, j] == 1):
                    continue
                new = j if treaty_member[t, i] == 1 else i
                total = 0.0
                for g in range(begins[m], begins[m + 1]):
                    total += max(pact_odds[pair(new, parties[g])], -15.0)
                mean = total / (1.0 * (begins[m + 1] - begins[m]))
                if mean > best:
                    best, at, comes = mean, t, new
            if at >= 0:
                fits = exp(choosy * min(best - pact_odds[p], 0.0))
                if uniform(luck, key(low, use + 1), high) >= fits:
                    at = -1
            ties, size = 0.0, 2
            if at >= 0:
                for k in marked(treaty_member[at]):
                    if treaty_member[at, k] == 1:
                        q = pair(comes, k)
                        ties += unbound(q, kind, defence, consultation, nonaggression)
            else:
                party[0], party[1] = i, j
                ties = unbound(p, kind, defence, consultation, nonaggression)
                measure = max(pact_odds[p], NEAR)
                for s in (i, j):
                    if laid[s] == 0:
                        light = 1.0 if kind == 2 else 0.0
                        lay_out(s, pact_odds, defence, consultation, nonaggression, light, apart[s])
                        laid[s] = 1
                sift(own, turn, apart[i], apart[j], measure, join, choosy, may)
                for k in marked(may):
                    u = own[k] + turn if own[k] + turn < 1.0 else own[k] + turn - 1.0
                    odds = 0.5 * (apart[i, k] + apart[j, k]) - measure
                    if u >= join or choosy * odds < FARTHEST or odds < BOUND:
                        continue
                    if u < join * exp(choosy * min(odds, 0.0)):
                        for g in range(size):
                            q = pair(k, party[g])
                            ties += unbound(q, kind, defence, consultation, nonaggression)
                        party[size] = k
                        size += 1
                        if lot * ties >= 1.0:
                            break
            if lot * ties >= 1.0:
                continue
            if at >= 0:
                treaty_member[at, comes] = 2
                acceded[at] = 1
                record(events, ACCESSION, year, comes, i if comes == j else j, treaty_terms[at])
                continue
            free = free_place(treaty_kind, free) if free >= 0 else -1
            if free < 0:
                crowded[0] += 1.0
                continue
            terms = DEFENCE if kind == 1 else NONAGGRESSION
            consults = light_duty if size == 2 else 0.0
            consults = duty if kind == 1 else consults
            if uniform(luck, key(low, use + 6), high) < consults:
                terms += CONSULTATION
            length = uniform(luck, key(low, use + 4), high)
            years = 0.0 if length < termless else 5.0
            if length > termless + 0.4 * (1.0 - termless):
                years = 10.0
            if length > termless + 0.8 * (1.0 - termless):
                years = 20.0
            renewal = 1.0 if uniform(luck, key(low, use + 5), high) < automatic else 0.0
            write_treaty(
                treaty_kind, treaty_terms, treaty_since, treaty_expires, treaty_term,
                treaty_renewal, treaty_member, free, 1.0 * kind, terms, year, years, renewal, i, j,
            )  # fmt: skip
            record(events, TREATY, year, i, j, terms)
            for g in range(2, size):
                treaty_member[free, party[g]] = 1
                record(events, ACCESSION, year, party[g], i, terms)
    for t in marked(acceded):
        for k in marked(treaty_member[t]):
            treaty_member[t, k] = 1


def lay_out(s, odds, defence, consultation, nonaggression, light, row):
    """Write the odds of a state with each other that it is not bound to; less than any, else."""
    start, stop = s * (s - 1) // 2, s * (s + 1) // 2
    o, d = odds[start:stop], defence[start:stop]
    c, a = consultation[start:stop], nonaggression[start:stop]
    for k in range(s):
        row[k] = o[k] + 4.0 * BOUND * (d[k] + light * (c[k] + a[k]))
    row[s] = 4.0 * BOUND
    p = stop + s
    for k in range(s + 1, len(row)):
        ties = defence[p] + light * (consultation[p] + nonaggression[p])
        row[k] = odds[p] + 4.0 * BOUND * ties
        p += k


def sift(own, turn, odds_i, odds_j, measure, join, choosy, may):
    """Flag those who may come along; the others are above ``join / (1 + x + x² / 2 + x³ / 6)``."""
    high = 1.000001 * join
    for k in range(len(may)):
        u = own[k] + turn
        u = u if u < 1.0 else u - 1.0
        x = choosy * max(measure - 0.5 * (odds_i[k] + odds_j[k]), 0.0)
        may[k] = 1 if u * (1.0 + x * (1.0 + x * (0.5 + 0.1666 * x))) <= high else 0


def unbound(p, kind, defence, consultation, nonaggression):
    """Return 1 for a pair that a treaty of a kind would bind anew, 0 for another."""
    if defence[p] != 0 or (kind == 2 and (consultation[p] != 0 or nonaggression[p] != 0)):
        return 0.0
    return 1.0


alliances = Mechanism(
    "alliances",
    "commitments",
    (stir, seek, sign),
    {
        "base": Param(-8.4, "1", -25, 5, normal(-8.0, 3.0),
            "log odds that a distant, indifferent pair is due for a defence pact in a usual year"),
        "bond": Param(1.0, "1", -10, 20, normal(1.0, 1.0), "what full alignment adds"),
        "continental": Param(1.3, "1", -10, 15, normal(1.0, 1.0), "what one continent adds"),
        "regional": Param(1.1, "1", -10, 15, normal(0.5, 1.0),
            "what one region of a continent adds to that"),
        "newcomers": Param(1.2, "1", -5, 8, normal(0.5, 1.0),
            "what allies of the better allied (log of one more) add on one continent where one is "
            "a new state; fades in 5 years"),
        "friends": Param(0.0, "1", -5, 8, normal(0.4, 0.5),
            "what common allies add, by the log of one more than their number"),
        "following": Param(0.3, "1", -5, 8, normal(0.3, 0.5),
            "what allies of the better allied add to all, by the log of one more, up to 10"),
        "great": Param(1.1, "1", -8, 8, normal(0.5, 0.5), "what each great power adds"),
        "consulting": Param(1.9, "1", -8, 12, normal(0.5, 1.0),
            "what a duty to consult in force adds"),
        "light": Param(-7.1, "1", -25, 5, normal(-7.0, 3.0),
            "log odds that a distant pair is due for a pact of non-aggression or consultation"),
        "light_continental": Param(2.8, "1", -8, 8, normal(1.0, 1.0),
            "what one continent adds to that"),
        "light_great": Param(0.5, "1", -8, 8, normal(0.5, 0.5),
            "what each great power adds to that"),
        "memory": Param(0.2, "1", 0, 0.99, beta(4, 16), "memory of bursts from year to year"),
        "unevenness": Param(0.9, "1", 0, 3, lognormal(0.9, 0.2),
            "standard deviation of what is new in the logarithm of bursts"),
        "accede": Param(0.9, "1", 0, 1, beta(9, 1),
            "chance that a pair with one party to a treaty of three or more looks to that first"),
        "join": Param(0.8, "1", 0, 1, beta(8, 2),
            "chance that a state as near to both as they to each other joins what they sign"),
        "choosy": Param(2.0, "1", 0, 10, lognormal(2.0, 0.3),
            "power of its odds, relative to theirs, by which a state that is less near comes in"),
        "duty": Param(0.6, "share", 0, 1, beta(12, 8),
            "part of defence pacts that oblige to consult as well"),
        "light_duty": Param(0.4, "share", 0, 1, beta(8, 12),
            "part of accords of two on non-aggression that oblige to consult as well"),
        "termless": Param(0.4, "share", 0, 1, beta(16, 24), "part of treaties without a term"),
        "automatic": Param(0.7, "share", 0, 1, beta(28, 12),
            "part of treaties that renew themselves"),
    },
    fields=(
        Field("seeks_pact", "dyad", "1", "1 where the pair is due for a defence pact", "flag"),
        Field("seeks_accord", "dyad", "1", "1 where the pair is due for a lighter accord", "flag"),
        Field("pact_odds", "dyad", "1", "log odds of a defence pact, were there none", "stock"),
        Field("allies", "state", "count", "states with a defence pact with it", "stock", 0.0, 0.0),
    ),
    label="Formation of alliances",
    source="Leeds et al. (2002), International Interactions 28(3), for ATOP; Gibler & Wolford "
    "(2006), JCR 50(1); Cranmer, Desmarais & Menninga (2012), CMPS 29(3), for clusters; Siverson "
    "& Emmons (1991), JCR 35(2), and Lai & Reiter (2000), JCR 44(2), for regimes.",
    omits="What is bargained over; regional bodies as such.",
)  # fmt: skip
