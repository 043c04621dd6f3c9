"""Alignment moves slowly by all that pulls at it, and returns to what binds and divides."""

from multipolar.maths import maximum, minimum
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_pair


@each_pair(sets=("alignment",), draws={"u": "uniform"})
def move(
    alignment, alignment_pull, defence, consultation, nonaggression, rivalry, sanction_ij,
    sanction_ji, war, forget, ally, partner, rival, resentment, wander, u,
):  # fmt: skip
    """Move alignment by the pulls on it and towards its anchor."""
    bound = minimum(ally * defence + partner * (consultation + nonaggression), 1.0)
    anger = rival * rivalry + resentment * minimum(sanction_ij + sanction_ji, 1.0) + war
    anchor = maximum(bound - anger, -1.0)
    moved = alignment + alignment_pull + forget * (anchor - alignment) + wander * (u - 0.5)
    return maximum(minimum(moved, 1.0), -1.0)


alignment = Mechanism(
    "alignment",
    "alignment",
    (move,),
    {
        "forget": Param(0.05, "1/year", 0, 1, lognormal(0.05, 0.4),
            "yearly return to what treaties, rivalry and sanctions make of the pair"),
        "ally": Param(0.6, "1", 0, 1, normal(0.6, 0.1), "alignment that a defence pact anchors"),
        "partner": Param(0.12, "1", 0, 1, normal(0.12, 0.03),
            "alignment that consultation or non-aggression anchors, each"),
        "rival": Param(0.7, "1", 0, 1, normal(0.7, 0.1), "what rivalry takes from the anchor"),
        "resentment": Param(0.3, "1", 0, 1, normal(0.3, 0.1), "what sanctions take from it"),
        "wander": Param(0.06, "1", 0, 1, lognormal(0.06, 0.3), "width of chance in a year"),
    },
    label="Memory of alignment",
    source="Cranmer, Desmarais & Kirkland (2012), International Interactions 38(3), for inertia of "
    "alliance networks; Crescenzi (2007), AJPS 51(2), for reputation and memory. Speed: agreement "
    "in the United Nations to 1980 fades so, scripts/alignment_speed.py; the rest is a judgement.",
    omits="Leaders' personal ties; publics.",
    closes=True,
)  # fmt: skip
