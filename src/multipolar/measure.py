"""What a measure is. The measures themselves are in ``measures/``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

from multipolar.world import Array

Shape = Literal["system", "state", "dyad"]


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """The facts of a measure that a machine checks.

    ``low`` and ``high`` bound the headline value. ``shape`` says what comes
    back: one number for the system, one for each state, or one for each pair.
    """

    label: str
    reads: tuple[str, ...]
    unit: str
    low: float
    high: float
    shape: Shape


@runtime_checkable
class Result(Protocol):
    """A finding with more to it than its headline number, ``value``."""

    @property
    def value(self) -> float | Array:
        """The headline number."""
        ...


@runtime_checkable
class Measure(Protocol):
    """A pure function of one World, with its facts attached."""

    spec: MeasureSpec
    __name__: str

    def __call__(self, world: Any, **options: Any) -> Any:
        """Compute the measure: a float, an Array of its shape, or a Result."""
        ...


F = TypeVar("F", bound=Callable[..., "float | Array | Result"])


def measure(
    *,
    label: str,
    reads: tuple[str, ...],
    unit: str,
    low: float,
    high: float,
    shape: Shape = "system",
) -> Callable[[F], F]:
    """Attach the facts to a function, which stays a plain function.

    It must stay one: ``help``, doctest and the documentation builder read the
    docstrings of functions and pass over other objects.
    """

    def attach(function: F) -> F:
        spec = MeasureSpec(label, reads, unit, low, high, shape)
        function.spec = spec  # type: ignore[attr-defined]
        return function

    return attach


def headline(result: float | Array | Result) -> float | Array:
    """Return the number or array of whatever a measure returned."""
    return result.value if isinstance(result, Result) else result
