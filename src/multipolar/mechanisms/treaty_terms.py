"""Treaties reach the end of their term, and are renewed or lapse."""

from multipolar.events import LAPSE, RENEWAL
from multipolar.luck import uniform
from multipolar.maths import logistic, marked
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import normal
from multipolar.steps import key, lowest_two, pair, record, whole


@whole(sets=("treaty_kind", "treaty_expires", "treaty_member"))
def expire(
    treaty_kind, treaty_since, treaty_expires, treaty_term, treaty_renewal, treaty_member,
    alignment, ids, luck, events, year, tacit, agreed, warmth,
):  # fmt: skip
    """Renew or end the treaties whose term ran out last year."""
    for t in range(len(treaty_kind)):
        if treaty_kind[t] == 0 or treaty_expires[t] == 0 or treaty_expires[t] >= year:
            continue
        parties = marked(treaty_member[t])
        a, b = lowest_two(parties, ids)
        if b < 0:
            continue
        total, count = 0.0, 0.0
        for i in parties:
            for j in parties:
                if j < i:
                    total += alignment[pair(i, j)]
                    count += 1.0
        odds = (tacit if treaty_renewal[t] > 0 else agreed) + warmth * total / count
        if uniform(luck, ids[a], key(ids[b], int(treaty_since[t]))) < logistic(odds):
            treaty_expires[t] = year - 1 + max(treaty_term[t], 1.0)
            record(events, RENEWAL, year, a, b, treaty_expires[t])
        else:
            treaty_kind[t] = 0.0
            treaty_member[t, :] = 0
            record(events, LAPSE, year, a, b, 0.0)


treaty_terms = Mechanism(
    "treaty_terms",
    "commitments",
    (expire,),
    {
        "tacit": Param(3.0, "1", -6, 10, normal(2.0, 1.0),
            "log odds of renewal at term of a treaty that renews itself, at no alignment"),
        "agreed": Param(-0.7, "1", -6, 10, normal(0.0, 1.0),
            "log odds of renewal at term of another treaty"),
        "warmth": Param(1.0, "1", -4, 10, normal(1.0, 1.0), "what full alignment adds"),
    },
    label="Renewal of treaties at their term",
    source="Leeds et al. (2002), International Interactions 28(3); Leeds & Savun (2007), Journal "
    "of Politics 69(4); Gibler & Sarkees (2004), Journal of Peace Research 41(2).",
    omits="Terms that are changed when they are renewed.",
)  # fmt: skip
