"""The thresholds of Modelski and Thompson."""

from multipolar.formulas.thresholds import Thresholds, threshold_polarity
from multipolar.rule import Verdict, checked, rule
from multipolar.world import Array

KIND = {"near-unipolar": "unipolar", "unclassified": "nonpolar"}


@rule(
    label="Modelski–Thompson thresholds",
    source="Modelski 1974; Thompson 1988",
    settings=({"minor": 0.05}, {"minor": 0.10}),
    great_powers_only=True,
)
def thompson(share: Array, *, minor: float = 0.05) -> Verdict:
    """Unipolar, near-unipolar, bipolar or multipolar by published thresholds.

    See ``thompson_polarity`` among the measures for the scheme and its
    margins [Thompson1988]_. Near-unipolar counts as unipolar here, and a
    system that fits none of the classes as nonpolar.

    Parameters
    ----------
    share
        Shares of power, shape ``(actor,)``.
    minor
        Least share of a pole in a multipolar system: 5 % or 10 %.

    References
    ----------
    .. [Thompson1988] Thompson, W. R. (1988). *On Global War*. Columbia:
       University of South Carolina Press.

    Examples
    --------
    >>> import numpy as np
    >>> thompson(np.array([0.30, 0.28, 0.22, 0.20])).kind
    'bipolar'
    """
    found = threshold_polarity(checked(share), Thresholds(minor=minor))
    return Verdict(KIND.get(found.label, found.label), found.poles)
