"""Poles stand above the largest gap in the ranking."""

import numpy as np

from multipolar.rule import Verdict, by_count, checked, rule, within
from multipolar.world import Array


@rule(
    label="Largest gap in the ranking",
    source="after Brooks & Wohlforth 2016; operationalisation is ours",
    settings=({"places": 4}, {"places": 6}, {"places": 8}),
)
def largest_gap(share: Array, *, places: int = 6) -> Verdict:
    """Poles are those above the largest proportional gap in the ranking.

    The comparison of classes of power by the gaps between them
    [BrooksWohlforth2016]_, made a rule: among the first ``places`` of the
    ranking, the largest ratio of one to the next sets the poles apart.

    Parameters
    ----------
    share
        Shares of power, shape ``(actor,)``.
    places
        How far down the ranking to look.

    References
    ----------
    .. [BrooksWohlforth2016] Brooks, S. G. & Wohlforth, W. C. (2016). The rise
       and fall of the great powers in the twenty-first century.
       *International Security* 40(3), 7–53.

    Examples
    --------
    >>> largest_gap(np.array([0.35, 0.30, 0.10, 0.09, 0.08, 0.08])).kind
    'bipolar'
    """
    share = checked(share)
    within("places", places, 1, 1000)
    ranked = np.sort(share)[::-1][: int(places)]
    ranked = ranked[ranked > 1e-12]
    if len(ranked) < 2:
        return by_count(share, len(ranked))
    return by_count(share, int(np.argmax(ranked[:-1] / ranked[1:])) + 1)
