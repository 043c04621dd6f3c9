"""A pole has at least so much of what the leader has."""

from multipolar.rule import Verdict, by_count, checked, rule, within
from multipolar.world import Array


@rule(
    label="Share of the leader's power",
    source="Schweller 1998 (one half) to Organski & Kugler 1980 (four fifths)",
    settings=({"cut": 0.5}, {"cut": 0.6}, {"cut": 0.7}, {"cut": 0.8}),
)
def share_of_leader(share: Array, *, cut: float = 0.5) -> Verdict:
    """A pole has at least ``cut`` times the power of the strongest.

    One half makes a pole in [Schweller1998]_; four fifths makes a contender in
    power transition theory [OrganskiKugler1980]_. The leader is always a pole.

    Parameters
    ----------
    share
        Shares of power, shape ``(actor,)``.
    cut
        Least ratio to the leader, above 0 and up to 1.

    References
    ----------
    .. [Schweller1998] Schweller, R. L. (1998). *Deadly Imbalances: Tripolarity
       and Hitler's Strategy of World Conquest*. Columbia University Press.
    .. [OrganskiKugler1980] Organski, A. F. K. & Kugler, J. (1980). *The War
       Ledger*. University of Chicago Press.

    Examples
    --------
    >>> import numpy as np
    >>> share_of_leader(np.array([0.5, 0.3, 0.2])).kind
    'bipolar'
    """
    share = checked(share)
    within("cut", cut, 0.0, 1.0, above=True)
    return by_count(share, int((share >= cut * share.max() - 1e-12).sum()))
