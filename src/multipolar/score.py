"""What a score is: how good a forecast was. The scores themselves are in ``scores/``."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import ScoreError
from multipolar.formulas.checks import Bools, Floats, Ints

Kind = Literal["ensemble", "vectors", "quantiles", "probability", "scores"]
"""What is scored: members ``(case, member)``, vectors ``(case, member, component)``, quantiles
``(case, quantile)``, the probability of an event ``(case,)``, or the scores of two forecasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSpec:
    """The facts of a score that a machine checks.

    ``low`` and ``high`` bound the headline value. ``better`` says which way
    is better; ``nominal`` means neither: at the value that was promised.
    ``of`` says what comes back: a number for each case, or one of the whole
    sample. A ``proper`` score is at its best in expectation for whoever
    says what they believe.
    """

    label: str
    source: str
    kind: Kind
    unit: str
    better: Literal["lower", "higher", "nominal"] = "lower"
    low: float = 0.0
    high: float = np.inf
    of: Literal["case", "sample"] = "sample"
    proper: bool = False


@runtime_checkable
class Finding(Protocol):
    """A score with more to it than its headline number, ``value``."""

    @property
    def value(self) -> float:
        """The headline number."""
        ...


@runtime_checkable
class Score(Protocol):
    """A pure function of forecasts and of what came, with its facts attached."""

    spec: ScoreSpec
    __name__: str

    def __call__(self, forecast: Any, outcome: Any, **options: Any) -> Any:
        """Compute the score: an array ``(case,)``, a float, or a Finding."""
        ...


F = TypeVar("F", bound=Callable[..., "float | Floats | Finding"])


def score(spec: ScoreSpec) -> Callable[[F], F]:
    """Attach the facts to a function, which stays a plain function."""

    def attach(function: F) -> F:
        function.spec = spec  # type: ignore[attr-defined]
        return function

    return attach


def headline(result: float | Floats | Finding) -> float:
    """Return the one number of whatever a score returned: the mean over cases, or the value.

    >>> headline(np.array([0.2, 0.4])), headline(0.5)
    (0.30000000000000004, 0.5)
    """
    return result.value if isinstance(result, Finding) else float(np.mean(result))


def numbers(values: ArrayLike, name: str, *axes: str) -> Floats:
    """Return finite float64 numbers with the axes asked for, or say what came instead.

    >>> numbers([1, 2], "outcome", "case")
    array([1., 2.])
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = f"{name}: came {type(values).__name__} that is no array of numbers"
        raise ScoreError(msg) from error
    if array.ndim != len(axes) or array.size == 0:
        shape = f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"
        msg = f"{name}: shape {array.shape}; needed {shape}, with at least one of each"
        raise ScoreError(msg)
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        where = tuple(bad[0].tolist())
        msg = (
            f"{name}: {len(bad)} value(s) missing or infinite, the first at {where}; "
            "leave those cases out of the forecast and of what came"
        )
        raise ScoreError(msg)
    return array


def of_same_cases(**arrays: Floats) -> None:
    """Raise if arrays do not have as many cases each.

    >>> of_same_cases(forecast=np.ones((2, 5)), outcome=np.ones(2))
    """
    if len({len(array) for array in arrays.values()}) > 1:
        came = ", ".join(f"{name} {len(array)}" for name, array in arrays.items())
        msg = f"cases: {came}; needed as many of each, in the same order"
        raise ScoreError(msg)


def members(forecast: ArrayLike, outcome: ArrayLike, *, least: int = 1) -> tuple[Floats, Floats]:
    """Return an ensemble ``(case, member)`` and what came ``(case,)``, checked.

    >>> drawn, came = members([[1, 2, 3]], [2])
    >>> drawn.shape, came.shape
    ((1, 3), (1,))
    """
    drawn = numbers(forecast, "forecast", "case", "member")
    came = numbers(outcome, "outcome", "case")
    of_same_cases(forecast=drawn, outcome=came)
    enough(drawn, least)
    return drawn, came


def vectors(forecast: ArrayLike, outcome: ArrayLike, *, least: int = 1) -> tuple[Floats, Floats]:
    """Return vectors ``(case, member, component)`` and what came ``(case, component)``, checked.

    >>> drawn, came = vectors([[[1, 2], [3, 4]]], [[2, 2]])
    >>> drawn.shape, came.shape
    ((1, 2, 2), (1, 2))
    """
    drawn = numbers(forecast, "forecast", "case", "member", "component")
    came = numbers(outcome, "outcome", "case", "component")
    of_same_cases(forecast=drawn, outcome=came)
    if drawn.shape[2] != came.shape[1]:
        msg = f"components: forecast {drawn.shape[2]}, outcome {came.shape[1]}; needed the same"
        raise ScoreError(msg)
    enough(drawn, least)
    return drawn, came


def enough(drawn: Floats, least: int) -> None:
    """Raise if an ensemble has fewer members than a fair score needs.

    >>> enough(np.ones((3, 2)), 2)
    """
    if drawn.shape[1] < least:
        msg = (
            f"forecast: {drawn.shape[1]} member; a fair score needs {least} or more. "
            "Type fair=False to score the members as the whole of the forecast"
        )
        raise ScoreError(msg)


def events(
    probability: ArrayLike, happened: ArrayLike, *, both: bool = False
) -> tuple[Floats, Bools]:
    """Return probabilities and whether it happened, shape ``(case,)`` each, checked.

    Parameters
    ----------
    probability
        From 0 to 1.
    happened
        True or 1 where the event came, False or 0 where not.
    both
        Ask for at least one case with the event and one without.

    Examples
    --------
    >>> events([0.5, 0.1], [1, 0])
    (array([0.5, 0.1]), array([ True, False]))
    """
    chance = numbers(probability, "probability", "case")
    came = numbers(happened, "happened", "case")
    of_same_cases(probability=chance, happened=came)
    for name, array, wrong, needed in (
        ("probability", chance, (chance < 0) | (chance > 1), "a number from 0 to 1"),
        ("happened", came, (came != 0) & (came != 1), "0 or 1"),
    ):
        if wrong.any():
            case = int(wrong.argmax())
            msg = f"{name}: {array[case]:g} in case {case}; needed {needed}"
            raise ScoreError(msg)
    if both and not 0 < came.sum() < len(came):
        msg = (
            f"happened: {came.sum():.0f} events in {len(came)} cases; "
            "needed at least one case with the event and one without"
        )
        raise ScoreError(msg)
    return chance, came == 1


def by_threshold(probability: Floats, happened: Bools) -> tuple[Ints, Ints]:
    """Count cases with and without the event at each distinct probability, from low to high.

    >>> by_threshold(np.array([0.5, 0.1, 0.5]), np.array([True, False, False]))
    (array([0, 1]), array([1, 1]))
    """
    distinct, place = np.unique(probability, return_inverse=True)
    with_event = np.bincount(place[happened], minlength=len(distinct))
    without = np.bincount(place[~happened], minlength=len(distinct))
    return with_event, without


def quantiles(forecast: ArrayLike, levels: ArrayLike) -> Floats:
    r"""Read quantiles off an ensemble, shape ``(case, quantile)``.

    The quantile of level :math:`a` of :math:`M` members is the one of rank
    :math:`a(M+1)`, between two ranks by proportion, so that an outcome that
    is like one more member falls below it with probability :math:`a`.

    Parameters
    ----------
    forecast
        Shape ``(case, member)``.
    levels
        Between 0 and 1, shape ``(quantile,)``.

    Raises
    ------
    ScoreError
        A level lies further out than the outermost of so few members.

    Examples
    --------
    >>> quantiles([[3, 1, 2]], [0.25, 0.5, 0.75])
    array([[1., 2., 3.]])
    """
    drawn = numbers(forecast, "forecast", "case", "member")
    level = numbers(levels, "levels", "quantile")
    outside = float(np.minimum(level, 1 - level).min())
    if outside <= 0:
        msg = f"levels: {level.tolist()}; needed numbers above 0 and below 1"
        raise ScoreError(msg)
    least = math.ceil(1 / outside - 1 - 1e-9)
    if drawn.shape[1] < least:
        msg = f"forecast: {drawn.shape[1]} members; levels that far out need {least} or more"
        raise ScoreError(msg)
    return np.quantile(drawn, level, axis=1, method="weibull").T
