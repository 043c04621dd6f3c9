"""Standing coordination between powers: regular summits and consultations."""

from multipolar.events import COORDINATION, COORDINATION_ENDED
from multipolar.fields import Field
from multipolar.maths import logistic, marked, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_pair, ends, record, whole


@each_pair(sets=("summit_moves",), draws={"u": "uniform"})
def weigh(alignment, coordination, major_i, major_j, same_region, start, close, end, u):
    """Say where coordination begins or ends this year."""
    weight = 0.3 + 0.7 * minimum(major_i + major_j, 1.0) * (0.5 + 0.5 * major_i * major_j)
    begins = (coordination < 0.05) & (
        u < weight * (0.5 + same_region) * start * logistic(close * (alignment - 0.5))
    )
    ceases = (coordination > 0.05) & (u < end * logistic(-(close * (alignment - 0.1))))
    return where(begins | ceases, 1.0, 0.0)


@whole(sets=("coordination",))
def meet(summit_moves, coordination, present, events, year):
    """Begin and end coordination."""
    for p in marked(summit_moves):
        i, j = ends(p)
        if present[i] == 0 or present[j] == 0:
            continue
        if coordination[p] > 0.05:
            coordination[p] = 0.0
            record(events, COORDINATION_ENDED, year, i, j, 0.0)
        else:
            coordination[p] = 0.2
            record(events, COORDINATION, year, i, j, 0.0)


@each_pair(sets=("coordination",), adds=("alignment_pull", "onset_pull", "pact_pull"))
def deepen(coordination, alignment, deepening, bond, peace, pact):
    """Let coordination deepen with time and draw the pair together."""
    deeper = coordination + where(coordination > 0.05, deepening * (1.0 - coordination), 0.0)
    return deeper, bond * deeper * (1.0 - alignment), -(peace * deeper), pact * deeper


summits = Mechanism(
    "summits",
    "alignment",
    (weigh, meet, deepen),
    {
        "start": Param(0.003, "1/year", 0, 1, lognormal(0.003, 0.6),
            "yearly chance that aligned great powers begin to coordinate"),
        "close": Param(6.0, "1", 0, 30, lognormal(6.0, 0.3), "how sharply alignment decides"),
        "end": Param(0.1, "1/year", 0, 1, lognormal(0.1, 0.5),
            "yearly chance that a pair that fell apart ceases to"),
        "deepening": Param(0.1, "1/year", 0, 1, lognormal(0.1, 0.3), "yearly deepening"),
        "bond": Param(0.02, "1/year", 0, 1, lognormal(0.02, 0.6),
            "yearly move together at full coordination"),
        "peace": Param(0.0, "1", -5, 5, None,
            "what full coordination takes from the log odds of a dispute: not identified by the "
            "data (a pact to come predicts as well as one in force), so 0 unless assumed"),
        "pact": Param(0.7, "1", -2, 5, normal(0.7, 0.3),
            "what full coordination adds to the log odds of seeking a pact"),
    },
    fields=(Field("summit_moves", "dyad", "1", "1 where coordination begins or ends", "flag"),),
    label="Coordination and summits",
    source="Dunn, ed. (1996), Diplomacy at the Highest Level; Kastner & Saunders (2012), ISQ "
    "56(1). No data on summits are fitted here: every value is a judgement.",
    omits="What is agreed at summits.",
)  # fmt: skip
