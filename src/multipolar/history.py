"""Two centuries as Worlds: any year since 1816, the same variables as today.

Every array is read from a publisher's file that you have (see
``multipolar data``), in the units of the vocabulary, with its source beside
each value. Outside a source's coverage values are unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar.alliance_record import commitments as commitments
from multipolar.alliance_record import in_force_at
from multipolar.codes import convert, members
from multipolar.embedded import YEAR, today
from multipolar.embedded import commitments as embedded_commitments
from multipolar.errors import MeasureError, MissingData
from multipolar.grains import yearly
from multipolar.memory import LINEAGE, remember
from multipolar.provenance import IMPUTED, OBSERVED, Provenance
from multipolar.skeleton import FIRST, in_system
from multipolar.sources import catalogue, load
from multipolar.ties import great_circle
from multipolar.variables import VARIABLES
from multipolar.world import World

Array = npt.NDArray[np.float64]

LAST = 2024
"""The last year of history; the embedded world is the year after."""

GOLD = 4.8665
"""US dollars for a pound sterling at the gold parity, for spending before 1914."""

NUMBERS = 1000
"""COW numbers are below this."""

COAL_TON = 29.3076e9
"""Joules in a ton of coal equivalent."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Where an array of a historical World comes from: source, column, factor.

    With a ``factor`` of None any row makes a 1.
    """

    source: str
    column: str
    factor: float | None = 1.0


FEEDS: Mapping[str, Feed] = {
    "population": Feed("cow_nmc", "tpop", 1e3),
    "urban_population": Feed("cow_nmc", "upop", 1e3),
    "military_personnel": Feed("cow_nmc", "milper", 1e3),
    "military_spending": Feed("cow_nmc", "milex", 1e3),
    "steel": Feed("cow_nmc", "irst", 1e3),
    "energy": Feed("cow_nmc", "pec", 1e3 * COAL_TON),
    "gdp_ppp": Feed("gdp_fariss", "fariss_gdp", 1e6),
    "gdp": Feed("worldbank", "wb_gdp"),
    "regime": Feed("polity5", "polity_polity2", 0.1),
    "major": Feed("cow_majors", "cow_major"),
    "nuclear_warheads": Feed("nuclear_fas", "fas_warheads"),
    "ideal_point": Feed("un_ideal_points", "idealpoint_fp"),
    "insurgency": Feed("ucdp_internal", "ucdp_over_government"),
    "separatism": Feed("ucdp_internal", "ucdp_over_territory"),
    "lat": Feed("cow_capitals", "capital_lat"),
    "lon": Feed("cow_capitals", "capital_lng"),
    "defence": Feed("atop_dyads", "atopdd_defense"),
    "offence": Feed("atop_dyads", "atopdd_offense"),
    "neutrality": Feed("atop_dyads", "atopdd_neutral"),
    "nonaggression": Feed("atop_dyads", "atopdd_nonagg"),
    "consultation": Feed("atop_dyads", "atopdd_consul"),
    "contiguity": Feed("cow_contiguity", "contiguity_type"),
    "dispute": Feed("mid5_dyads", "mid5_ongoing"),
    "war": Feed("cow_war_inter_dyads", "war_at_end"),
    "rivalry": Feed("rivalries_tss", "tss_rivalry", None),
    "shared_bodies": Feed("cow_igo_dyad", "igo_shared"),
    "un_agreement": Feed("un_agreement", "un_agree3"),
}
"""World variable → source. Units are those of the vocabulary after the factor."""

LARGE = 0.05
"""CINC of a major power, where no list may be used."""

HINDSIGHT = ("rivalry", "ideal_point", "major")
"""Variables whose coders looked back over a whole course of events.

Rivalries were dated knowing which of them went on, and major powers knowing
which of them stayed so. Ideal points are estimated
from all votes of all years at once. Polity fills in the score of a regime in
transition from the scores on either side of it. Two more are estimated with
what came later, and kept for want of any other: output (Fariss et al. fit all
years together), and the six components as their compilers revised them.
"""

CARRY = 10
"""Years for which a run that starts in the past takes the last known value for an unknown one."""

CARRIED = ("contiguity", "shared_bodies", "rivalry", "un_agreement")
"""Variables of pairs that ``carry`` takes beyond the last year of their source."""

REMEMBERED = (
    "grudge", "tension", "peace_years", "past_onsets", "dyad_age", "onset", "onset_originators",
    "belligerence",
)  # fmt: skip
"""World variables worked out from the record of disputes: see ``memory``."""


STRIFE = {"insurgency_past": "insurgency", "separatism_past": "separatism"}
"""Memory of armed conflict within a state → the variable that is remembered."""

FIRST_OF_STRIFE = 1946
KEPT = 0.9
"""Part of the memory of armed conflict within a state that is left a year later."""


def at(year: int, *, fill: int = 0, carry: int = 0, hindsight: bool = True) -> World:
    """Return the World at the end of a year, from 1816 to today.

    Parameters
    ----------
    year
        1816 to 2024 are read from publishers' files that you have; 2025 is
        the embedded world and needs none.
    fill
        Fill gaps of state variables of up to so many years: between two
        observations in a straight line, after the last by carrying it on;
        flagged as imputed. Off by default.
    carry
        Carry the last value on for up to so many years where a state variable
        is unknown, and the ties of the last year of a source beyond its
        coverage (``CARRIED``); flagged as imputed. Unlike ``fill`` it reads
        nothing later than the year. Off by default.
    hindsight
        False leaves out what was coded by looking back over a whole course of
        events (``HINDSIGHT``): rivalries and ideal points are unknown, a
        major power is who has a twentieth of capability, and the score of a
        regime in transition is the last one before it.

    Returns
    -------
    World
        The members of the Correlates of War system on 31 December. A variable
        whose source is not there is left out; outside a source's coverage it
        is unknown. Commitments are those in force, as they stand that day:
        nothing later is known of them.

    Raises
    ------
    MeasureError
        The year is out of range.
    MissingData
        None of the files is there; the message says how to get one.
    DataError
        A file is not as published.
    """
    if year == YEAR:
        return today()
    if not FIRST <= year <= LAST:
        msg = f"year {year}: needed {FIRST} to {YEAR}"
        raise MeasureError(msg)
    codes = tuple(members(year, "cow"))
    place = {convert(code, "cow", f"{year}-12-31"): i for i, code in enumerate(codes)}
    arrays, provenance = _read(year, place, fill, hindsight=hindsight)
    for name in arrays if carry else ():
        _carry(name, year, place, carry, (arrays[name], provenance[name]))
    if "lat" in arrays:
        arrays["distance"] = great_circle(arrays["lat"], arrays["lon"])
    for more in (_remembered, _offices, _turned, _grown, _sanctions, _strife):
        try:
            arrays |= more(year, place, provenance)
        except MissingData:
            continue
    try:
        known = in_force_at(year)
    except MissingData:
        known = ()
    return World(year, codes, arrays, provenance=provenance, commitments=known)


def _read(
    year: int, place: Mapping[int, int], fill: int, *, hindsight: bool
) -> tuple[dict[str, Array], dict[str, Provenance]]:
    """Return the arrays that sources have, with their provenance."""
    arrays: dict[str, Array] = {}
    provenance: dict[str, Provenance] = {}
    absent: list[MissingData] = []
    for name in FEEDS if hindsight else [k for k in FEEDS if k not in HINDSIGHT]:
        try:
            read = _array(name, year, place, fill)
        except MissingData as error:
            absent.append(error)
        else:
            arrays[name], provenance[name] = read
    if not arrays:
        raise absent[0]
    if not hindsight and "regime" in arrays:
        arrays["regime"], provenance["regime"] = _scored(year, place)
    if not hindsight and "population" in arrays:
        arrays["major"], provenance["major"] = _large(year, place)
    return arrays, provenance


def worlds(first: int = FIRST, last: int = LAST, *, fill: int = 0) -> Iterator[World]:
    """Yield the World of each year."""
    for year in range(first, last + 1):
        yield at(year, fill=fill)


def _array(name: str, year: int, place: Mapping[int, int], fill: int) -> tuple[Array, Provenance]:
    feed, variable, n = FEEDS[name], VARIABLES[name], len(place)
    spec = catalogue[feed.source].spec
    first, last = spec.coverage[spec.version]
    dyad = variable.dims == "dyad"
    zero = variable.absent == spec.absent == "zero" and first <= year <= last
    out = np.full((n, n) if dyad else (n,), 0.0 if zero else np.nan)
    year_seen = np.zeros(out.shape, np.int16)
    status = np.zeros(out.shape, np.int8)
    keys = ("state1", "state2") if dyad else ("state",)
    rows = _years(name, fill).get(year)
    if rows is not None:
        where = np.full(NUMBERS, -1)
        where[list(place)] = range(n)
        at = [where[rows[k].to_numpy()] for k in keys]
        here = np.all([a >= 0 for a in at], axis=0)
        at = [a[here] for a in at]
        value, seen = rows["value"].to_numpy()[here], rows["seen"].to_numpy()[here]
        for spots in (tuple(at), tuple(at[::-1])) if dyad else (tuple(at),):
            out[spots] = 1.0 if feed.factor is None else value * feed.factor
            year_seen[spots] = seen
            status[spots] = np.where(seen == year, OBSERVED, IMPUTED)
    if dyad:
        np.fill_diagonal(out, 0.0)
        if not variable.directed:
            out = np.fmax(out, out.T)
    key = f"{feed.source} {spec.version}"
    return out, Provenance((key,), np.zeros(out.shape, np.int16), year_seen, status)


def _scored(year: int, place: Mapping[int, int]) -> tuple[Array, Provenance]:
    """Return regimes as Polity scored the year; in a transition, the last score before it."""
    values, p = _array("regime", year, place, 0)
    frame = yearly("polity5", ["polity_polity"], "cow").rename({"polity_polity": "value"})
    frame = frame.filter(pl.col("year").is_between(year - 10, year)).drop_nulls("value")
    values[:], p.year[:], p.status[:] = np.nan, 0, OBSERVED
    for state, when, value in frame.sort("year").select("state", "year", "value").iter_rows():
        if state in place:
            at = place[state]
            values[at], p.year[at] = 0.1 * value, when
            p.status[at] = OBSERVED if when == year else IMPUTED
    return values, p


def _large(year: int, place: Mapping[int, int]) -> tuple[Array, Provenance]:
    """Return who has a twentieth of capability: by CINC of the year, or the last of ten before."""
    _, p = _array("population", year, place, 0)
    frame = yearly("cow_nmc", ["cinc"], "cow").drop_nulls("cinc")
    frame = frame.filter(pl.col("year").is_between(year - CARRY, year)).sort("year")
    out = np.full(len(place), np.nan)
    for state, when, value in frame.select("state", "year", "cinc").iter_rows():
        if state in place:
            out[place[state]], p.year[place[state]] = float(value > LARGE), when
    p.status[:] = np.where(p.year == year, OBSERVED, IMPUTED)
    return out, p


def _carry(
    name: str, year: int, place: Mapping[int, int], most: int, known: tuple[Array, Provenance]
) -> None:
    """Fill in what is unknown with the last value of the years before."""
    out, p = known
    feed, dyad = FEEDS[name], VARIABLES[name].dims == "dyad"
    if dyad and name not in CARRIED:
        return
    spec = catalogue[feed.source].spec
    last = spec.coverage[spec.version][1]
    if dyad and not last < year <= last + most:
        return
    for before in (last,) if dyad else range(year - 1, year - most - 1, -1):
        if not np.isnan(out).any():
            return
        old, seen = _array(name, before, place, 0)
        new = np.isnan(out) & ~np.isnan(old)
        out[new], p.year[new], p.status[new] = old[new], seen.year[new], IMPUTED


def _remembered(
    year: int, place: Mapping[int, int], provenance: dict[str, Provenance]
) -> dict[str, Array]:
    """Return what is remembered of disputes, and note where it comes from.

    After the last year of the record memory fades; its values carry that year.
    """
    memory = remember(year, tuple(place))
    out = {name: getattr(memory, name) for name in REMEMBERED}
    key = " and ".join(f"{k} {catalogue[k].spec.version}" for k in ("gml_dyads", "mid5_dyads"))
    for name, a in out.items():
        if memory.year < year and name in ("onset", "onset_originators"):
            a[:] = np.where(np.eye(len(a), dtype=bool), 0.0, np.nan)
        provenance[name] = Provenance.everywhere(a.shape, key, memory.year)
    return out


def _offices(
    year: int, place: Mapping[int, int], provenance: dict[str, Provenance]
) -> dict[str, Array]:
    """Return for how many years the leader of 31 December has been in office."""
    spec = catalogue["archigos"].spec
    frame, tenure = load("archigos"), np.full(len(place), np.nan)
    if year <= spec.coverage[spec.version][1]:
        day = date(year, 12, 31)
        sitting = (pl.col("until") >= day) | pl.col("until").is_null()
        frame = frame.filter((pl.col("since") <= day) & sitting)
        frame = frame.select("state", "since", pl.lit(year, pl.Int16).alias("year"))
        frame = in_system(frame, ["state"], "gw", "cow").sort("since")
        for state, since in frame.select("state", "since").iter_rows():
            if state in place:
                tenure[place[state]] = year - since.year
    provenance["tenure"] = Provenance.everywhere(tenure.shape, f"archigos {spec.version}", year)
    return {"tenure": tenure}


def _turned(
    year: int, place: Mapping[int, int], provenance: dict[str, Provenance]
) -> dict[str, Array]:
    """Return 1 where the score of the regime is three points or more off that of last year."""
    now, p = _array("regime", year, place, 0)
    before = _array("regime", year - 1, place, 0)[0]
    moved = np.abs(now - before)
    provenance["regime_change"] = Provenance.everywhere(now.shape, p.keys[0], year)
    return {"regime_change": np.where(np.isnan(moved), np.nan, moved > 0.295).astype(np.float64)}


def _grown(
    year: int, place: Mapping[int, int], provenance: dict[str, Provenance]
) -> dict[str, Array]:
    """Return growth of the logarithm of output since last year."""
    now, p = _array("gdp_ppp", year, place, 0)
    before = _array("gdp_ppp", year - 1, place, 0)[0]
    provenance["growth"] = Provenance.everywhere(now.shape, p.keys[0], year)
    return {"growth": np.log(now / before)}


def _sanctions(
    year: int, place: Mapping[int, int], provenance: dict[str, Provenance]
) -> dict[str, Array]:
    """Return who applies sanctions to whom on 31 December, as TIES has it.

    A case counts if sanctions were imposed, from its start to its end. Where
    TIES does not know the end it counts in the year of its start, and is
    unknown in the ten years after. The European Community is its members.
    """
    spec = catalogue["ties"].spec
    first, last = spec.coverage[spec.version]
    n, cases = len(place), load("ties")
    out = np.where(np.eye(n, dtype=bool), 0.0, np.nan)
    provenance["sanction"] = Provenance.everywhere(out.shape, f"ties {spec.version}", year)
    if not first <= year <= last:
        return {"sanction": out}
    out[:] = 0.0
    day = date(year, 12, 31)
    union = next((c for c in embedded_commitments() if c.id == "eu"), None)
    members = union.members(str(day)) if union else ()
    europe = [place[k] for k in (convert(c, "cow", str(day)) for c in members) if k in place]
    cases = cases.filter((pl.col("ties_imposition") == 1) & (pl.col("ties_since") <= day))
    cases = cases.select("ties_since", "ties_until", "ties_senders", "ties_targetstate")
    for since, until, senders, target in cases.iter_rows():
        if until is None:
            value = 1.0 if since.year == year else np.nan if year - since.year <= 10 else 0.0
        else:
            value = 1.0 if until > day else 0.0
        if value == 0.0:
            continue
        sides = [
            [p for k in side for p in (europe if k == 1000 else [place[k]] if k in place else [])]
            for side in (senders or [], [target])
        ]
        for a in sides[0]:
            for b in sides[1]:
                if a != b and out[a, b] != 1.0:
                    out[a, b] = value
    return {"sanction": out}


def _strife(
    year: int, place: Mapping[int, int], provenance: dict[str, Provenance]
) -> dict[str, Array]:
    """Return what is remembered of armed conflict within states; it fades by a tenth a year."""
    out: dict[str, Array] = {}
    for name, of in STRIFE.items() if year >= FIRST_OF_STRIFE else ():
        left = _strife_by_year(of)[year]
        memory = np.array([left.get(LINEAGE.get(state, state), 0.0) for state in place])
        out[name] = memory
        key = f"ucdp_internal {catalogue['ucdp_internal'].spec.version}"
        provenance[name] = Provenance.everywhere(memory.shape, key, year)
    return out


@cache
def _strife_by_year(of: str) -> dict[int, dict[int, float]]:
    """Return what each lineage remembers at the end of each year, in one pass forward."""
    left: dict[int, float] = {}
    out = {}
    for year in range(FIRST_OF_STRIFE, LAST + 1):
        left = {k: KEPT * v for k, v in left.items()}
        rows = _years(of, 0).get(year)
        now = {} if rows is None else {LINEAGE.get(k, k): v for k, v, _ in rows.iter_rows()}
        left |= {k: left.get(k, 0.0) + v for k, v in now.items()}
        out[year] = left
    return out


@cache
def _years(name: str, fill: int) -> dict[int, pl.DataFrame]:
    """Return the values of a variable by year, and the year each was seen in."""
    feed = FEEDS[name]
    dyad = VARIABLES[name].dims == "dyad"
    keys = ["state1", "state2"] if dyad else ["state"]
    frame = yearly(feed.source, [feed.column], "cow").rename({feed.column: "value"})
    frame = frame.with_columns(pl.col("year").alias("seen")).drop_nulls("value")
    if name == "military_spending":
        pounds = pl.col("year") < 1914
        frame = frame.with_columns(pl.when(pounds).then(pl.col("value") * GOLD).otherwise("value"))
    if fill and not dyad and VARIABLES[name].absent != "zero":
        frame = _filled(frame, fill)
    if feed.factor is None:
        frame = frame.with_columns(pl.lit(1.0).alias("value"))
    elif VARIABLES[name].absent == "zero":
        frame = frame.filter(pl.col("value") > 0)
    frame = frame.select("year", *keys, pl.col("value").cast(pl.Float64), "seen")
    parts = frame.partition_by("year", as_dict=True, include_key=False)
    return {int(year): part for (year,), part in parts.items()}


def _filled(frame: pl.DataFrame, most: int) -> pl.DataFrame:
    """Interpolate gaps of up to ``most`` years and carry the last value on as long.

    ``seen`` of a filled value is the year of the last observation before it.
    """
    spans = frame.group_by("state").agg(pl.col("year").min(), pl.col("year").max().alias("end"))
    grid = spans.select(
        "state",
        pl.int_ranges(
            pl.col("year").cast(pl.Int32),
            (pl.col("end").cast(pl.Int32) + most + 1).clip(None, LAST + 1),
        ).alias("year"),
    ).explode("year")
    grid = grid.with_columns(pl.col("year").cast(pl.Int16))
    seen = grid.join(frame, on=["state", "year"], how="left").sort("state", "year")
    known = pl.when(pl.col("value").is_not_null()).then(pl.col("year"))
    return (
        seen.with_columns(
            known.forward_fill().over("state").alias("before"),
            known.backward_fill().over("state").alias("after"),
            pl.col("value").interpolate().over("state").alias("line"),
            pl.col("value").forward_fill().over("state").alias("carried"),
        )
        .with_columns(
            pl.when(pl.col("value").is_not_null())
            .then("value")
            .when(pl.col("after").is_null())
            .then("carried")
            .when(pl.col("after") - pl.col("before") <= most + 1)
            .then("line")
            .alias("value"),
            pl.col("before").alias("seen"),
        )
        .drop_nulls("value")
        .select("state", "year", "value", "seen")
    )
