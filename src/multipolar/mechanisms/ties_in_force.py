"""The book of treaties: who is bound to whom by those in force."""

import numpy as np

from multipolar.mechanism import Mechanism
from multipolar.steps import pair, whole


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
    changed = False
    for p in range(len(before)):
        if before[p] != defence[p]:
            changed = True
            break
    if not changed:
        return
    common_allies[:] = 0
    for k in range(n):
        count = 0
        for s in range(n):
            if s != k and defence[pair(k, s)] != 0:
                inside[count] = s
                count += 1
        for a in range(count):
            for b in range(a):
                common_allies[pair(inside[a], inside[b])] += 1


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
