"""What a rule of polarity is: who counts as a pole. The rules are in ``rules/``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np

from multipolar.errors import MeasureError
from multipolar.formulas.checks import as_floats
from multipolar.world import Array

KINDS = ("unipolar", "uni-multipolar", "bipolar", "multipolar", "nonpolar")
"""Every verdict. *Nonpolar*: nobody qualifies, no concert of powers is defined."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One of ``KINDS``, and the poles: places on the axis of actors, largest first."""

    kind: str
    poles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """The facts of a rule.

    ``settings`` are the thresholds to run it with, over the range in which
    they were published or, where ``source`` says so, chosen by us.
    ``great_powers_only`` marks a rule that is no count of poles over all
    states.
    """

    label: str
    source: str
    settings: tuple[Mapping[str, float], ...]
    great_powers_only: bool = False


@runtime_checkable
class Rule(Protocol):
    """A rule: shares of power of a set of actors in, a verdict out."""

    spec: RuleSpec

    def __call__(self, share: Array, **setting: Any) -> Verdict:
        """Judge shares, shape ``(actor,)``, that sum to 1."""
        ...


def rule(
    *,
    label: str,
    source: str,
    settings: tuple[Mapping[str, float], ...] = ({},),
    great_powers_only: bool = False,
) -> Callable[[Callable[..., Verdict]], Rule]:
    """Attach the facts to a function, which stays a plain function."""

    def attach(function: Callable[..., Verdict]) -> Rule:
        spec = RuleSpec(label, source, settings, great_powers_only)
        function.spec = spec  # type: ignore[attr-defined]
        return cast("Rule", function)

    return attach


def checked(share: Array) -> Array:
    """Return shares of power, or say what is wrong with them.

    >>> checked(np.array([0.7, 0.3]))
    array([0.7, 0.3])
    """
    share = as_floats(share, "share", ndim=1)
    if not (share.min() >= 0 and 0 < share.max() <= 1 + 1e-9):
        msg = f"share: {share.tolist()!s:.60}; needed shares, from 0 to 1 and not all 0"
        raise MeasureError(msg)
    return share


def within(name: str, value: float, low: float, high: float, *, above: bool = False) -> None:
    """Raise if a setting of a rule lies outside its bounds; ``above`` leaves the lower one out.

    >>> within("cut", 0.5, 0.0, 1.0, above=True)
    """
    if not low <= value <= high or (above and value == low):
        bounds = f"above {low:g} and up to {high:g}" if above else f"from {low:g} to {high:g}"
        msg = f"{name}={value}: needed a number {bounds}"
        raise MeasureError(msg)


def by_count(share: Array, poles: int) -> Verdict:
    """Return the verdict of so many poles, the largest actors.

    >>> by_count(np.array([0.2, 0.5, 0.3]), 2)
    Verdict(kind='bipolar', poles=(1, 2))
    """
    order = np.argsort(-share, kind="stable")[:poles]
    kind = {0: "nonpolar", 1: "unipolar", 2: "bipolar"}.get(len(order), "multipolar")
    return Verdict(kind, tuple(int(i) for i in order))
