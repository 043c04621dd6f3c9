"""Agreements that limit arms are made between rivals who fear the race, and break down."""

from multipolar.events import LAPSE, TREATY
from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import exp, logistic, marked, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_pair, ends, first_two, key, pair, record, whole
from multipolar.treaties import free_place, write_treaty

LIMIT = 32


@each_pair(sets=("seeks_limit",), draws={"u": "uniform"})
def seek(
    nuclear_warheads_i, nuclear_warheads_j, major_i, major_j, rivalry, alignment, arms_cap, war,
    trust, talks, detente, confidence, u,
):  # fmt: skip
    """Say which pairs begin to limit their arms."""
    armed = where((nuclear_warheads_i >= 1.0) & (nuclear_warheads_j >= 1.0), 1.0, 0.0)
    stake = minimum(0.5 * armed + 0.5 * major_i * major_j, 1.0) * (0.4 + 0.6 * rivalry)
    odds = detente * (alignment + 0.3) + confidence * (trust - 0.5)
    chance = talks * stake * logistic(odds) * (1.0 - arms_cap) * (1.0 - war)
    return where(u < chance, 1.0, 0.0)


@whole(
    sets=(
        "treaty_kind", "treaty_terms", "treaty_since", "treaty_expires", "treaty_term",
        "treaty_renewal", "treaty_member", "crowded",
    )
)  # fmt: skip
def agree(
    seeks_limit, treaty_kind, treaty_terms, treaty_since, treaty_expires, treaty_term,
    treaty_renewal, treaty_member, crowded, present, events, year,
):  # fmt: skip
    """Sign the agreements, for ten years."""
    free = 0
    for p in marked(seeks_limit):
        i, j = ends(p)
        if present[i] == 0 or present[j] == 0:
            continue
        free = free_place(treaty_kind, free) if free >= 0 else -1
        if free < 0:
            crowded[0] += 1.0
            continue
        write_treaty(
            treaty_kind, treaty_terms, treaty_since, treaty_expires, treaty_term, treaty_renewal,
            treaty_member, free, 3.0, LIMIT, year, 10.0, 0.0, i, j,
        )  # fmt: skip
        record(events, TREATY, year, i, j, LIMIT)


@whole(sets=("treaty_kind", "treaty_member"))
def break_down(
    treaty_kind, treaty_terms, treaty_since, treaty_member, alignment, trust, ids, luck, events,
    year, breakdown, hostility, confidence,
):  # fmt: skip
    """End agreements before their time where the parties fall out."""
    for t in range(len(treaty_kind)):
        if treaty_kind[t] != 3 or int(treaty_terms[t]) & LIMIT == 0:
            continue
        a, b = first_two(treaty_member[t], ids)
        if b < 0:
            continue
        cold = 0.0
        for i in range(len(ids)):
            for j in range(i):
                if treaty_member[t, i] != 0 and treaty_member[t, j] != 0:
                    cold = max(cold, -alignment[pair(i, j)])
        risk = breakdown * exp(hostility * cold - confidence * (trust[0] - 0.5))
        if uniform(luck, ids[a], key(ids[b], int(treaty_since[t]))) < min(risk, 0.9):
            treaty_kind[t] = 0.0
            treaty_member[t, :] = 0
            record(events, LAPSE, year, a, b, LIMIT)


arms_control = Mechanism(
    "arms_control",
    "commitments",
    (seek, agree, break_down),
    {
        "talks": Param(0.06, "1/year", 0, 1, lognormal(0.06, 0.5),
            "yearly chance of an agreement between nuclear rivals, but for what follows"),
        "detente": Param(2.0, "1", -3, 10, normal(2.0, 0.6), "what alignment adds to the log odds"),
        "confidence": Param(1.5, "1", -3, 8, normal(1.5, 0.5),
            "what trust in institutions adds, and takes from the risk of breakdown"),
        "breakdown": Param(0.025, "1/year", 0, 0.5, lognormal(0.025, 0.4),
            "yearly risk that an agreement ends before its time"),
        "hostility": Param(1.2, "1", -2, 6, normal(1.2, 0.4),
            "log of what full enmity multiplies the risk by"),
    },
    fields=(Field("seeks_limit", "dyad", "1", "1 where the pair begins to limit arms", "flag"),),
    label="Arms control",
    source="Kreps (2018), Foreign Policy Analysis 14(1); Coe & Vaynman (2020), APSR 114(2); "
    "Jervis (1978), World Politics 30(2).",
    omits="Verification, and agreements without parties that race.",
)  # fmt: skip
