"""Area under the curve of precision and recall."""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.score import ScoreSpec, by_threshold, events, score


@score(
    ScoreSpec(
        label="Average precision",
        source="Davis & Goadrich 2006",
        kind="probability",
        unit="share",
        better="higher",
        high=1.0,
    )
)
def auc_pr(probability: ArrayLike, happened: ArrayLike) -> float:
    r"""Area under the curve of precision and recall (average precision).

    .. math:: \sum_n (R_n - R_{n-1}) P_n

    over thresholds from high to low, with :math:`P` the share of alarms that
    were right and :math:`R` the share of events that were called. The sum is
    by steps: straight lines between points flatter [DavisGoadrich2006]_.
    Chance is the base rate, so samples with different rates do not compare.
    It looks at ranks alone.

    Parameters
    ----------
    probability
        Of the event, shape ``(case,)``.
    happened
        Whether it came, shape ``(case,)``.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ScoreError
        Shapes do not fit, a value is missing or out of range, or all cases
        are of one kind.

    References
    ----------
    .. [DavisGoadrich2006] Davis, J. & Goadrich, M. (2006). The relationship
       between precision-recall and ROC curves. *Proceedings of the 23rd
       International Conference on Machine Learning*, 233–240.

    Examples
    --------
    >>> round(auc_pr([0.9, 0.5, 0.3, 0.1], [1, 0, 1, 0]), 4)
    0.8333
    """
    came, not_came = by_threshold(*events(probability, happened, both=True))
    right, wrong = np.cumsum(came[::-1]), np.cumsum(not_came[::-1])
    return float(came[::-1] @ (right / (right + wrong)) / came.sum())
