"""What came: two centuries of states and pairs as dense arrays, cut off at a year.

Forecasts are made from a record that ends at their origin, and scored against
the whole one. A record that was cut has no later values in it, so what reads
beyond its end gets an error, never a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar.alliance_record import in_force_at
from multipolar.codes import convert, members
from multipolar.errors import RunError
from multipolar.grains import yearly
from multipolar.sanction_record import USUAL_YEARS, cases
from multipolar.skeleton import state_years
from multipolar.sources import catalogue, load

Array = npt.NDArray[np.float32]

FIRST, LAST = 1816, 2022
LINEAGE = {260: 255, 679: 678}
"""States under two numbers that are one through time: Germany, Yemen."""
COMPONENTS = ("tpop", "upop", "pec", "irst", "milex", "milper")
STATE = ("share", *COMPONENTS, "present", "major", "regime", "conflict", "lat", "lon")
PAIR = ("onset", "ongoing", "defence", "contiguous", "sanction", "sanctioned")
TREATY = ("treaty_number", "treaty_alive", "treaty_expires", "treaty_automatic")
SYSTEM = ("wars", "war_deaths", "treaties_formed", "treaties_ended")


@dataclass(frozen=True, eq=False)
class Record:
    """History by year, from 1816 to its last year.

    Parameters
    ----------
    states
        Correlates of War numbers, lineages joined, in axis order.
    last
        The last year it knows anything of.
    arrays
        ``name → (year, state)``, ``(year, pair)`` packed as the lower triangle,
        ``(year, treaty)`` or ``(year,)``; NaN is unknown.
    known
        ``name → last year of its source``, at most ``last``.
    """

    states: tuple[int, ...]
    last: int
    arrays: Mapping[str, Array]
    known: Mapping[str, int]
    place: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", {s: k for k, s in enumerate(self.states)})

    def until(self, year: int) -> "Record":
        """Return what was known at the end of a year; nothing later is left in it."""
        if not FIRST <= year <= LAST:
            msg = f"year {year}: needed {FIRST} to {LAST}"
            raise RunError(msg)
        cut = {name: a[: year - FIRST + 1].copy() for name, a in self.arrays.items()}
        known = {name: min(last, year) for name, last in self.known.items()}
        return replace(self, last=min(year, self.last), arrays=cut, known=known)

    def at(self, name: str, year: int) -> Array:
        """Return one array in one year.

        Raises
        ------
        RunError
            The year is before or after what the record knows.
        """
        self.check(year)
        return np.asarray(self.arrays[name][year - FIRST])

    def check(self, year: int) -> None:
        """Raise if the record does not know a year."""
        if not FIRST <= year <= self.last:
            msg = (
                f"year {year}: this record ends in {self.last} and begins in {FIRST}; "
                "a forecast may use nothing that came after its origin"
            )
            raise RunError(msg)

    def member(self, year: int) -> npt.NDArray[np.intp]:
        """Return the places of the closed world of a year: members on its last day with a share."""
        there = (self.at("present", year) > 0) & (self.at("share", year) > 0)
        return np.flatnonzero(there)

    def treaties(self, year: int) -> npt.NDArray[np.intp]:
        """Return the places of the alliances in force at the end of a year; none if unknown."""
        if year > self.known["treaty_alive"]:
            return np.zeros(0, np.intp)
        return np.flatnonzero(self.at("treaty_alive", year) > 0)


def pairs_of(places: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return the packed places of all pairs of some states, ordered as their own triangle.

    >>> pairs_of(np.array([0, 2, 3])).tolist()
    [1, 3, 5]
    """
    i, j = np.tril_indices(len(places), -1)
    a, b = np.maximum(places[i], places[j]), np.minimum(places[i], places[j])
    return np.asarray(a * (a - 1) // 2 + b)


def numbers_of(codes: tuple[str, ...], year: int) -> list[int]:
    """Return the lineage numbers of public codes; -1 for places that wait for new states."""
    out = []
    for code in codes:
        if code.startswith("NEW"):
            out.append(-1)
            continue
        number = int(convert(code, "cow", f"{year}-12-31"))
        out.append(LINEAGE.get(number, number))
    return out


@cache
def record() -> Record:
    """Return the whole record, from publishers' files that you have.

    Raises
    ------
    MissingData
        A file is not there; the message says how to get it.
    """
    rows = state_years(FIRST, LAST)
    numbers = sorted({LINEAGE.get(s, s) for s in rows["state"].unique().to_list()})
    empty = Record(tuple(numbers), LAST, {}, {})
    n, years = len(numbers), LAST - FIRST + 1
    arrays = {name: np.zeros((years, n), np.float32) for name in ("present", "major", "conflict")}
    known = {"present": LAST, "major": LAST, "share": _end("cow_nmc")}
    for year in range(FIRST, LAST + 1):
        there = [empty.place[p] for p in numbers_of(tuple(members(year, "cow")), year)]
        arrays["present"][year - FIRST, there] = 1.0
    _lay_states(empty, arrays["major"], yearly("cow_majors", ["cow_major"], "cow"), "cow_major")
    _lay_capability(empty, arrays)
    for name, source, column, scale in (
        ("regime", "polity5", "polity_polity2", 0.1),
        ("conflict", "ucdp_internal", "ucdp_internal", 1.0),
        ("lat", "cow_capitals", "capital_lat", 1.0),
        ("lon", "cow_capitals", "capital_lng", 1.0),
    ):
        arrays.setdefault(name, np.full((years, n), np.nan, np.float32))
        frame = yearly(source, [column], "cow").with_columns(pl.col(column) * scale)
        _lay_states(empty, arrays[name], frame, column)
        known[name] = _end(source)
    arrays["conflict"][: 1946 - FIRST] = np.nan
    arrays["conflict"] = np.minimum(arrays["conflict"], 1)
    for name, source, column in (
        ("onset", "gml_dyads", "gml_onset"),
        ("ongoing", "gml_dyads", "gml_ongoing"),
        ("defence", "atop_dyads", "atopdd_defense"),
        ("contiguous", "cow_contiguity", "contiguity_type"),
    ):
        arrays[name] = np.zeros((years, n * (n - 1) // 2), np.uint8)
        _lay_pairs(empty, arrays[name], yearly(source, [column], "cow"), column)
        known[name] = _end(source)
    _lay_sanctions(empty, arrays)
    _lay_wars(arrays)
    _lay_treaties(arrays)
    _lay_terms(arrays)
    known |= {"wars": _end("cow_war_inter"), "war_deaths": _end("cow_war_inter")}
    known |= dict.fromkeys(("treaties_formed", "treaties_ended", *TREATY), _end("atop"))
    known |= dict.fromkeys(("sanction", "sanctioned"), _end("ties"))
    return Record(tuple(numbers), LAST, arrays, {k: min(v, LAST) for k, v in known.items()})


def _end(source: str) -> int:
    spec = catalogue[source].spec
    return int(spec.coverage[spec.version][1])


def _lay_states(empty: Record, out: Array, frame: pl.DataFrame, column: str) -> None:
    for state, year, value in frame.select("state", "year", column).drop_nulls().iter_rows():
        at = empty.place.get(LINEAGE.get(state, state))
        if at is not None and FIRST <= year <= LAST:
            out[year - FIRST, at] = value


def _lay_capability(empty: Record, arrays: dict[str, Array]) -> None:
    """Fill in shares of capability, brought to sum 1, and shares of its six components."""
    frame = yearly("cow_nmc", ["cinc", *COMPONENTS], "cow")
    shape = arrays["present"].shape
    for name in ("cinc", *COMPONENTS):
        values = np.full(shape, np.nan, np.float32)
        _lay_states(empty, values, frame, name)
        total = np.nansum(values, axis=1, keepdims=True)
        arrays["share" if name == "cinc" else name] = values / np.maximum(total, 1e-12)


def _lay_pairs(empty: Record, out: Array, frame: pl.DataFrame, column: str) -> None:
    """Put a column of pairs into the triangle: how much, or of which type; absent is 0."""
    kept = frame.filter(pl.col(column) > 0).select("state1", "state2", "year", column)
    for one, other, year, value in kept.iter_rows():
        a = empty.place.get(LINEAGE.get(one, one))
        b = empty.place.get(LINEAGE.get(other, other))
        if a is None or b is None or a == b or not FIRST <= year <= LAST:
            continue
        high, low = max(a, b), min(a, b)
        out[year - FIRST, high * (high - 1) // 2 + low] = value


def _lay_sanctions(empty: Record, arrays: dict[str, Array]) -> None:
    """Count the directions of each pair in which sanctions are in force, and in which they begin.

    In force is who applies them on the last day of a year.
    """
    force, begun = np.zeros_like(arrays["onset"]), np.zeros_like(arrays["onset"])
    spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for case in cases():
        until = case.since + USUAL_YEARS if case.until is None else case.until
        for sender in (case.sender, *case.followers):
            if sender in empty.place and case.target in empty.place and sender != case.target:
                way = empty.place[sender], empty.place[case.target]
                spans.setdefault(way, []).append((case.since, until))
    for (a, b), found in spans.items():
        high, low = max(a, b), min(a, b)
        p = high * (high - 1) // 2 + low
        for since in {first for first, _ in found}:
            begun[since - FIRST, p] += 1
        on = {y for first, last in found for y in range(first, min(last, LAST + 1))}
        for year in on:
            force[year - FIRST, p] += 1
    arrays["sanction"], arrays["sanctioned"] = force, begun


def _lay_wars(arrays: dict[str, Array]) -> None:
    """Count wars by the year they began; spread their battle deaths over the years they went on."""
    years = LAST - FIRST + 1
    wars, deaths = np.zeros(years, np.float32), np.zeros(years, np.float32)
    spans = load("cow_war_inter").group_by("commitment").agg(
        pl.col("inter_since").min().dt.year().alias("since"),
        pl.max_horizontal("inter_until", "inter_until_again").max().dt.year().alias("until"),
        pl.col("inter_deaths").sum().alias("deaths"),
    )  # fmt: skip
    for since, until, lost in spans.select("since", "until", "deaths").iter_rows():
        wars[since - FIRST] += 1
        span = slice(since - FIRST, (until or since) - FIRST + 1)
        deaths[span] += max(lost or 0, 0) / (span.stop - span.start)
    arrays["wars"], arrays["war_deaths"] = wars, deaths


def _lay_treaties(arrays: dict[str, Array]) -> None:
    """Count alliances by the years they began and ended."""
    for name, column in (("treaties_formed", "atop_begyr"), ("treaties_ended", "atop_endyr")):
        out = np.zeros(LAST - FIRST + 1, np.float32)
        for year in load("atop")[column].drop_nulls().to_list():
            if FIRST <= year <= LAST:
                out[year - FIRST] += 1
        arrays[name] = out


def _lay_terms(arrays: dict[str, Array]) -> None:
    """Lay out the alliances of ATOP: in force on the last day of a year, and until when.

    In force needs two parties in the system of states. ``treaty_expires`` is the
    end of the running term as it was known then, 0 without one.
    """
    years = range(FIRST, _end("atop") + 1)
    book = {y: {c.id: c for c in in_force_at(y) if c.source == "atop"} for y in years}
    names = sorted({i for found in book.values() for i in found}, key=_number)
    place = {name: k for k, name in enumerate(names)}
    shape = LAST - FIRST + 1, len(names)
    for name in TREATY:
        arrays[name] = np.zeros(shape, np.float32)
    arrays["treaty_number"][:] = [_number(name) for name in names]
    for year, found in book.items():
        for name, c in found.items():
            at = year - FIRST, place[name]
            arrays["treaty_alive"][at] = len(set(c.members(f"{year}-12-31"))) >= 2
            arrays["treaty_expires"][at] = int(c.expires[:4]) if c.expires else 0
            arrays["treaty_automatic"][at] = c.renewal in ("automatic", "tacit")


def _number(name: str) -> int:
    return int(name.removeprefix("atop-"))
