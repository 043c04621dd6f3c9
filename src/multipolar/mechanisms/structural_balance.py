"""Friends of friends become friends, friends of enemies do not."""

import numpy as np

from multipolar.maths import maximum, minimum, two_paths
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal
from multipolar.steps import each_pair, whole


@whole(sets=("paths",))
def survey(alignment, paths, present):
    """Average the products of alignments over the states there are."""
    two_paths(alignment, paths)
    part = np.float32(1.0 / max(present.sum(), 1.0))
    for p in range(len(paths)):
        paths[p] = paths[p] * part


@each_pair(adds="alignment_pull")
def lean(paths, alignment, strength, scale):
    """Move a pair to where common friends and enemies put it."""
    wanted = maximum(minimum(paths * scale, 1.0), -1.0)
    return strength * (wanted - 0.5 * alignment)


structural_balance = Mechanism(
    "structural_balance",
    "alignment",
    (survey, lean),
    {
        "strength": Param(0.015, "1/year", 0, 1, lognormal(0.015, 0.5),
            "yearly move of a pair to where third states put it"),
        "scale": Param(8.0, "1", 0, 200, lognormal(8.0, 0.3),
            "mean product of alignments is multiplied by this, up to 1"),
    },
    label="Structural balance",
    source="Heider (1946), Journal of Psychology 21; Cartwright & Harary (1956), Psychological "
    "Review 63; Maoz et al. (2007), Journal of Politics 69(1), on enemies of enemies.",
    omits="That small states' ties weigh less than those of great powers.",
)  # fmt: skip
