"""The book of treaties: who is bound to whom by those in force."""

import numpy as np

from multipolar.maths import bind, marked, partners
from multipolar.mechanism import Mechanism
from multipolar.steps import ends, pair, whole


@whole(
    sets=(
        "defence", "offence", "neutrality", "nonaggression", "consultation", "arms_cap",
        "common_allies",
    )
)  # fmt: skip
def book(
    treaty_kind, treaty_terms, treaty_member, present, defence, offence, neutrality, nonaggression,
    consultation, arms_cap, common_allies,
):  # fmt: skip
    """Write the obligations of treaties in force down pair by pair; count common allies."""
    before = defence.copy()
    for ties in (defence, offence, neutrality, nonaggression, consultation, arms_cap):
        ties[:] = 0
    n = len(present)
    here = np.zeros(n, np.int8)
    for s in range(n):
        here[s] = 1 if present[s] > 0 else 0
    parties = np.empty(len(treaty_kind) * n, np.int64)
    begins = np.zeros(len(treaty_kind) + 1, np.int64)
    duties = np.zeros(len(treaty_kind), np.int64)
    many = 0
    for t in range(len(treaty_kind)):
        terms = int(treaty_terms[t])
        if treaty_kind[t] == 0 or terms == 0:
            continue
        at = begins[many]
        for s in marked(treaty_member[t]):
            parties[at] = s
            at += here[s]
        duties[many] = terms
        many += 1
        begins[many] = at
    bit = 1
    for ties in (defence, offence, neutrality, nonaggression, consultation, arms_cap):
        for m in range(many):
            if duties[m] & bit:
                bind(ties, parties[begins[m] : begins[m + 1]])
        bit = 2 * bit
    for p in marked(before ^ defence):
        i, j = ends(p)
        step = 1.0 if defence[p] != 0 else -1.0
        before[p] = 0
        for k in partners(before, j, n):
            common_allies[pair(i, k)] += step
        for k in partners(before, i, n):
            common_allies[pair(j, k)] += step
        before[p] = defence[p]


ties_in_force = Mechanism(
    "ties_in_force",
    "commitments",
    (book,),
    label="Book of treaties",
    source="Leeds et al. (2002), International Interactions 28(3), for the obligations.",
    omits="Obligations towards some parties only.",
    closes=True,
    bookkeeping=True,
)  # fmt: skip
