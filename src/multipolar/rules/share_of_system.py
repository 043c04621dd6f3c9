"""A pole has at least so much of the power of the system."""

from multipolar.rule import Verdict, by_count, checked, rule, within
from multipolar.world import Array


@rule(
    label="Share of the system's power",
    source="Modelski & Thompson 1988 (5 % and 10 %) to Thompson 1988 (25 %)",
    settings=({"cut": 0.05}, {"cut": 0.10}, {"cut": 0.15}, {"cut": 0.20}, {"cut": 0.25}),
)
def share_of_system(share: Array, *, cut: float = 0.10) -> Verdict:
    """A pole has at least ``cut`` of the power of the whole set.

    Five and ten per cent are the marks of a global power in naval outlays and
    capital ships [ModelskiThompson1988]_, a quarter that of each of two poles
    [Thompson1988]_. Where nobody reaches it the system is nonpolar.

    Parameters
    ----------
    share
        Shares of power, shape ``(actor,)``.
    cut
        Least share, above 0 and up to 1.

    References
    ----------
    .. [ModelskiThompson1988] Modelski, G. & Thompson, W. R. (1988). *Seapower
       in Global Politics, 1494–1993*. Seattle: University of Washington Press.
    .. [Thompson1988] Thompson, W. R. (1988). *On Global War*. Columbia:
       University of South Carolina Press.

    Examples
    --------
    >>> import numpy as np
    >>> share_of_system(np.full(20, 0.05), cut=0.10).kind
    'nonpolar'
    """
    share = checked(share)
    within("cut", cut, 0.0, 1.0, above=True)
    return by_count(share, int((share >= cut - 1e-12).sum()))
