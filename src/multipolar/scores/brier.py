"""Brier score of the probability of an event."""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.formulas.checks import Floats
from multipolar.score import ScoreSpec, events, score


@score(
    ScoreSpec(
        label="Brier score",
        source="Brier 1950",
        kind="probability",
        unit="1",
        high=1.0,
        of="case",
        proper=True,
    )
)
def brier(probability: ArrayLike, happened: ArrayLike) -> Floats:
    """Brier score of the probability of an event.

    The squared difference of the probability from 1 if the event came, from 0
    if not [Brier1950]_ (half of what Brier printed, as is usual). It is the
    CRPS of a yes or no. Of rare events it is small whatever one says: read it
    as skill against the base rate, and see ``brier_decomposition`` for why.

    Parameters
    ----------
    probability
        Of the event, shape ``(case,)``.
    happened
        Whether it came, shape ``(case,)``.

    Returns
    -------
    Array
        Shape ``(case,)``, 0 to 1.

    Raises
    ------
    ScoreError
        Shapes do not fit, or a value is missing or out of range.

    References
    ----------
    .. [Brier1950] Brier, G. W. (1950). Verification of forecasts expressed in
       terms of probability. *Monthly Weather Review* 78(1), 1–3.

    Examples
    --------
    >>> brier([0.5, 0.0, 1.0], [True, False, False])
    array([0.25, 0.  , 1.  ])
    """
    chance, came = events(probability, happened)
    return np.square(chance - came)
