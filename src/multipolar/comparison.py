"""Two scenarios with shared luck: what differs, and how surely.

Futures of the same number share their luck and what they drew of the
parameters. So a difference is taken future by future, an inert change makes
exactly none, and what is left of chance shrinks with the number of futures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from multipolar.codes import resolve_ever
from multipolar.ensemble import Ensemble
from multipolar.errors import RunError, UnknownName, suggest
from multipolar.notebook import shown

if TYPE_CHECKING:
    import polars as pl

Array = npt.NDArray[Any]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of a fan."""
RATES = ("disputes", "wars")
"""Fields of the system that count the events of a year."""
SUMMED = ("battle_deaths",)
"""Fields of states that count over a year, added up over states."""
HAPPENINGS = (
    "dispute", "war", "conquest", "treaty", "lapse", "violation", "sanction", "regime_change",
    "insurgency", "separatism", "collapse", "secession", "rivalry",
)  # fmt: skip
"""Events that are counted in each future."""
COUNT = 8
"""Leading states that are compared unless some are named."""


@dataclass(frozen=True, eq=False)
class Difference:
    """How a quantity differs between two scenarios, future by future.

    Parameters
    ----------
    measure, of
        What, and of whom: nobody, a state, or a pair.
    unit
        ``last`` for a stock, by the year; ``a year`` for what is counted over years.
    years
        The years of the fan; the last is that of the summary.
    one, other
        Values, shape ``(member, year)``; NaN where a state is absent.
    group
        How many futures in a row share their parameters.
    """

    measure: str
    of: str
    years: tuple[int, ...]
    one: Array
    other: Array
    group: int = 1

    @cached_property
    def values(self) -> Array:
        """The difference of each future and year: the other less the one."""
        return self.other - self.one

    @property
    def last(self) -> Array:
        """The difference of each future in the last year, where both are known."""
        d = self.values[:, -1]
        return d[np.isfinite(d)]

    @property
    def mean(self) -> float:
        """The mean over futures; unknown if there is none."""
        return float(self.last.mean()) if len(self.last) else float("nan")

    @property
    def before(self) -> float:
        """The mean of the one, over the futures that are compared."""
        known = np.isfinite(self.values[:, -1])
        return float(self.one[known, -1].mean()) if known.any() else float("nan")

    @property
    def parts(self) -> tuple[float, float]:
        """Standard deviations of the difference by luck alone and by parameters alone.

        By a one-way analysis of variance over the groups that share parameters;
        unknown if no two futures do.
        """
        groups = self._groups()
        if self.group < 2 or len(groups) < 2:
            return float("nan"), float("nan")
        within = float(groups.var(axis=1, ddof=1).mean())
        between = float(groups.mean(axis=1).var(ddof=1)) - within / self.group
        return float(np.sqrt(within)), float(np.sqrt(max(between, 0.0)))

    def _groups(self) -> Array:
        """Return whole groups in which every difference is known, shape ``(group, member)``."""
        d = self.values[:, -1]
        whole = d[: len(d) // self.group * self.group].reshape(-1, self.group)
        return whole[np.isfinite(whole).all(axis=1)]

    @property
    def spread(self) -> float:
        """Standard deviation that divides by the root of the number of futures to the error."""
        groups = self._groups()
        if self.group > 1 and len(groups) > 1:
            return float(np.sqrt(groups.mean(axis=1).var(ddof=1) * self.group))
        return float(self.last.std(ddof=1)) if len(self.last) > 1 else float("nan")

    @property
    def error(self) -> float:
        """Monte-Carlo error of the mean: what more futures make smaller."""
        return float(self.spread / np.sqrt(max(len(self.last), 1)))

    @property
    def rising(self) -> float:
        """The share of futures in which the other is higher."""
        return float((self.last > 0).mean()) if len(self.last) else float("nan")

    @property
    def moved(self) -> float:
        """The share of futures in which the two differ at all."""
        return float((self.last != 0).mean()) if len(self.last) else float("nan")

    @property
    def clear(self) -> bool:
        """Whether the mean is off zero by more than chance makes of so many futures."""
        return bool(abs(self.mean) > 2.0 * self.error)

    def needed(self, precision: float) -> int:
        """Return how many futures give a Monte-Carlo error of this size or less."""
        if not precision > 0:
            msg = f"precision={precision!r}: needed a number above 0, in the unit of the measure"
            raise RunError(msg)
        return 0 if not self.spread > 0 else int(np.ceil((self.spread / precision) ** 2))

    def fan(self) -> "pl.DataFrame":
        """Return quantiles of the difference by year, its mean and Monte-Carlo error."""
        import polars as pl

        rows = []
        for k, year in enumerate(self.years):
            d = self.values[:, k]
            d = d[np.isfinite(d)]
            if not len(d):
                continue
            one = Difference(self.measure, self.of, (year,), self.one[:, k : k + 1],
                             self.other[:, k : k + 1], self.group)  # fmt: skip
            levels = np.quantile(d, LEVELS)
            names = {f"q{100 * q:02.0f}": float(v) for q, v in zip(LEVELS, levels, strict=True)}
            rows.append({"measure": self.measure, "of": self.of, "year": year, "mean": one.mean,
                         "error": one.error, **names})  # fmt: skip
        return pl.DataFrame(rows)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Everything that was compared between two runs.

    Parameters
    ----------
    one, other
        Names.
    members, group
        How many futures, and how many in a row share their parameters.
    identical
        The share of futures that are the same in both to the last bit, every field.
    first
        The first year in which anything that was kept differs; 0 if nothing does.
    differences
        By measure and state or pair.
    """

    one: str
    other: str
    members: int
    group: int
    identical: float
    first: int
    differences: tuple[Difference, ...] = field(default=())

    def __getitem__(self, what: tuple[str, str] | str) -> Difference:
        measure, of = (what, "") if isinstance(what, str) else what
        for d in self.differences:
            if d.measure == measure and d.of == of:
                return d
        known = [d.measure for d in self.differences]
        msg = f"no difference of {measure!r} ({of or 'the system'}) here{suggest(measure, known)}"
        raise UnknownName(msg)

    def _repr_html_(self) -> str:
        clear = sorted((d for d in self.differences if d.clear and d.error > 0),
                       key=lambda d: -abs(d.mean) / d.error)  # fmt: skip
        rows = [
            [f"{d.measure} {d.of}".strip(), f"{d.before:.4g}", f"{d.mean:+.4g}", f"{d.error:.2g}",
             f"{d.rising:.0%}"]
            for d in clear
        ]  # fmt: skip
        title = f"{self.other} less {self.one}: {self.members:,} futures with shared luck"
        note = (
            f"{self.identical:.0%} of futures are the same to the last bit. Shown are differences "
            f"clear of chance, {len(clear)} of {len(self.differences)}."
        )
        return shown(title, ("measure", self.one, "difference", "error", "higher"), rows, note)

    def fans(self) -> "pl.DataFrame":
        """Return the fan of every difference, one under the other."""
        import polars as pl

        return pl.concat([d.fan() for d in self.differences])


def compare(
    one: Ensemble, other: Ensemble, *, names: tuple[str, str] = ("one", "other"),
    states: Iterable[object] = (), pairs: Iterable[tuple[object, object]] = (),
    fields: Sequence[str] = (),
) -> Comparison:  # fmt: skip
    """Compare two runs with shared luck, future by future.

    Parameters
    ----------
    one, other
        Runs of one seed from one world.
    names
        What they are called.
    states
        Whose fields are compared; the leading states by default.
    pairs
        Pairs of states; their kept fields of pairs are compared.
    fields
        Fields of states and pairs; every one that both kept by default.

    Returns
    -------
    Comparison

    Raises
    ------
    RunError
        They do not share their luck, their world or their years.
    UnknownName
        A field was not kept, or a state is not in the run.
    """
    _check(one, other)
    members = min(len(one.members), len(other.members))
    kept = {n: b for n, b in one.run.kept.items() if other.run.kept.get(n) == b}
    for name in fields:
        if name not in kept and f"{name}_ij" not in kept:
            msg = f"{name!r} was not kept by both{suggest(name, kept)} Kept: {', '.join(kept)}"
            raise UnknownName(msg)
    group = group_of(one.run.read("parameter", 0, members))
    read = _Reader(one, other, members, group)
    found: list[Difference] = []
    for name, block in kept.items():
        wanted = not fields or name in fields or name[:-3] in fields
        if block == "system" and wanted and name != "crowded":
            found.append(read.system(name))
    found.append(read.number_of_states())
    found += [read.total(name) for name in SUMMED if name in kept]
    if one.attrs["events"] and other.attrs["events"]:
        found += read.happenings()
    chosen = [one.index(s) for s in states] or read.leading()
    for name, block in kept.items():
        if block == "state" and name != "present" and (not fields or name in fields):
            found += [read.state(name, place) for place in chosen]
        if block in ("dyad", "flag") and (not fields or name in fields or name[:-3] in fields):
            found += [read.pair(name, *map(one.index, p)) for p in pairs]
    same = one.run.read("fingerprint", 0, members) == other.run.read("fingerprint", 0, members)
    return Comparison(
        *names, members, group, float(same.mean()), read.first(list(kept)), tuple(found)
    )


def group_of(params: Array) -> int:
    """Return how many members in a row share their parameters, everywhere alike.

    >>> group_of(np.array([[1.0], [1.0], [2.0], [2.0]]))
    2
    """
    if params.shape[1] == 0 or len(params) < 2:
        return 1
    new = np.flatnonzero((np.diff(params, axis=0) != 0).any(axis=1)) + 1
    if not len(new):
        return 1
    size = int(new[0])
    return size if np.array_equal(new, np.arange(size, len(params), size)) else 1


def _check(one: Ensemble, other: Ensemble) -> None:
    """Raise unless futures of one number share their luck in two runs."""
    for name, word in (("seed", "seed"), ("world_year", "year of the start"),
                       ("every", "years between two that are kept")):  # fmt: skip
        if one.attrs[name] != other.attrs[name]:
            msg = (
                f"the runs have another {word} ({one.attrs[name]} and {other.attrs[name]}): their "
                "futures share no luck, and a difference would be chance"
            )
            raise RunError(msg)
    if one.states != other.states or one.years != other.years:
        what = "states or places" if one.states != other.states else "years"
        msg = f"the runs have other {what}; run both with the same --until, --room and world"
        raise RunError(msg)
    for ensemble in (one, other):
        if ensemble.members != list(range(len(ensemble.members))) or not ensemble.members:
            msg = "a run is not complete from its first future on; resume it first"
            raise RunError(msg)


class _Reader:
    """Takes quantities from both runs."""

    def __init__(self, one: Ensemble, other: Ensemble, members: int, group: int) -> None:
        self.one, self.other, self.members, self.group = one, other, members, group
        self.years = tuple(one.years)

    def _made(self, measure: str, of: str, take: Any) -> Difference:
        a, b = (np.asarray(take(e), np.float64) for e in (self.one, self.other))
        if measure in RATES or measure in SUMMED:
            a, b = (_mean_so_far(x) for x in (a, b))
        return Difference(measure, of, self.years, a, b, self.group)

    def system(self, name: str) -> Difference:
        return self._made(name, "", lambda e: e.run.read(name, 0, self.members))

    def number_of_states(self) -> Difference:
        return self._made(
            "states", "", lambda e: (e.run.read("present", 0, self.members) > 0).sum(axis=2)
        )

    def total(self, name: str) -> Difference:
        return self._made(name, "", lambda e: np.nansum(e.run.read(name, 0, self.members), axis=2))

    def state(self, name: str, place: int) -> Difference:
        code = self.one.states[place]
        return self._made(name, code, lambda e: e.run.read(name, 0, self.members)[:, :, place])

    def pair(self, name: str, a: int, b: int) -> Difference:
        i, j = max(a, b), min(a, b)
        code = f"{self.one.states[a]}-{self.one.states[b]}"
        if name.endswith(("_ij", "_ji")):
            first, second = (i, j) if name.endswith("_ij") else (j, i)
            code = f"{self.one.states[first]}>{self.one.states[second]}"
        at = i * (i - 1) // 2 + j
        shown = name[:-3] if name.endswith(("_ij", "_ji")) else name
        return self._made(shown, code, lambda e: e.run.read(name, 0, self.members)[:, :, at])

    def leading(self) -> list[int]:
        """Return the places of the most capable states of the opening."""
        name = next((n for n in ("capability", "gdp_ppp", "population")
                     if n in self.one and n in self.other), "")  # fmt: skip
        if not name:
            return []
        first = np.nan_to_num(self.one.run.read(name, 0, 1)[0, 0])
        order = np.argsort(-first, kind="stable")[:COUNT]
        return [int(k) for k in order if first[k] > 0]

    def happenings(self) -> list[Difference]:
        """Return how often events happened in each future up to each year, a year."""
        import polars as pl

        counts = []
        for e in (self.one, self.other):
            seen = e.events.filter(
                pl.col("event").is_in(HAPPENINGS) & (pl.col("member") < self.members)
            )
            counts.append(seen.group_by("member", "year", "event").len().collect())
        out = []
        for event in HAPPENINGS:
            arrays = [self._counted(c.filter(pl.col("event") == event)) for c in counts]
            if any(a.any() for a in arrays):
                a, b = (_mean_so_far(x) for x in arrays)
                out.append(Difference(f"{event} events", "", self.years, a, b, self.group))
        return out

    def _counted(self, rows: "pl.DataFrame") -> Array:
        out = np.zeros((self.members, len(self.years)))
        slots = np.searchsorted(self.years, rows["year"].to_numpy())
        inside = slots < len(self.years)
        np.add.at(out, (rows["member"].to_numpy()[inside], slots[inside]),
                  rows["len"].to_numpy()[inside])  # fmt: skip
        every = self.one.attrs["every"]
        out[:, 1:] /= every
        return out

    def first(self, names: Sequence[str]) -> int:
        """Return the first year in which anything that was kept differs."""
        first = len(self.years)
        for name in names:
            a, b = (e.run.read(name, 0, self.members)[:, :first] for e in (self.one, self.other))
            differ = ~((a == b) | ((a != a) & (b != b)))  # NaN is not itself
            years = differ.any(axis=tuple(k for k in range(differ.ndim) if k != 1))
            if years.any():
                first = int(np.flatnonzero(years)[0])
        return self.years[first] if first < len(self.years) else 0


def _mean_so_far(values: Array) -> Array:
    """Return the mean over the years so far, without the opening."""
    out = np.zeros_like(values, dtype=np.float64)
    steps = np.arange(1, values.shape[1])
    out[:, 1:] = np.cumsum(values[:, 1:], axis=1) / steps
    return out


def pairs_of(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of states written as ``RUS:CHN``.

    Raises
    ------
    RunError
        One is written in another way.
    """
    out = []
    for text in texts:
        a, colon, b = text.partition(":")
        if not colon or not a or not b:
            msg = f"pair {text!r}: needed two states such as RUS:CHN"
            raise RunError(msg)
        out.append((resolve_ever(a), resolve_ever(b)))
    return out


def summary(
    found: Comparison, precision: Mapping[str, float] | None = None
) -> list[dict[str, Any]]:
    """Return each difference as a record: mean, errors, spread, futures needed.

    Parameters
    ----------
    found
        From ``compare``.
    precision
        ``measure → error wanted``; a tenth of the mean by default, and of a mean of zero no
        number of futures is told.
    """
    rows = []
    for d in found.differences:
        luck, params = d.parts
        wanted = (precision or {}).get(d.measure, 0.1 * abs(d.mean))
        low, median, high = (
            np.quantile(d.last, (0.05, 0.5, 0.95)) if len(d.last) else np.full(3, np.nan)
        )
        rows.append({
            "measure": d.measure, "of": d.of, "year": d.years[-1], "one": d.before,
            "difference": d.mean, "mc_error": d.error, "q05": float(low), "median": float(median),
            "q95": float(high), "sd_luck": luck, "sd_parameters": params, "higher": d.rising,
            "moved": d.moved, "clear": d.clear,
            "members_needed": d.needed(wanted) if wanted > 0 else None,
        })  # fmt: skip
    return rows
