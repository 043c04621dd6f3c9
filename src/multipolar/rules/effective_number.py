"""As many poles as the effective number of powers."""

from multipolar.formulas import concentration
from multipolar.rule import Verdict, by_count, checked, rule, within
from multipolar.world import Array


@rule(
    label="Effective number of powers",
    source="Laakso & Taagepera 1979; rounding is ours",
    settings=({"rounding": 0.0}, {"rounding": 0.5}),
    great_powers_only=True,
)
def effective_number(share: Array, *, rounding: float = 0.5) -> Verdict:
    """As many poles as equal powers would be as concentrated as these.

    The effective number [LaaksoTaagepera1979]_ brought to a whole number:
    ``rounding`` 0.5 to the nearest, 0 down. Over all states it is no count of
    poles, so it is used among great powers only.

    Parameters
    ----------
    share
        Shares of power, shape ``(actor,)``.
    rounding
        Added before rounding down.

    References
    ----------
    .. [LaaksoTaagepera1979] Laakso, M. & Taagepera, R. (1979). "Effective"
       number of parties. *Comparative Political Studies* 12(1), 3–27.

    Examples
    --------
    >>> import numpy as np
    >>> effective_number(np.array([0.45, 0.45, 0.10])).kind
    'bipolar'
    """
    share = checked(share)
    within("rounding", rounding, 0.0, 1.0)
    number = concentration.effective_number(share)
    return by_count(share, max(1, int(number + rounding + 1e-9)))
