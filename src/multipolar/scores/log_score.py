"""Logarithmic score of the probability of an event."""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.formulas.checks import Floats
from multipolar.score import ScoreSpec, events, score


@score(
    ScoreSpec(
        label="Logarithmic score",
        source="Good 1952",
        kind="probability",
        unit="nats",
        of="case",
        proper=True,
    )
)
def log_score(probability: ArrayLike, happened: ArrayLike) -> Floats:
    r"""Logarithmic score of the probability of an event.

    Minus the natural logarithm of the probability that was given to what came
    [Good1952]_: surprise. Of rare events it tells one in ten thousand from one in a
    hundred, which the Brier score hardly does. It is infinite where
    something came that was called impossible, and nothing is clipped here: a
    share of members is no probability until it is kept off 0 and 1, as by
    :math:`(k + 1/2) / (M + 1)` for :math:`k` of :math:`M` members.

    Parameters
    ----------
    probability
        Of the event, shape ``(case,)``.
    happened
        Whether it came, shape ``(case,)``.

    Returns
    -------
    Array
        Shape ``(case,)``, 0 or more; infinite for the impossible that came.

    Raises
    ------
    ScoreError
        Shapes do not fit, or a value is missing or out of range.

    References
    ----------
    .. [Good1952] Good, I. J. (1952). Rational decisions. *Journal of the
       Royal Statistical Society B* 14(1), 107–114.

    Examples
    --------
    >>> log_score([0.5, 0.1, 0.0], [True, False, True]).round(3)
    array([0.693, 0.105,   inf])
    """
    chance, came = events(probability, happened)
    with np.errstate(divide="ignore"):
        return -np.where(came, np.log(chance), np.log1p(-chance)) + 0.0  # no minus zero
