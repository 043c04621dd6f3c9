"""A stretch of years after an origin, as it came or as many futures have it, read in one way.

Targets are functions of a course, so a forecast and what came are read by the
same lines. History is a course of one member.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from multipolar.ensemble import Ensemble
from multipolar.errors import RunError
from multipolar.record import FIRST, LAST, PAIR, TREATY, Record, numbers_of, pairs_of

Array = npt.NDArray[Any]
Places = npt.NDArray[np.intp]

KEPT = (
    "capability", "defence", "onset", "regime", "insurgency", "separatism", "battle_deaths",
    "wars", "crowded", "treaty_kind", "treaty_since", "sanction_ij", "sanction_ji",
    "onset_chance",
)  # fmt: skip
"""What a simulation must keep to be read as a course."""


class World0:
    """The closed world of an origin: who was there, and what was known of them.

    Parameters
    ----------
    record
        With the origin in it; only its values at the origin are read.
    origin
        The year whose end forecasts start from.
    """

    def __init__(self, record: Record, origin: int) -> None:
        self.origin = origin
        self.places: Places = record.member(origin)
        self.pairs: Places = pairs_of(self.places)
        self.states = tuple(record.states[p] for p in self.places)
        share = record.at("share", origin)[self.places].astype(np.float64)
        self.share: Array = share
        self.rank: npt.NDArray[np.intp] = np.argsort(np.argsort(-share, kind="stable"))
        self.major = record.at("major", origin)[self.places] > 0
        last = min(origin, record.known["contiguous"])
        near = record.at("contiguous", last)[self.pairs] > 0
        i, j = np.tril_indices(len(self.places), -1)
        self.first, self.second = i, j
        self.near = near
        known = min(origin, record.known["ongoing"])
        self.quiet = record.at("ongoing", known)[self.pairs] == 0
        self.relevant = near | self.major[i] | self.major[j]
        self.treaties: Places = record.treaties(origin)
        kept = {name: record.arrays[name] for name in ("treaty_number", "treaty_expires")}
        now = {name: a[origin - FIRST, self.treaties].astype(int) for name, a in kept.items()}
        self.treaty_numbers: Places = now["treaty_number"]
        self.treaty_expires: Places = now["treaty_expires"]


class Course(Protocol):
    """Years after an origin; step 0 is the origin itself."""

    @property
    def world(self) -> World0:
        """The closed world of the origin."""
        ...

    @property
    def known(self) -> Mapping[str, int]:
        """Last year of each source."""
        ...

    def step(self, name: str, step: int) -> Array:
        """Return ``(member, state)``, ``(member, pair)`` and so on, or ``(member,)`` of a year."""
        ...

    def window(self, name: str, last: int) -> Array:
        """Return the same with an axis of years after the member: steps 1 to the last."""
        ...

    def everyone(self, step: int) -> npt.NDArray[np.bool_]:
        """Return who is in the system, whether or not of the closed world."""
        ...


def outlived(course: Course, horizon: int) -> Array:
    """Return whether each alliance is in force a year after its term, shape ``(treaty, member)``.

    NaN where no term ends so far before the horizon. Of the first term that
    runs out; an alliance that ends before its term has not outlived it.
    """
    world = course.world
    after = world.treaty_expires + 1 - world.origin
    asked = np.flatnonzero((after > 1) & (after <= horizon))
    alive = np.asarray(course.window("treaty_alive", horizon), np.float64)
    out = np.full((len(after), len(alive)), np.nan)
    out[asked] = alive[:, after[asked] - 1, asked].T
    return out


def turned(course: Course, horizon: int, leading: int = 8) -> Array:
    """Return which pairs of the leading states changed places, shape ``(pair, member)``.

    A state that is gone counts as the lesser. Other pairs are NaN.
    """
    world, share = course.world, np.nan_to_num(course.step("share", horizon))
    i, j = world.first, world.second
    ahead = np.where(world.rank[i] < world.rank[j], 1.0, -1.0)
    crossed = (share[:, i] - share[:, j]) * ahead < 0
    asked = (world.rank[i] < leading) & (world.rank[j] < leading)
    return np.where(asked, crossed, np.nan).T


@dataclass(frozen=True, eq=False)
class Came:
    """The course that history took, of one member, and nothing of it after a last year."""

    record: Record
    world: World0
    last: int = LAST

    @property
    def known(self) -> Mapping[str, int]:
        """Last year of each source that may be read."""
        return {name: min(year, self.last) for name, year in self.record.known.items()}

    def _check(self, year: int) -> None:
        self.record.check(year)
        if year > self.last:
            msg = f"year {year}: this course may be read up to {self.last}, and no further"
            raise RunError(msg)

    def _cut(self, name: str, values: npt.NDArray[np.generic]) -> Array:
        if values.ndim == 1:
            return np.asarray(values, np.float64)[None]
        at = self.world.places
        if name in TREATY:
            at = self.world.treaties
        elif name in PAIR:
            at = self.world.pairs
        return np.asarray(values[..., at], np.float64)[None]

    def step(self, name: str, step: int) -> Array:
        """Return one year; see :class:`Course`."""
        year = self.world.origin + step
        self._check(year)
        found = self._cut(name, self.record.arrays[name][year - FIRST : year - FIRST + 1])
        return found[:, 0]

    def window(self, name: str, last: int) -> Array:
        """Return the years after the origin; see :class:`Course`."""
        first = self.world.origin + 1
        self._check(first + last - 1)
        return self._cut(name, self.record.arrays[name][first - FIRST : first - FIRST + last])

    def everyone(self, step: int) -> npt.NDArray[np.bool_]:
        """Return who is in the system; see :class:`Course`."""
        self._check(self.world.origin + step)
        return self.record.at("present", self.world.origin + step)[None] > 0


class Futures:
    """The courses that an ensemble has, in the closed world of its origin.

    Levels are anchored: what a future says is the change from its own opening,
    put on what the record has at the origin.

    Parameters
    ----------
    ensemble
        Every year kept, with the fields of ``KEPT`` and events.
    record
        A record that ends at the origin, or later.
    """

    def __init__(self, ensemble: Ensemble, record: Record) -> None:
        lacking = [k for k in KEPT if k not in ensemble]
        if lacking or ensemble.attrs["every"] != 1 or not ensemble.attrs["events"]:
            msg = (
                f"the run keeps no {', '.join(lacking) or 'events of every year'}; "
                "simulate(keep=multipolar.course.KEPT, every=1, events=True)"
            )
            raise RunError(msg)
        self.ensemble = ensemble
        self.origin = ensemble.years[0]
        self.world = World0(record, self.origin)
        self.record = record
        numbers = numbers_of(ensemble.states, self.origin)
        at = {n: k for k, n in enumerate(numbers) if n >= 0}
        gone = [s for s in self.world.states if s not in at]
        if gone:
            msg = f"the opening of {self.origin} lacks states that had capability: {gone}"
            raise RunError(msg)
        self.at: Places = np.array([at[s] for s in self.world.states], np.intp)
        self.pair_at: Places = pairs_of(self.at)
        self.known: Mapping[str, int] = dict.fromkeys(record.known, ensemble.years[-1])

    def step(self, name: str, step: int) -> Array:
        """Return one year; see :class:`Course`."""
        return self._of(name)[:, step]

    def window(self, name: str, last: int) -> Array:
        """Return the years after the origin; see :class:`Course`."""
        return self._of(name)[:, 1 : last + 1]

    def everyone(self, step: int) -> npt.NDArray[np.bool_]:
        """Return who is in the system; see :class:`Course`."""
        return np.asarray(self._present[:, step] > 0)

    def _of(self, name: str) -> Array:
        found: Array = getattr(self, f"_{name}")
        return found

    @cached_property
    def _present(self) -> Array:
        return np.asarray(self.ensemble.run.take("present"))

    @cached_property
    def _share(self) -> Array:
        drawn = self.ensemble.run.take("capability")[:, :, self.at].astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(drawn / drawn[:, :1] * self.world.share)

    @cached_property
    def _onset(self) -> Array:
        return np.asarray(self.ensemble.run.take("onset")[:, :, self.pair_at])

    @property
    def _onset_chance(self) -> Array:
        return np.asarray(self.ensemble.run.take("onset_chance")[:, :, self.pair_at])

    @cached_property
    def _defence(self) -> Array:
        return np.asarray(self.ensemble.run.take("defence")[:, :, self.pair_at])

    @cached_property
    def _directions(self) -> tuple[Array, Array]:
        """Return in how many directions of each pair sanctions are in force, and begin.

        Sanctions of the opening that are none in the record, such as those of the
        European Community, do not count before they have been lifted.
        """
        recorded = self.record.at("sanction", self.origin)[self.world.pairs] > 0
        force = np.zeros((len(self.ensemble.members), len(self.ensemble.years), len(recorded)),
                         np.uint8)  # fmt: skip
        begun = np.zeros_like(force)
        for name in ("sanction_ij", "sanction_ji"):
            on = np.asarray(self.ensemble.run.take(name)[:, :, self.pair_at] > 0)
            foreign = np.logical_and.accumulate(on, axis=1) & ~recorded
            force += on & ~foreign
            begun[:, 1:] += on[:, 1:] & ~on[:, :-1]
        return force, begun

    @cached_property
    def _sanction(self) -> Array:
        return self._directions[0]

    @cached_property
    def _sanctioned(self) -> Array:
        return self._directions[1]

    @cached_property
    def _treaty_alive(self) -> Array:
        """Return whether each treaty of the world is in force still, before its place is reused."""
        slots = {name: k for k, name in enumerate(self.ensemble.run.opening.treaties)}
        at = [slots.get(f"atop-{n}", -1) for n in self.world.treaty_numbers]
        take = self.ensemble.run.take
        alive = (take("treaty_kind")[:, :, at] > 0).astype(np.float64)
        since = take("treaty_since")[:, :, at]
        alive[since != since[:, :1]] = 0.0
        alive[:, :, np.array(at, int) < 0] = np.nan
        return alive

    @cached_property
    def _regime(self) -> Array:
        drawn = self.ensemble.run.take("regime")[:, :, self.at].astype(np.float64)
        start = self.record.at("regime", min(self.origin, self.record.known["regime"]))
        return np.clip(drawn - drawn[:, :1] + start[self.world.places], -1, 1)

    @cached_property
    def _conflict(self) -> Array:
        take = self.ensemble.run.take
        both = np.fmax(take("insurgency"), take("separatism"))
        return np.asarray(both[:, :, self.at], np.float64)

    @cached_property
    def _wars(self) -> Array:
        return np.asarray(self.ensemble.run.take("wars"), np.float64)

    @cached_property
    def _war_deaths(self) -> Array:
        return np.asarray(np.nansum(self.ensemble.run.take("battle_deaths"), axis=2), np.float64)

    @cached_property
    def _treaties_formed(self) -> Array:
        import polars as pl

        counts = (
            self.ensemble.events.filter(pl.col("event") == "treaty")
            .group_by("member", "year").len().collect()
        )  # fmt: skip
        out = np.zeros((len(self.ensemble.members), len(self.ensemble.years)))
        place = {m: k for k, m in enumerate(self.ensemble.members)}
        for member, year, count in counts.iter_rows():
            out[place[member], year - self.origin] = count
        return out

    @cached_property
    def _treaties_ended(self) -> Array:
        kind = self.ensemble.run.take("treaty_kind")
        force = ((kind == 1) | (kind == 2)).sum(axis=2).astype(np.float64)
        ended = np.zeros_like(force)
        ended[:, 1:] = force[:, :-1] + self._treaties_formed[:, 1:] - force[:, 1:]
        return np.maximum(ended, 0.0)
