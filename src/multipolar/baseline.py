"""What a baseline is: a forecast that costs nothing. The baselines are in ``baselines/``.

A baseline gets a case: a target, an origin, a horizon, and the past. It can
ask the past only for what had come by the origin; anything later is an error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np
import numpy.typing as npt

from multipolar.course import Came, World0
from multipolar.errors import RunError
from multipolar.record import FIRST, PAIR, Record
from multipolar.target import Array, Target, read

QUANTILES = (np.arange(99) + 0.5) / 99
"""Levels at which a distribution of many past changes is kept."""


class Archive:
    """What came of every target from every year, worked out once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._worlds: dict[int, World0] = {}
        self._values: dict[tuple[str, int, int], Array] = {}

    def world(self, origin: int) -> World0:
        """Return the closed world of a year."""
        if origin not in self._worlds:
            self._worlds[origin] = World0(self.record, origin)
        return self._worlds[origin]

    def values(self, asked: Target, origin: int, horizon: int) -> Array:
        """Return what came, shape ``(unit,)``; NaN is unknown."""
        key = asked.__name__, origin, horizon
        if key not in self._values:
            came = Came(self.record, self.world(origin), origin + horizon)
            self._values[key] = read(asked, came, horizon)[:, 0]
        return self._values[key]


@dataclass(frozen=True, eq=False)
class Past:
    """An archive that may be asked only for what had come by its last year."""

    archive: Archive
    last: int

    def values(self, asked: Target, origin: int, horizon: int) -> Array:
        """Return what came of a target, shape ``(unit,)``.

        Raises
        ------
        RunError
            It had not come yet.
        """
        if origin + horizon > self.last:
            msg = (
                f"{asked.__name__} of {origin} + {horizon}: not known in {self.last}; "
                "a forecast may use nothing that came after its origin"
            )
            raise RunError(msg)
        return self.archive.values(asked, origin, horizon)

    def world(self, origin: int) -> World0:
        """Return the closed world of a year that has come."""
        if origin > self.last:
            msg = f"the world of {origin} is not known in {self.last}"
            raise RunError(msg)
        return self.archive.world(origin)

    @cached_property
    def record(self) -> Record:
        """The record, cut off at the last year."""
        return self.archive.record.until(self.last)


@dataclass(frozen=True, eq=False)
class Case:
    """What is to be forecast, and from what."""

    asked: Target
    origin: int
    horizon: int
    past: Past

    @property
    def world(self) -> World0:
        """The closed world of the origin."""
        return self.past.world(self.origin)

    @property
    def now(self) -> Array:
        """The target at the origin, or of the years before it if it is a total; ``(unit,)``."""
        return self.start(self.origin)

    def start(self, origin: int) -> Array:
        """Return what is known of a target at an origin, comparable with what comes."""
        if self.asked.spec.total and self.asked.spec.of == "system":
            return self.past.values(self.asked, origin - self.horizon, self.horizon)
        return self.past.values(self.asked, origin, 0)

    def origins(self, years: int) -> range:
        """Return the origins of the last years whose horizon had come."""
        last = self.origin - self.horizon
        least = FIRST + (self.horizon if self.asked.spec.total else 0)
        return range(max(last - years + 1, least), last + 1)

    def end(self, origin: int) -> Array:
        """Return what came of an earlier origin, shape ``(unit,)``."""
        return self.past.values(self.asked, origin, self.horizon)

    def by_year(self) -> Array:
        """Return the yearly amounts of a count up to the origin, from the first year; ``(year,)``.

        Those of pairs are of the closed world of each year before.
        """
        record, name = self.past.record, self.asked.spec.needs[0]
        if name in PAIR:
            values, last = record.arrays[name], record.known[name]
            return np.array(
                [
                    values[y - FIRST, self.past.world(y - 1).pairs].sum()
                    for y in range(max(FIRST, self.asked.spec.first) + 1, last + 1)
                ],
                np.float64,
            )
        return np.asarray(record.arrays[name][: record.known[name] - FIRST + 1], np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineSpec:
    """The facts of a baseline."""

    label: str
    source: str


@runtime_checkable
class Baseline(Protocol):
    """A function of a case, with its facts attached."""

    spec: BaselineSpec
    __name__: str

    def __call__(self, case: Case) -> Array | None:
        """Return ``(unit, member)`` of an amount, ``(unit,)`` of an event; None if not for it."""
        ...


F = TypeVar("F", bound=Callable[[Case], "Array | None"])


def baseline(spec: BaselineSpec) -> Callable[[F], F]:
    """Attach the facts to a function, which stays a plain function."""

    def attach(function: F) -> F:
        function.spec = spec  # type: ignore[attr-defined]
        return function

    return attach


def changes(case: Case, years: int, *, even: bool) -> Array | None:
    """Return the value at the origin moved by the changes of past stretches of the same length.

    Parameters
    ----------
    case
        Of an amount.
    years
        How far back stretches may begin, before those that had not ended.
    even
        Count each change also with the other sign.

    Returns
    -------
    Array or None
        ``(unit, member)``; None if it is no amount or no stretch is known.
    """
    spec = case.asked.spec
    if spec.kind != "amount":
        return None
    moved = [_gap(case.end(s), case.start(s), spec.offset) for s in case.origins(years)]
    found = np.concatenate([m[np.isfinite(m)] for m in moved]) if moved else np.zeros(0)
    if len(found) < 2:
        return None
    if even:
        found = np.concatenate([found, -found])
    if spec.of != "system":
        found = np.quantile(found, QUANTILES)
    now = case.now[:, None]
    if np.isnan(spec.offset):
        out = now + found
    else:
        out = (now + spec.offset) * np.exp(found) - spec.offset
    return np.clip(out, spec.low, spec.high)


def _gap(end: Array, start: Array, offset: float) -> Array:
    if np.isnan(offset):
        return end - start
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log((end + offset) / (start + offset)))


def rate(came: npt.NDArray[np.generic], prior: float = 0.5) -> float:
    """Return the share of events among known cases, kept off 0 and 1; NaN if none is known.

    >>> rate(np.array([1.0, 0.0, np.nan]))
    0.5
    """
    known = np.asarray(came, np.float64)
    known = known[np.isfinite(known)]
    return float((known.sum() + prior) / (len(known) + 2 * prior)) if len(known) else np.nan
