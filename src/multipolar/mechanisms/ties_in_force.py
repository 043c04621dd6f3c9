"""The book of treaties: who is bound to whom by those in force."""

import numpy as np

from multipolar.maths import marked
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
    inside = np.zeros(n, np.int64)
    for t in range(len(treaty_kind)):
        terms = int(treaty_terms[t])
        if treaty_kind[t] == 0 or terms == 0:
            continue
        count = 0
        for s in range(n):
            if treaty_member[t, s] != 0 and present[s] > 0:
                inside[count] = s
                count += 1
        bit = 1
        for ties in (defence, offence, neutrality, nonaggression, consultation, arms_cap):
            if terms & bit:
                for a in range(count):
                    for b in range(a):
                        ties[pair(inside[a], inside[b])] = 1
            bit = 2 * bit
    for p in marked(before ^ defence):
        i, j = ends(p)
        step = 1.0 if defence[p] != 0 else -1.0
        before[p] = 0
        for k in range(n):
            if k in (i, j):
                continue
            if before[pair(j, k)] != 0:
                common_allies[pair(i, k)] += step
            if before[pair(i, k)] != 0:
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
