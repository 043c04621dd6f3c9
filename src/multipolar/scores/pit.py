"""Where outcomes fall within their ensembles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import ScoreError
from multipolar.formulas.checks import Floats
from multipolar.score import ScoreSpec, members, score


@dataclass(frozen=True, slots=True, eq=False)
class Pit:
    """How uniform the places of outcomes are.

    ``value`` is the greatest distance of their distribution from the uniform
    (Kolmogorov–Smirnov). ``bias`` is the mean place less one half: positive
    where outcomes came out higher than forecast. ``spread`` is the variance
    of the places over that of a uniform: above 1 the forecast was too
    narrow, below 1 too wide.
    """

    value: float
    bias: float
    spread: float
    histogram: Floats
    """Share of outcomes in each bar from 0 to 1, shape ``(bin,)``."""
    ranks: Floats
    """Outcomes with so many members below, 0 to M, shape ``(member + 1,)``."""


@score(
    ScoreSpec(
        label="Uniformity of the PIT",
        source="Dawid 1984; Czado et al. 2009",
        kind="ensemble",
        unit="probability",
        high=1.0,
    )
)
def pit(forecast: ArrayLike, outcome: ArrayLike, *, bins: int = 10) -> Pit:
    """Where outcomes fall within their ensembles (probability integral transform).

    If what comes is like one more member, each rank among them is as likely
    as any other [Dawid1984]_. An outcome equal to some members has as many
    possible ranks, which chance would decide; here it counts for each of them
    in part, the expectation of that draw, so that nothing depends on luck
    [Czado2009]_. A flat histogram is calibration on average: it may hide
    opposite errors in two eras, and says nothing of how sharp the forecast is.
    No significance is given, as cases of one year are not independent.

    Parameters
    ----------
    forecast
        Shape ``(case, member)``.
    outcome
        What came, shape ``(case,)``.
    bins
        Bars of the histogram.

    Returns
    -------
    Pit
        Distance from uniform, bias, spread, and the histograms.

    Raises
    ------
    ScoreError
        Shapes do not fit, a value is missing, or no bin is asked for.

    References
    ----------
    .. [Dawid1984] Dawid, A. P. (1984). Statistical theory: the prequential
       approach. *Journal of the Royal Statistical Society A* 147(2), 278–292.
    .. [Czado2009] Czado, C., Gneiting, T. & Held, L. (2009). Predictive model
       assessment for count data. *Biometrics* 65(4), 1254–1261.

    Examples
    --------
    >>> pit([[1.0, 2.0, 3.0]] * 4, [0.0, 1.5, 1.5, 2.0], bins=2).ranks
    array([1. , 2.5, 0.5, 0. ])
    """
    drawn, came = members(forecast, outcome)
    if bins < 1:
        msg = f"bins: {bins}; needed 1 or more"
        raise ScoreError(msg)
    places = drawn.shape[1] + 1
    below = (drawn < came[:, None]).sum(axis=1)
    upto = (drawn <= came[:, None]).sum(axis=1)
    possible = (below[:, None] <= np.arange(places)) & (np.arange(places) <= upto[:, None])
    ranks = (possible / (upto - below + 1.0)[:, None]).sum(axis=0)
    share = ranks / len(came)
    edges = np.linspace(0.0, 1.0, places + 1)
    reached = np.concatenate(([0.0], np.cumsum(share)))
    middle = (edges[1:] + edges[:-1]) / 2
    mean = float(share @ middle)
    variance = float(share @ np.square(middle - mean)) + 1 / (12 * places**2)
    return Pit(
        value=float(np.abs(reached - edges).max()),
        bias=mean - 0.5,
        spread=12 * variance,
        histogram=np.diff(np.interp(np.linspace(0.0, 1.0, bins + 1), edges, reached)),
        ranks=ranks,
    )
