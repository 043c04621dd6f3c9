"""Parties break their treaties or leave them."""

from multipolar.events import VIOLATION, WITHDRAWAL
from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import exp, log, marked
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_state, first_two, key, lowest_two, pair, record, whole

MOST = 0.3
"""The highest risk of leaving in a year."""


@each_state(sets=("exit_mood",), draws={"u": "uniform"})
def waver(u):
    """Draw the number that decides, turned for each treaty, which of them a state leaves."""
    return u


@whole(sets=("treaty_kind", "treaty_member"))
def leave(
    treaty_kind, treaty_terms, treaty_since, treaty_member, alignment, war, regime_change, present,
    mobilised, trust, exit_mood, ids, luck, events, year, exit_rate, crowd, coldness, upheaval,
    treaty_breach, distrust,
):  # fmt: skip
    """Let parties leave; end treaties that fewer than two keep."""
    calm = 1.001 * exit_rate * exp(abs(coldness) + distrust * (0.5 - trust[0]))
    shaken = calm * exp(max(upheaval, 0.0))
    size, held = 0, 1.0
    for t in range(len(treaty_kind)):
        if treaty_kind[t] == 0 or treaty_terms[t] == 0:
            continue
        parties = marked(treaty_member[t])
        a, b = lowest_two(parties, ids)
        if b < 0:
            continue
        tag = key(int(treaty_since[t]), int(treaty_terms[t]) + 7) ^ key(ids[a], 11) ^ ids[b]
        turn = uniform(luck, tag, 1)
        some_left = False
        if len(parties) != size:
            size = len(parties)
            held = exp(-crowd * log(size - 1.0))
        for i in parties:
            u = exit_mood[i] + turn if exit_mood[i] + turn < 1.0 else exit_mood[i] + turn - 1.0
            no_more = min(held * (shaken if regime_change[i] > 0 else calm), MOST)
            if present[i] == 0 or (u > no_more and mobilised[i] == 0):
                continue
            total, count, fights, worst = 0.0, 0.0, 0, -1
            for j in parties:
                if j != i:
                    p = pair(i, j)
                    total += alignment[p]
                    count += 1.0
                    if war[p] != 0:
                        fights += 1
                        if worst < 0 or ids[j] < ids[worst]:
                            worst = j
            if count == 0:
                continue
            broken = fights > 0 and u < treaty_breach
            log_risk = -coldness * total / count + upheaval * regime_change[i]
            risk = exit_rate * held * exp(log_risk + distrust * (0.5 - trust[0]))
            if broken or u < min(risk, MOST):
                treaty_member[t, i] = -1
                some_left = True
                other = worst
                if other < 0:
                    for j in parties:
                        if j != i and (other < 0 or ids[j] < ids[other]):
                            other = j
                kind = VIOLATION if broken else WITHDRAWAL
                record(events, kind, year, i, other, treaty_terms[t])
        if not some_left:
            continue
        for i in parties:
            if treaty_member[t, i] < 0:
                treaty_member[t, i] = 0
        if first_two(treaty_member[t], ids)[1] < 0:
            treaty_kind[t] = 0.0
            treaty_member[t, :] = 0


treaty_exit = Mechanism(
    "treaty_exit",
    "commitments",
    (waver, leave),
    {
        "exit_rate": Param(0.008, "1/year", 0, 0.5, lognormal(0.01, 1.0),
            "yearly risk that a party leaves a treaty of two, at no alignment"),
        "crowd": Param(0.5, "1", 0, 3, lognormal(0.4, 0.8),
            "power of the number of the other parties that the risk is divided by"),
        "coldness": Param(1.0, "1", -3, 10, normal(1.0, 0.5),
            "log of what alignment with the other parties divides the risk by"),
        "upheaval": Param(0.9, "1", -3, 6, normal(0.7, 0.5), "what a change of regime adds"),
        "treaty_breach": Param(0.8, "1", 0, 1, None,
            "chance that war with a party breaks the treaty"),
        "distrust": Param(1.0, "1", -3, 6, normal(1.0, 0.4),
            "what a loss of all trust in institutions adds, from the middle: 0.5 of it"),
    },
    fields=(
        Field("exit_mood", "state", "1", "draw of the year that decides which treaties it leaves"),
    ),
    label="Violation of treaties and withdrawal",
    source="Leeds (2003), International Organization 57(4); Leeds, Mattes & Vogel (2009), AJPS "
    "53(2), on changes of regime; von Borzyskowski & Vabulas (2019), RIO 14(2).",
    omits="Notice periods, suspension, and what the others do about it.",
)  # fmt: skip
