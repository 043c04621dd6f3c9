"""Poles are the essential states of a balance of power."""

from multipolar.formulas.essential import essential_states
from multipolar.rule import Verdict, by_count, checked, rule
from multipolar.world import Array


@rule(
    label="Essential states",
    source="Niou, Ordeshook & Rose 1989",
    great_powers_only=True,
)
def essential(share: Array) -> Verdict:
    """Poles are the states needed by some minimal winning coalition.

    Who turns a coalition of half or less into one of more than half, with
    nobody to spare [NiouOrdeshookRose1989]_: one with a majority is the only
    one; three near-equals are all essential.

    Parameters
    ----------
    share
        Shares of power, shape ``(actor,)``.

    References
    ----------
    .. [NiouOrdeshookRose1989] Niou, E. M. S., Ordeshook, P. C. & Rose, G. F.
       (1989). *The Balance of Power: Stability in International Systems*.
       Cambridge University Press.

    Examples
    --------
    >>> import numpy as np
    >>> essential(np.array([0.6, 0.25, 0.15])).kind
    'unipolar'
    """
    share = checked(share)
    return by_count(share, int(essential_states(share).sum()))
