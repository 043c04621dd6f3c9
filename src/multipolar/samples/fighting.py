"""Wars between states, year by year: who fought, who could have joined, when they ended.

From the inter-state wars of the Correlates of War (1816-2007). The side of the
initiator is side 1, as in the model; in the first year only those who were in
the war from its first ten days count as there from the start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar.memory import LINEAGE
from multipolar.past import fields
from multipolar.samples.within import numbers, square
from multipolar.sources import load

Array = npt.NDArray[np.float64]

FIRST, LAST = 1820, 2007
START = 10
"""Days from its first within which who takes part was there from the start of a war."""
WON, LOST = 1, 2


@dataclass(frozen=True, slots=True)
class Part:
    """A state's part in a war: its side (1 began it, -1 did not), years, days late, outcome."""

    state: int
    side: int
    since: int
    until: int
    late: int
    outcome: int
    deaths: float


@cache
def wars() -> Mapping[int, tuple[Part, ...]]:
    """Return the parts in each war, by number of the war."""
    frame = load("cow_war_inter").with_columns(
        pl.max_horizontal("inter_until", "inter_until_again").alias("until"),
        pl.col("inter_since").min().over("commitment").alias("start"),
    )
    out: dict[int, list[Part]] = {}
    for row in frame.iter_rows(named=True):
        out.setdefault(int(row["commitment"]), []).append(
            Part(
                LINEAGE.get(int(row["state"]), int(row["state"])),
                int(row["inter_side"]),
                row["inter_since"].year,
                (row["until"] or row["inter_since"]).year,
                (row["inter_since"] - row["start"]).days,
                int(row["inter_outcome"] or 0),
                float(row["inter_deaths"] or 0.0),
            )
        )
    began = load("cow_war_inter").filter(pl.col("inter_initiator") == 1)
    sides = dict(began.select("commitment", "inter_side").iter_rows())
    return {
        number: tuple(
            Part(p.state, 1 if p.side == sides.get(number, 1) else -1, *_rest(p)) for p in parts
        )
        for number, parts in out.items()
    }


def _rest(p: Part) -> tuple[int, int, int, int, float]:
    return p.since, p.until, p.late, p.outcome, p.deaths


@cache
def war_years(until: int) -> Mapping[str, Array]:
    """Return wars in years: ``year`` and ``ended``, 1 in the last."""
    out: dict[str, list[float]] = {"year": [], "ended": []}
    for parts in wars().values():
        since, last = min(p.since for p in parts), max(p.until for p in parts)
        for year in range(since, min(last, until) + 1):
            out["year"].append(float(year))
            out["ended"].append(float(year == last))
    return {name: np.array(values) for name, values in out.items()}


@cache
def settlements(until: int) -> Mapping[str, Array]:
    """Return wars that ended, and how.

    Returns
    -------
    mapping
        ``decided``: 1 with a victor; ``odds``: log of the capability of the
        side that began it over the other's; ``won``: 1 where that side won,
        0.5 where nobody did.
    """
    out: dict[str, list[float]] = {"year": [], "decided": [], "odds": [], "won": []}
    for parts in wars().values():
        last = max(p.until for p in parts)
        if not FIRST <= last <= until:
            continue
        past = fields(min(p.since for p in parts) - 1)
        size = dict(zip(numbers(past), past.state["capability"], strict=True))
        first, second = (sum(size.get(p.state, 0.0) for p in parts if p.side == s) for s in (1, -1))
        wins = {p.side for p in parts if p.outcome == WON}
        losses = {p.side for p in parts if p.outcome == LOST}
        victor = wins or {-side for side in losses}
        out["year"].append(float(last))
        out["decided"].append(float(len(victor) == 1))
        out["odds"].append(float(np.log((first + 1e-5) / (second + 1e-5))))
        out["won"].append(float(victor == {1}) if len(victor) == 1 else 0.5)
    return {name: np.array(values) for name, values in out.items()}


@cache
def joiners(until: int) -> Mapping[str, Array]:
    """Return states that were not in a war, in the years of the war: what ties them to its sides.

    Returns
    -------
    mapping
        What the step of joining works out (``bound_a``, ``fond_a``, ``cold_a``
        and so for the other side, ``close``, ``great``, ``bomb``, ``age``),
        ``spread``: waves of joining that the year saw; ``weight``: one over
        the number that joined in the year, as they did not decide apart; and
        ``joined``: 1 the side that began the war, -1 the other, 0 neither.
    """
    parts = [
        _war_year(number, year)
        for number, war in wars().items()
        for year in range(max(min(p.since for p in war), FIRST), max(p.until for p in war) + 1)
        if year <= until
    ]
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


@cache
def _war_year(number: int, year: int) -> dict[str, Array]:
    past, war = fields(year - 1), wars()[number]
    place, start = {s: k for k, s in enumerate(numbers(past))}, min(p.since for p in war)
    n = len(place)
    there = {
        place[p.state]: p.side
        for p in war
        if p.state in place and p.since <= year <= p.until
        and (p.since < year or (p.since == start and p.late <= START))
    }  # fmt: skip
    comes = {
        place[p.state]: p.side
        for p in war
        if p.state in place and p.since == year and place[p.state] not in there
    }
    tie = {
        name: square(past.dyad[name], n)
        for name in ("alignment", "defence", "offence", "rivalry", "contiguous")
    }
    out: dict[str, Array] = {}
    a, b = ([k for k, side in there.items() if side == which] for which in (1, -1))
    bound = {"a": tie["offence"] + 0.3 * tie["defence"], "b": tie["defence"]}
    for letter, side in (("a", a), ("b", b)):
        cold = np.maximum(-tie["alignment"] + 0.3 * tie["rivalry"], 0.0)
        out[f"bound_{letter}"] = _most(bound[letter], side, 0.0)
        out[f"fond_{letter}"] = _most(tie["alignment"], side, -1.0)
        out[f"cold_{letter}"] = _most(cold, side, 0.0)
    armed = any(past.state["nuclear_warheads"][k] >= 1.0 for k in there)
    out |= {
        "close": _most(tie["contiguous"], [*there], 0.0),
        "great": past.state["major"].astype(float),
        "bomb": np.full(n, float(armed)),
        "age": np.full(n, float(min(year - start, 5))),
        "spread": np.full(n, 2.0 if comes else 1.0),
        "weight": np.full(n, 1.0 / max(len(comes), 1)),
        "year": np.full(n, float(year)),
        "joined": np.array([float(comes.get(k, 0)) for k in range(n)]),
    }
    outside = np.array([k not in there for k in range(n)])
    return {name: values[outside] for name, values in out.items()}


def _most(tie: Array, side: list[int], least: float) -> Array:
    """Return the most that a tie with one of a side comes to, by state."""
    if not side:
        return np.full(len(tie), least)
    return np.asarray(np.maximum(tie[:, side].max(axis=1), least), np.float64)


@cache
def crises(until: int) -> Mapping[str, Array]:
    """Return pairs of states in a dispute, in years, and which of them began a war.

    Pairs that met in a war that one of them joined later are left out: wars
    spread by another process. A war between several that were there from the
    start is one war: its pairs share it (``weight``).
    """
    parts = [_crises(year) for year in range(FIRST, until + 1)]
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


@cache
def _crises(year: int) -> dict[str, Array]:
    before, now = fields(year - 1), fields(year)
    place = {s: k for k, s in enumerate(numbers(before))}
    n = len(place)
    here = numbers(now)
    disputes = square(now.dyad["dispute"], len(here))
    i, j = np.nonzero(np.tril(disputes, -1))
    began, fights = _openings(year), _met(year)
    out: dict[str, list[float]] = {"i": [], "j": [], "war": [], "weight": []}
    at_war = square(before.dyad["war"], n)
    for one, other in zip(i, j, strict=True):
        pair = frozenset((here[one], here[other]))
        if not pair <= place.keys() or at_war[place[here[one]], place[here[other]]] > 0:
            continue
        share = began.get(pair, 0.0)
        if pair in fights and not share:
            continue
        out["i"].append(place[here[one]])
        out["j"].append(place[here[other]])
        out["war"].append(float(share > 0))
        out["weight"].append(share or 1.0)
    found = {name: np.array(values, float) for name, values in out.items()}
    a, b = found.pop("i").astype(np.intp), found.pop("j").astype(np.intp)
    size = np.log(before.state["capability"] + 1e-5)
    armed = (before.state["nuclear_warheads"] >= 1.0).astype(float)
    regime = 0.5 + 0.5 * before.state["regime"]
    bound = square(before.dyad["defence"], n) > 0
    return found | {
        "contiguous": square(before.dyad["contiguous"], n)[a, b],
        "rivalry": square(before.dyad["rivalry"], n)[a, b],
        "gulf": np.abs(size[a] - size[b]),
        "majors": before.state["major"][a] * before.state["major"][b],
        "both_armed": armed[a] * armed[b],
        "one_armed": np.abs(armed[a] - armed[b]),
        "sheltered": _sheltered(armed, bound, a, b) + _sheltered(armed, bound, b, a),
        "both_free": regime[a] * regime[b],
        "under_way": np.full(len(a), float(len(a))),
        "year": np.full(len(a), float(year)),
    }


def _sheltered(
    armed: Array, bound: npt.NDArray[np.bool_], one: npt.NDArray[np.intp], foe: npt.NDArray[np.intp]
) -> Array:
    """Return whether an armed foe faces one without arms whom another armed state must defend."""
    protectors = bound[one] & (armed > 0)
    protectors[np.arange(len(one)), foe] = False
    return protectors.any(axis=1) * (1.0 - armed[one]) * armed[foe]


@cache
def _openings(year: int) -> Mapping[frozenset[int], float]:
    """Return pairs that began a war in a year, each with its share of it."""
    out: dict[frozenset[int], float] = {}
    for parts in wars().values():
        start = min(p.since for p in parts)
        if start != year:
            continue
        there = [p for p in parts if p.since == start and p.late <= START]
        met = {frozenset((p.state, q.state)) for p in there for q in there if p.side > q.side}
        out |= dict.fromkeys(met, 1.0 / max(len(met), 1))
    return out


def _met(year: int) -> set[frozenset[int]]:
    """Return pairs on opposite sides of a war that went on in a year."""
    return {
        frozenset((p.state, q.state))
        for parts in wars().values()
        for p in parts
        for q in parts
        if p.side > q.side and max(p.since, q.since) <= year <= min(p.until, q.until)
    }


@cache
def severities(until: int) -> Mapping[str, Array]:
    """Return battle deaths of each war that had ended."""
    ended = {n: max(p.until for p in parts) for n, parts in wars().items()}
    known = [n for n, year in ended.items() if year <= until]
    return {
        "year": np.array([float(ended[n]) for n in known]),
        "deaths": np.array([sum(p.deaths for p in wars()[n]) for n in known]),
    }
