"""Wars spread: allies, enemies and neighbours of the fighting join, in waves."""

import numpy as np

from multipolar.events import JOINED_WAR
from multipolar.luck import uniform
from multipolar.maths import logistic, marked
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, normal
from multipolar.steps import key, pair, record, whole

WAVES = 3


@whole(sets=("war_side", "war_scale"))
def cascade(
    war_since, war_side, war_scale, alignment, defence, offence, contiguous, rivalry,
    capability, major, present, nuclear_warheads, ids, luck, events, year, base, duty, warmth,
    hatred, near, great, later, caution, growing,
):  # fmt: skip
    """Let states join the wars under way, in waves within a year."""
    n = len(present)
    joins = np.zeros(n, np.int8)
    for w in range(len(war_since)):
        if war_since[w] == 0:
            continue
        tag = 0
        for s in marked(war_side[w]):
            if present[s] == 0:
                war_side[w, s] = 0
            else:
                tag = tag ^ key(ids[s], 5 + war_side[w, s])
        age = year - war_since[w]
        for wave in range(WAVES):
            before = 0.0
            joins[:] = 0
            fighting = marked(war_side[w])
            for s in fighting:
                before += capability[s]
            any_joins = False
            for k in range(n):
                if present[k] == 0 or war_side[w, k] != 0:
                    continue
                bound_a, bound_b, fond_a, fond_b = 0.0, 0.0, -1.0, -1.0
                cold_a, cold_b, close, bomb = 0.0, 0.0, 0.0, 0.0
                for s in fighting:
                    p = pair(k, s)
                    if war_side[w, s] > 0:
                        bound_a = max(bound_a, offence[p] + 0.3 * defence[p])
                        fond_a = max(fond_a, alignment[p])
                        cold_a = max(cold_a, -alignment[p] + 0.3 * rivalry[p])
                    else:
                        bound_b = max(bound_b, float(defence[p]))
                        fond_b = max(fond_b, alignment[p])
                        cold_b = max(cold_b, -alignment[p] + 0.3 * rivalry[p])
                    close = max(close, float(contiguous[p]))
                    bomb = max(bomb, 1.0 if nuclear_warheads[s] >= 1.0 else 0.0)
                common = base + near * close + great * major[k] - caution * bomb
                common -= later * min(age, 5.0)
                to_a = common + duty * bound_a + warmth * fond_a + hatred * cold_b
                to_b = common + duty * bound_b + warmth * fond_b + hatred * cold_a
                chance_a = logistic(to_a - warmth * max(fond_b, 0.0))
                chance_b = logistic(to_b - warmth * max(fond_a, 0.0))
                u = uniform(luck, key(ids[k], wave + 1), tag)
                if u < chance_a:
                    joins[k] = 1
                    any_joins = True
                elif u < chance_a + chance_b:
                    joins[k] = -1
                    any_joins = True
            if not any_joins:
                break
            after = before
            for k in marked(joins):
                after += capability[k]
                foe = -1
                for s in fighting:
                    other = war_side[w, s] * joins[k] < 0
                    if other and (foe < 0 or capability[s] > capability[foe]):
                        foe = s
                record(events, JOINED_WAR, year, k, foe, 0.0)
            for k in marked(joins):
                war_side[w, k] = joins[k]
            war_scale[w] = war_scale[w] * (1.0 + growing * (after - before) / (before + 0.001))


joining = Mechanism(
    "joining",
    "conflict",
    (cascade,),
    {
        "base": Param(-8.0, "1", -20, 4, normal(-7.5, 1.5),
            "log odds that an uninvolved, distant state joins in a wave"),
        "duty": Param(2.0, "1", -4, 10, normal(2.0, 1.0),
            "a pact to defend the attacked, or to attack with the other; a third of it for "
            "defending the attacker"),
        "warmth": Param(0.33, "1", -4, 10, normal(1.0, 1.0), "full alignment with one side"),
        "hatred": Param(1.8, "1", -4, 10, normal(1.0, 1.0), "full enmity with its foe"),
        "near": Param(1.6, "1", -4, 8, normal(1.0, 1.0), "contiguity to one that fights"),
        "great": Param(0.24, "1", -4, 8, normal(1.0, 1.0), "a great power"),
        "later": Param(0.05, "1", -2, 5, normal(0.5, 0.5), "each year since it began takes"),
        "caution": Param(0.23, "1", -4, 8, normal(0.5, 1.0), "a nuclear power in the war takes"),
        "growing": Param(0.8, "1", 0, 5, beta(16, 4),
            "growth of the war's scale for each unit of growth of the capability in it"),
    },
    label="Joining of wars",
    source="Siverson & Starr (1991), The Diffusion of War; Leeds, Long & Mitchell (2000), JCR "
    "44(5); Joyce, Ghosn & Bayer (2014), British Journal of Political Science 44(1).",
    omits="Aid short of war; states that change sides.",
)  # fmt: skip
