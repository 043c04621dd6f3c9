"""One superpower that cannot act alone."""

import numpy as np

from multipolar.rule import Verdict, by_count, checked, rule, within
from multipolar.world import Array


@rule(
    label="Uni-multipolarity",
    source="Huntington 1999; thresholds are ours",
    settings=(
        {"lead": 0.30, "others": 2},
        {"lead": 0.30, "others": 3},
        {"lead": 0.40, "others": 2},
        {"lead": 0.40, "others": 3},
    ),
    great_powers_only=True,
)
def uni_multipolarity(share: Array, *, lead: float = 0.30, others: int = 3) -> Verdict:
    """One superpower and several major powers, as in [Huntington1999]_.

    Our reading of it in numbers: the strongest has ``lead`` or more, and no
    other has half as much. If it outweighs the next ``others`` together it
    can act alone: unipolar; if not, uni-multipolar. Where it has less, or a
    peer, poles are those with half of the leader's power.

    Parameters
    ----------
    share
        Shares of power, shape ``(actor,)``.
    lead
        Least share of a superpower.
    others
        How many of the next powers it must outweigh to act alone.

    References
    ----------
    .. [Huntington1999] Huntington, S. P. (1999). The lonely superpower.
       *Foreign Affairs* 78(2), 35–49.

    Examples
    --------
    >>> uni_multipolarity(np.array([0.40, 0.19, 0.18, 0.13, 0.10])).kind
    'uni-multipolar'
    """
    share = checked(share)
    within("lead", lead, 0.0, 1.0, above=True)
    within("others", others, 1, 1000)
    order = np.argsort(-share, kind="stable")
    ranked = share[order]
    peers = int((share >= 0.5 * ranked[0] - 1e-12).sum())
    if ranked[0] < lead - 1e-12 or peers > 1:
        return by_count(share, peers)
    alone = ranked[0] >= ranked[1 : 1 + int(others)].sum() - 1e-12
    return Verdict("unipolar" if alone else "uni-multipolar", (int(order[0]),))
