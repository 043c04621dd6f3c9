"""Area under the receiver operating characteristic."""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.score import ScoreSpec, by_threshold, events, score


@score(
    ScoreSpec(
        label="Area under the ROC curve (AUC)",
        source="Hanley & McNeil 1982",
        kind="probability",
        unit="probability",
        better="higher",
        high=1.0,
    )
)
def auc_roc(probability: ArrayLike, happened: ArrayLike) -> float:
    """Area under the receiver operating characteristic.

    The probability that a case with the event was ranked above a case
    without, ties counting one half [HanleyMcNeil1982]_. One half is chance.
    It looks at ranks alone: probabilities ten times too high score the same.
    Of rare events it is high for whoever knows the many hopeless cases, such
    as pairs of small and distant states: read ``auc_pr`` beside it.

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
    .. [HanleyMcNeil1982] Hanley, J. A. & McNeil, B. J. (1982). The meaning and
       use of the area under a receiver operating characteristic (ROC) curve.
       *Radiology* 143(1), 29–36.

    Examples
    --------
    >>> auc_roc([0.9, 0.3, 0.3, 0.1], [1, 1, 0, 0])
    0.875
    """
    came, not_came = by_threshold(*events(probability, happened, both=True))
    beaten = np.cumsum(not_came) - not_came / 2
    return float(came @ beaten / (came.sum() * not_came.sum()))
