"""What happened within states, year by year, beside the model's fields the year before.

Fits of what happens within states read their rows here. ``state_years(1980)``
holds, for every state that was there at the end of two years running, the
fields at the end of the first (``multipolar.past``) and what the second
brought. Nothing later than its last year is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar.codes import convert
from multipolar.memory import LINEAGE
from multipolar.past import Past, fields
from multipolar.sources import catalogue, load

Array = npt.NDArray[np.float64]

FIRST = 1818
LEAP = 0.29
"""A change of regime is one of three points of Polity's twenty in a year."""

COLLAPSE = 0.07
"""Fall of output per head in a year (its logarithm) that is taken for a collapse."""

LOST = 2
"""Outcome of a war in the Correlates of War: loser."""


@dataclass(frozen=True)
class StateYears:
    """States in years.

    Parameters
    ----------
    values
        ``name → value``, shape ``(row,)``. State fields of the model at the
        end of the year before, under their names; NaN is unknown. And

        ``year``, ``number``
            The year of the outcome; the COW number of the state.
        ``growth``
            Growth of output in the year before.
        ``growth_regime``
            -1 where output per head fell by ``COLLAPSE`` or more in that year.
        ``regime_change``, ``fresh``
            1 where the regime changed in the year, and in the year before.
        ``next_regime``, ``next_insurgency``, ``next_separatism``
            At the end of the year.
        ``mobilised``, ``defeat``
            1 where at war in the year before, and where it lost one then.
        ``neighbours``, ``company``
            What ``contagion`` reads.
        ``near_war``, ``rivals_near``, ``rivals_far``
            Neighbours in armed conflict; what ``interference`` adds up for a
            strength of 1 of rivals nearby, and, for a reach of 1, from afar.
    """

    values: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.values[name]

    def rows(self, *names: str) -> dict[str, Array]:
        """Return some of the values by name."""
        return {name: self.values[name] for name in names}

    def where(self, keep: npt.NDArray[np.bool_]) -> "StateYears":
        """Return the rows that are kept."""
        return StateYears({name: values[keep] for name, values in self.values.items()})

    def __len__(self) -> int:
        return len(self.values["year"])


@cache
def state_years(until: int) -> StateYears:
    """Return the rows whose outcome came by the end of a year, from ``FIRST``.

    Raises
    ------
    MissingData
        A publisher's file is not there.
    """
    parts = [_year(year) for year in range(FIRST, until + 1)]
    return StateYears({name: np.concatenate([p[name] for p in parts]) for name in parts[0]})


def numbers(past: Past) -> list[int]:
    """Return the COW number of each state; one for states with two through time."""
    found = [int(convert(s, "cow", f"{past.year}-12-31")) for s in past.states]
    return [LINEAGE.get(k, k) for k in found]


KEPT = (
    "population", "gdp_ppp", "regime", "insurgency", "separatism", "insurgency_past",
    "separatism_past", "capability", "major",
)  # fmt: skip


@cache
def _year(year: int) -> dict[str, Array]:
    """Return the rows of one year."""
    then, before, now = fields(year - 2), fields(year - 1), fields(year)
    here, next_ = numbers(before), {s: k for k, s in enumerate(numbers(now))}
    stays = np.array([k for k, s in enumerate(here) if s in next_], np.intp)
    after = np.array([next_[here[k]] for k in stays], np.intp)
    past = _aligned(then, here)
    values = {name: _seen(before, name)[stays] for name in KEPT if name in before.state}
    values["year"] = np.full(len(stays), float(year))
    values["number"] = np.array([here[k] for k in stays], float)
    gdp, old = _seen(before, "gdp_ppp"), _taken(then, "gdp_ppp", past)
    values["growth"] = np.log(np.maximum(gdp, 1.0) / np.maximum(old, 1.0))[stays]
    people, fewer = _seen(before, "population"), _taken(then, "population", past)
    heads = values["growth"] - np.log(np.maximum(people, 1.0) / np.maximum(fewer, 1.0))[stays]
    values["growth_regime"] = np.where(heads < -COLLAPSE, -1.0, 0.0)
    was, is_ = _taken(then, "regime", past), _seen(before, "regime")
    fresh = (np.abs(is_ - was) >= LEAP).astype(float)
    values["fresh"] = fresh[stays]
    for name in ("regime", "insurgency", "separatism", "gdp_ppp", "population"):
        values[f"next_{name}"] = _seen(now, name)[after]
    step = values["next_regime"] - values["regime"]
    values["regime_change"] = np.where(np.isnan(step), np.nan, np.abs(step) >= LEAP)
    fighting, lost = _wars(year - 1)
    values["mobilised"] = np.array([here[k] in fighting for k in stays], float)
    values["defeat"] = np.array([here[k] in lost for k in stays], float)
    for name, a in _around(before, fresh).items():
        values[name] = a[stays]
    return values


def _seen(past: Past, name: str) -> Array:
    """Return a state field, unknown where it was not observed."""
    known = past.known.get(name)
    if known is None or not known.any():
        return np.asarray(past.state[name], np.float64)
    return np.where(known, past.state[name], np.nan)


def _aligned(past: Past, numbers_wanted: list[int]) -> npt.NDArray[np.intp]:
    place = {s: k for k, s in enumerate(numbers(past))}
    return np.array([place.get(s, -1) for s in numbers_wanted], np.intp)


def _taken(past: Past, name: str, places: npt.NDArray[np.intp]) -> Array:
    """Return a state field in another order; unknown for states that were not there."""
    values = np.append(_seen(past, name), np.nan)
    return np.asarray(values[places], np.float64)


def square(packed: npt.NDArray[np.floating], n: int) -> Array:
    """Return a packed dyad field as a symmetric matrix with zeros on its diagonal."""
    out = np.zeros((n, n))
    i, j = np.tril_indices(n, -1)
    out[i, j] = out[j, i] = packed
    return out


def _around(past: Past, fresh: Array) -> dict[str, Array]:
    """Return sums over neighbours and rivals: the pair steps of three mechanisms, by state."""
    n = len(past.states)
    near = square(past.dyad["contiguous"], n)
    regime = past.state["regime"]
    differ = near * 0.5 * np.abs(regime[:, None] - regime[None])
    war = np.minimum(past.state["insurgency"] + past.state["separatism"], 1.0)
    alignment, rivals = square(past.dyad["alignment"], n), square(past.dyad["rivalry"], n)
    enmity = np.maximum(rivals, np.maximum(-alignment - 0.3, 0.0))
    size = np.log(past.state["capability"] + 1e-5)
    over = np.clip(size[None] - size[:, None], 0.0, 4.0) * 0.25
    return {
        "neighbours": near.sum(axis=1),
        "company": (differ * (1.0 + 2.0 * fresh[None])).sum(axis=1),
        "near_war": near @ war,
        "rivals_near": (enmity * near * over).sum(axis=1),
        "rivals_far": (enmity * (1.0 - near) * over).sum(axis=1),
    }


@cache
def _spells() -> tuple[tuple[int, int, int, int], ...]:
    """Return state, first and last year, and outcome of each part in a war between states."""
    frame = load("cow_war_inter").with_columns(
        pl.max_horizontal("inter_until", "inter_until_again").dt.year().alias("until"),
        pl.col("inter_since").dt.year().alias("since"),
    )
    rows = frame.select("state", "since", "until", "inter_outcome").iter_rows()
    return tuple(
        (LINEAGE.get(int(s), int(s)), int(a), int(b or a), int(o or 0)) for s, a, b, o in rows
    )


def _wars(year: int) -> tuple[set[int], set[int]]:
    """Return who was at war between states in a year, and who lost a war that ended in it."""
    fighting = {s for s, since, until, _ in _spells() if since <= year <= until}
    lost = {s for s, _, until, outcome in _spells() if until == year and outcome == LOST}
    return fighting, lost


def coverage(source: str) -> tuple[int, int]:
    """Return the first and last year of the newest version of a source."""
    spec = catalogue[source].spec
    first, last = spec.coverage[spec.version]
    return int(first), int(last)
