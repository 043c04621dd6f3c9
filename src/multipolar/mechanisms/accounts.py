"""The accounts of the year: capability, rank, concentration; states that are gone leave no ties."""

import numpy as np

from multipolar.events import MAJOR_LOST, NEW_MAJOR, OVERTAKEN
from multipolar.fields import Field
from multipolar.maths import log
from multipolar.mechanism import Mechanism, Param
from multipolar.steps import each_pair, first_two, pair, record, whole


@each_pair(sets=("dyad_age",))
def age(dyad_age):
    """Count the years that both have been there."""
    return dyad_age + 1.0


@whole(
    sets=(
        "gone", "alignment", "paths", "grudge", "coordination", "trade_ij", "trade_ji",
        "common_allies", "shared_bodies", "rivalry", "dispute", "onset", "war", "defence",
        "offence", "neutrality", "nonaggression", "consultation", "arms_cap", "sanction_ij",
        "sanction_ji", "treaty_kind", "treaty_member", "war_side", "nuclear_warheads",
        "capability", "major", "leader", "mobilised",
    )
)  # fmt: skip
def close_books(
    present, vacant, gone, alignment, paths, grudge, coordination, trade_ij, trade_ji,
    common_allies, shared_bodies, rivalry, dispute, onset, war, defence, offence, neutrality,
    nonaggression, consultation, arms_cap, sanction_ij, sanction_ji, treaty_kind, treaty_member,
    war_side, nuclear_warheads, capability, major, leader, mobilised, ids,
):  # fmt: skip
    """Clear the ties of states that left the system this year."""
    for s in range(len(present)):
        if present[s] > 0 or vacant[s] > 0 or gone[s] > 0:
            continue
        gone[s] = 1.0
        for trait in (nuclear_warheads, capability, major, leader, mobilised):
            trait[s] = 0.0
        for i in range(len(present)):
            for j in range(i):
                if s not in (i, j) and defence[pair(s, i)] != 0 and defence[pair(s, j)] != 0:
                    common_allies[pair(i, j)] -= 1.0
        for k in range(len(present)):
            if k == s:
                continue
            p = pair(s, k)
            for tie in (
                alignment, paths, grudge, coordination, trade_ij, trade_ji, common_allies,
                shared_bodies,
            ):  # fmt: skip
                tie[p] = 0.0
            for flag in (
                rivalry, dispute, onset, war, defence, offence, neutrality, nonaggression,
                consultation, arms_cap, sanction_ij, sanction_ji,
            ):  # fmt: skip
                flag[p] = 0
        for w in range(len(war_side)):
            war_side[w, s] = 0
        for t in range(len(treaty_kind)):
            if treaty_member[t, s] != 0:
                treaty_member[t, s] = 0
                if first_two(treaty_member[t], ids)[1] < 0:
                    treaty_kind[t] = 0.0
                    treaty_member[t, :] = 0


@whole(sets=("capability", "concentration", "lead", "leader", "frontier", "major"))
def recount(
    present, population, urban_population, energy, steel, military_spending, military_personnel,
    gdp_ppp, capability, concentration, lead, leader, frontier, major, ids, events, year, rise,
    fall,
):  # fmt: skip
    """Take every state's share of six components, and rank the states."""
    n = len(present)
    used = 0.0
    share = np.zeros(n)
    for stock in (
        military_spending, military_personnel, steel, energy, population, urban_population,
    ):  # fmt: skip
        total = 0.0
        for s in range(n):
            if present[s] > 0:
                total += stock[s]
        if total > 0:
            used += 1.0
            for s in range(n):
                if present[s] > 0:
                    share[s] += stock[s] / total
    total, best, second, square, rich = 0.0, -1, -1, 0.0, -100.0
    for s in range(n):
        if present[s] > 0:
            total += share[s]
    before = -1
    for s in range(n):
        if leader[s] > 0:
            before = s
        leader[s] = 0.0
        capability[s] = share[s] / total if total > 0 else 0.0
        if present[s] == 0:
            continue
        square += capability[s] * capability[s]
        if population[s] >= 5e6 and gdp_ppp[s] > 0:
            rich = max(rich, log(gdp_ppp[s] / population[s]))
        if ahead(s, best, capability, ids):
            best, second = s, best
        elif ahead(s, second, capability, ids):
            second = s
        if major[s] == 0 and capability[s] > rise:
            major[s] = 1.0
            record(events, NEW_MAJOR, year, s, -1, capability[s])
        elif major[s] > 0 and capability[s] < fall:
            major[s] = 0.0
            record(events, MAJOR_LOST, year, s, -1, capability[s])
    concentration[0] = square
    if rich > -100.0:
        frontier[0] = rich
    if best >= 0:
        leader[best] = 1.0
        lead[0] = capability[best] - (capability[second] if second >= 0 else 0.0)
        if before >= 0 and before != best:
            record(events, OVERTAKEN, year, best, before, capability[best])


def ahead(s, other, capability, ids):
    """Say whether a state is the more capable; between equals the lower name is."""
    if other < 0 or capability[s] > capability[other]:
        return True
    return capability[s] == capability[other] and ids[s] < ids[other]


accounts = Mechanism(
    "accounts",
    "system",
    (age, close_books, recount),
    {
        "rise": Param(0.05, "share", 0, 1, None, "share of capability that makes a great power"),
        "fall": Param(0.008, "share", 0, 1, None,
            "share of capability below which a great power is none any more"),
    },
    fields=(Field("gone", "state", "1", "1 where the state has left", "stock", 0.0, 0.0, 1.0),),
    label="Accounts of the year",
    source="Singer, Bremer & Stuckey (1972) in Russett, ed., Peace, War, and Numbers, for the six "
    "components; Hirschman (1964), American Economic Review 54(5), for concentration.",
    omits="Recognition of great powers by others: two shares stand for it.",
    closes=True,
    bookkeeping=True,
)  # fmt: skip
