"""Rivalries form where disputes repeat, and fade where they do not."""

from multipolar.events import RIVALRY, RIVALRY_ENDED
from multipolar.fields import Field
from multipolar.maths import exp, logistic, marked, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_pair, ends, record, whole


@each_pair(sets=("rivalry_turns",), draws={"u": "uniform"})
def turn(rivalry, grudge, alignment, peace_years, defence, start, memory, enmity, end, settling, u):
    """Say where a rivalry begins or ends this year."""
    begins = logistic(start + memory * minimum(grudge, 3.0) - enmity * alignment - 2.0 * defence)
    begins = where(grudge > 0.3, begins, 0.0)
    ends_now = end * exp(settling * minimum(peace_years, 40.0) * 0.1) * logistic(4.0 * alignment)
    return where(u < where(rivalry > 0.5, minimum(2.0 * ends_now, 0.5), begins), 1.0, 0.0)


@whole(sets=("rivalry",))
def flip(rivalry_turns, rivalry, present, events, year):
    """Begin and end rivalries."""
    for p in marked(rivalry_turns):
        i, j = ends(p)
        if present[i] == 0 or present[j] == 0:
            continue
        rivalry[p] = 1 - rivalry[p]
        record(events, RIVALRY if rivalry[p] else RIVALRY_ENDED, year, i, j, 0.0)


rivalries = Mechanism(
    "rivalries",
    "commitments",
    (turn, flip),
    {
        "start": Param(-5.6, "1", -12, 3, normal(-5.6, 0.4),
            "log odds that a pair with a quarrel becomes rivals"),
        "memory": Param(0.7, "1", -2, 4, normal(0.7, 0.2),
            "what each dispute of the past adds, discounted by a tenth a year"),
        "enmity": Param(1.2, "1", -2, 6, normal(1.2, 0.4), "what full enmity adds"),
        "end": Param(0.02, "1/year", 0, 0.5, lognormal(0.02, 0.3),
            "yearly chance that a rivalry ends, at no alignment; they last about 40 years"),
        "settling": Param(0.3, "1", -2, 3, normal(0.3, 0.15),
            "log of what ten years without a dispute multiply that by"),
    },
    fields=(Field("rivalry_turns", "dyad", "1", "1 where a rivalry begins or ends", "flag"),),
    label="Rivalry",
    source="Diehl & Goertz (2000), War and Peace in International Rivalry; Thompson, Sakuwa & "
    "Suhas (2021), Analyzing Strategic Rivalries in World Politics.",
    omits="Whether the rivalry is over territory or over rank.",
)  # fmt: skip
