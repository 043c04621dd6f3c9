"""Polarity from thresholds on shares, with the margins by which it holds.

References
----------
Modelski, G. (1974). *World Power Concentrations*. Morristown: General Learning Press.
Thompson, W. R. (1988). *On Global War*. Columbia: University of South Carolina Press.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import MeasureError
from multipolar.formulas.checks import Floats
from multipolar.formulas.concentration import shares


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Cuts of the Modelski-Thompson scheme, as shares of the set's total.

    The defaults are the published ones. ``single`` makes a unipole, ``near`` a near-unipole
    unless another reaches ``each``; two that hold ``pair`` together with ``each`` or more apiece
    make bipolarity; ``minor`` is the least share of a pole in a multipolar system.
    """

    single: float = 0.50
    near: float = 0.45
    pair: float = 0.50
    each: float = 0.25
    minor: float = 0.05

    def __post_init__(self) -> None:
        cuts = {name: getattr(self, name) for name in ("single", "near", "pair", "each", "minor")}
        for name, cut in cuts.items():
            if not 0 < cut <= 1:
                msg = f"{name}={cut}: needed a share above 0 and up to 1"
                raise MeasureError(msg)
        if not (self.minor <= self.each <= self.near <= self.single):
            msg = f"needed minor <= each <= near <= single, but got {cuts}"
            raise MeasureError(msg)


@dataclass(frozen=True, slots=True)
class ThresholdPolarity:
    """Label, the poles (places, largest first), and margins in shares.

    A margin is what a figure lies above (positive) or below (negative) its cut: ``first`` over
    ``single``, ``top_two`` over ``pair``, ``second`` over ``each``, ``third`` over ``minor``.
    """

    label: str
    poles: tuple[int, ...]
    margins: dict[str, float]


def threshold_polarity(values: ArrayLike, cuts: Thresholds | None = None) -> ThresholdPolarity:
    """Class a set of actors as unipolar, near-unipolar, bipolar, multipolar or none of these.

    In this order, the first that holds: *unipolar*, one has ``single`` or more; *near-unipolar*,
    one has ``near`` or more and no other ``each``; *bipolar*, the top two have ``pair`` together
    and ``each`` apiece; *multipolar*, three or more have ``minor``; else *unclassified*.

    Parameters
    ----------
    values
        ``(actor,)``, zero or more; brought to shares.
    cuts
        Thresholds; the published ones by default.

    Returns
    -------
    ThresholdPolarity

    Raises
    ------
    MeasureError
        A value is negative or unknown, or all are zero.

    Examples
    --------
    >>> threshold_polarity([60, 20, 20]).label
    'unipolar'
    >>> threshold_polarity([30, 30, 20, 20]).label
    'bipolar'
    >>> threshold_polarity([1, 1, 1, 1, 1]).label
    'multipolar'
    """
    cuts = cuts or Thresholds()
    share = shares(values)
    order = np.argsort(-share, kind="stable")
    first, second, third = (*share[order][:3], 0.0, 0.0)[:3]
    margins = {
        "first": float(first - cuts.single),
        "top_two": float(first + second - cuts.pair),
        "second": float(second - cuts.each),
        "third": float(third - cuts.minor),
    }
    label, poles = _label(share[order], cuts)
    return ThresholdPolarity(label, tuple(int(i) for i in order[:poles]), margins)


def _label(ranked: Floats, cuts: Thresholds) -> tuple[str, int]:
    first, second = (*ranked[:2], 0.0)[:2]
    slack = 1e-12
    if first >= cuts.single - slack:
        return "unipolar", 1
    if first >= cuts.near - slack and second < cuts.each - slack:
        return "near-unipolar", 1
    if first + second >= cuts.pair - slack and second >= cuts.each - slack:
        return "bipolar", 2
    poles = int((ranked >= cuts.minor - slack).sum())
    return ("multipolar", poles) if poles >= 3 else ("unclassified", 0)
