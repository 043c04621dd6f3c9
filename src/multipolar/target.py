"""What a target is: a question about the years after an origin. Targets are in ``targets/``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar, runtime_checkable

import numpy as np
import numpy.typing as npt

from multipolar.course import Course, World0
from multipolar.errors import RunError

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
HORIZONS = (1, 5, 10, 20)
"""Years ahead that are scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSpec:
    """The facts of a target that a machine checks.

    ``amount`` is a number with a distribution; ``event`` is a yes or no with a
    probability; ``vector`` is several numbers at once. ``needs`` are the arrays
    of a course that it reads. ``status`` marks an event that may hold at the
    origin already, such as an alliance; ``total`` an amount or event counted
    over all years up to the horizon. ``offset`` is added before ratios are
    taken of an amount; NaN means that its changes are differences. (Of each target the
    choice that makes the baselines hardest, by origins up to 1980.)
    ``reference`` names the baseline that the house compares it with. ``split`` is off
    where only leading states are asked, and no group is scored apart. ``chance`` is, of an
    event that happens when ``needs[0]`` first does, the array of futures with the chance
    that the model drew it by in each year.
    """

    label: str
    unit: str
    kind: Literal["amount", "event", "vector"]
    of: Literal["system", "state", "pair", "treaty"]
    needs: tuple[str, ...]
    reference: str
    status: bool = False
    total: bool = False
    offset: float = np.nan
    low: float = -np.inf
    high: float = np.inf
    first: int = 1816
    split: bool = True
    chance: str = ""
    horizons: tuple[int, ...] = HORIZONS


@runtime_checkable
class Target(Protocol):
    """A function of a course and a horizon, with its facts attached."""

    spec: TargetSpec
    __name__: str

    def __call__(self, course: Course, horizon: int) -> Array:
        """Return ``(unit, member)``, or ``(member, component)`` of a vector; NaN is unknown."""
        ...


F = TypeVar("F", bound=Callable[[Course, int], Array])


def target(spec: TargetSpec) -> Callable[[F], F]:
    """Attach the facts to a function, which stays a plain function."""

    def attach(function: F) -> F:
        function.spec = spec  # type: ignore[attr-defined]
        return function

    return attach


def read(asked: Target, course: Course, horizon: int) -> Array:
    """Read a target off a course; NaN where a source does not reach so far.

    Parameters
    ----------
    asked
        A target.
    course
        Of history or of an ensemble.
    horizon
        Years after the origin; 0 is the origin itself.

    Returns
    -------
    Array
        ``(unit, member)``, or ``(member, component)`` of a vector.

    Raises
    ------
    RunError
        The function gave another shape than its ``of`` says.
    """
    spec, year = asked.spec, course.world.origin + horizon
    units = count(spec, course.world)
    known = all(course.known.get(name, year) >= year for name in spec.needs)
    if course.world.origin < spec.first or not known:
        return np.full((units, 1), np.nan)
    found = np.asarray(asked(course, horizon), np.float64)
    if spec.kind != "vector" and (found.ndim != 2 or len(found) != units):
        msg = f"{asked.__name__}: shape {found.shape}; needed ({units}, member)"
        raise RunError(msg)
    return found


def count(spec: TargetSpec, world: World0) -> int:
    """Return how many units a target has in a world."""
    sizes = {
        "system": 1, "state": len(world.states), "pair": len(world.pairs),
        "treaty": len(world.treaties),
    }  # fmt: skip
    return sizes[spec.of]


def groups(spec: TargetSpec, world: World0) -> dict[str, Mask]:
    """Return the groups of units that are scored apart, each as a mask.

    States by their rank of capability at the origin; pairs by whether they
    border or hold a major power (politically relevant pairs), and for disputes by
    whether none was going on (quiet).
    """
    every = {"all": np.ones(count(spec, world), bool)}
    if not spec.split:
        return every
    if spec.of == "state":
        return {**every, "top 30": world.rank < 30, "top 10": world.rank < 10}
    if spec.of == "pair" and spec.kind == "event":
        more = {"relevant": world.relevant}
        return {**every, **more, **({"quiet": world.quiet} if "onset" in spec.needs else {})}
    return every


def names(spec: TargetSpec, world: World0) -> list[str]:
    """Return the names of the units: numbers of states, pairs as ``2-200``, treaties of ATOP."""
    if spec.of == "system":
        return ["system"]
    if spec.of == "treaty":
        return [f"atop-{n}" for n in world.treaty_numbers]
    if spec.of == "state":
        return [str(s) for s in world.states]
    s = world.states
    return [f"{s[j]}-{s[i]}" for i, j in zip(world.first, world.second, strict=True)]
