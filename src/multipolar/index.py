"""What a capability index is. The indices themselves are in ``indices/``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

from multipolar.world import Array, World


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """The facts of a capability index that a machine checks; ``short`` heads a narrow column."""

    reads: tuple[str, ...]
    label: str
    source: str
    short: str


@runtime_checkable
class Index(Protocol):
    """A non-negative capability of each state, with its facts attached."""

    spec: IndexSpec

    def __call__(self, world: World) -> Array:
        """Return the capability of each state, shape ``(state,)``; NaN is unknown."""
        ...


def index(
    *, reads: tuple[str, ...], label: str, source: str, short: str = ""
) -> Callable[[Callable[[World], Array]], Index]:
    """Attach the facts to a function, which stays a plain function."""

    def attach(function: Callable[[World], Array]) -> Index:
        function.spec = IndexSpec(reads, label, source, short or label)  # type: ignore[attr-defined]
        return cast("Index", function)

    return attach
