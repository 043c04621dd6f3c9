"""Common institutions and trust in them hold disputes down and ease agreements."""

from multipolar.maths import log
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import normal
from multipolar.steps import each_pair


@each_pair(adds=("onset_pull", "pact_pull"))
def govern(shared_bodies, trust, bodies, order, cooperation):
    """Let shared bodies and trust act on disputes and pacts."""
    calm = bodies * log(1.0 + shared_bodies) * (0.5 + trust) + order * (trust - 0.5)
    return -calm, cooperation * (trust - 0.5)


governance = Mechanism(
    "governance",
    "alignment",
    (govern,),
    {
        "bodies": Param(0.17, "1", -2, 3, normal(0.17, 0.08),
            "what shared bodies take from the log odds of a dispute, by log of one more"),
        "order": Param(0.6, "1", -3, 5, normal(0.6, 0.4),
            "what full trust, from none, takes from the log odds of a dispute"),
        "cooperation": Param(0.8, "1", -3, 5, normal(0.8, 0.4),
            "what it adds to the log odds of seeking a pact"),
    },
    label="Governance",
    source="Russett & Oneal (2001), Triangulating Peace; Keohane (1984), After Hegemony. Shared "
    "bodies: fits/disputes.py; trust is a judgement.",
    omits="What each body does.",
)  # fmt: skip
