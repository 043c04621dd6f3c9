"""Two centuries as Worlds: any year since 1816, the same variables as today.

Every array is read from a publisher's file that you have (see
``multipolar data``), in the units of the vocabulary, with its source beside
each value. Outside a source's coverage values are unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from multipolar.codes import convert, members
from multipolar.commitments import Commitment, Party
from multipolar.embedded import YEAR, today
from multipolar.embedded import commitments as embedded_commitments
from multipolar.errors import MeasureError, MissingData
from multipolar.grains import yearly
from multipolar.memory import remember
from multipolar.provenance import IMPUTED, OBSERVED, Provenance
from multipolar.skeleton import FIRST, crosswalk
from multipolar.sources import catalogue, load
from multipolar.ties import great_circle
from multipolar.variables import VARIABLES
from multipolar.world import World

LAST = 2024
"""The last year of history; the embedded world is the year after."""

GOLD = 4.8665
"""US dollars for a pound sterling at the gold parity, for spending before 1914."""

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

REMEMBERED = (
    "grudge", "peace_years", "past_onsets", "dyad_age", "onset", "onset_originators",
    "belligerence",
)  # fmt: skip
"""World variables worked out from the record of disputes: see ``memory``."""


def at(year: int, *, fill: int = 0) -> World:
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

    Returns
    -------
    World
        The members of the Correlates of War system on 31 December. A variable
        whose source is not there is left out; outside a source's coverage it
        is unknown.

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
    arrays: dict[str, npt.NDArray[np.float64]] = {}
    provenance: dict[str, Provenance] = {}
    absent: list[MissingData] = []
    for name in FEEDS:
        try:
            arrays[name], provenance[name] = _array(name, year, place, fill)
        except MissingData as error:
            absent.append(error)
    if not arrays:
        raise absent[0]
    if year < 1914 and "military_spending" in arrays:
        arrays["military_spending"] = arrays["military_spending"] * GOLD
    if "lat" in arrays:
        arrays["distance"] = great_circle(arrays["lat"], arrays["lon"])
    arrays |= _remembered(year, tuple(place), provenance)
    try:
        known = commitments()
    except MissingData:
        known = ()
    return World(year, codes, arrays, provenance=provenance, commitments=known)


def worlds(first: int = FIRST, last: int = LAST, *, fill: int = 0) -> Iterator[World]:
    """Yield the World of each year."""
    for year in range(first, last + 1):
        yield at(year, fill=fill)


def _array(
    name: str, year: int, place: Mapping[int, int], fill: int
) -> tuple[npt.NDArray[np.float64], Provenance]:
    feed, variable, n = FEEDS[name], VARIABLES[name], len(place)
    spec = catalogue[feed.source].spec
    first, last = spec.coverage[spec.version]
    dyad = variable.dims == "dyad"
    zero = variable.absent == spec.absent == "zero" and first <= year <= last
    out = np.full((n, n) if dyad else (n,), 0.0 if zero else np.nan)
    year_seen = np.zeros(out.shape, np.int16)
    status = np.zeros(out.shape, np.int8)
    keys = ("state1", "state2") if dyad else ("state",)
    for row in _years(name, fill).get(year, _none(keys)).iter_rows():
        *states, value, seen = row
        if all(s in place for s in states) and value is not None:
            spots = tuple(place[s] for s in states)
            for spot in (spots, spots[::-1]) if dyad else (spots,):
                out[spot] = 1.0 if feed.factor is None else value * feed.factor
                year_seen[spot] = seen
                status[spot] = OBSERVED if seen == year else IMPUTED
    if dyad:
        np.fill_diagonal(out, 0.0)
        if not variable.directed:
            out = np.fmax(out, out.T)
    key = f"{feed.source} {spec.version}"
    return out, Provenance((key,), np.zeros(out.shape, np.int16), year_seen, status)


def _remembered(
    year: int, numbers: tuple[int, ...], provenance: dict[str, Provenance]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return what is remembered of disputes, and note where it comes from.

    After the last year of the record memory fades; its values carry that year.
    """
    try:
        memory = remember(year, numbers)
    except MissingData:
        return {}
    out = {name: getattr(memory, name) for name in REMEMBERED}
    key = " and ".join(f"{k} {catalogue[k].spec.version}" for k in ("gml_dyads", "mid5_dyads"))
    for name, a in out.items():
        if memory.year < year and name in ("onset", "onset_originators"):
            a[:] = np.where(np.eye(len(a), dtype=bool), 0.0, np.nan)
        provenance[name] = Provenance.everywhere(a.shape, key, memory.year)
    return out


def _none(keys: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(schema=[*keys, "value", "seen"])


@cache
def _years(name: str, fill: int) -> dict[int, pl.DataFrame]:
    """Return the values of a variable by year, and the year each was seen in."""
    feed = FEEDS[name]
    dyad = VARIABLES[name].dims == "dyad"
    keys = ["state1", "state2"] if dyad else ["state"]
    frame = yearly(feed.source, [feed.column], "cow").rename({feed.column: "value"})
    frame = frame.with_columns(pl.col("year").alias("seen")).drop_nulls("value")
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


@cache
def commitments() -> tuple[Commitment, ...]:
    """Return the alliances of ATOP, and bodies and arms control of the embedded tables.

    Obligations of an alliance are those of the treaty as a whole; dates that
    ATOP leaves open are completed to the first or last possible day.
    """
    table = load("atop").to_dicts()
    names = crosswalk("cow", "public")
    by_code: dict[int, dict[int, str]] = {}
    for number, year, code in names.iter_rows():
        by_code.setdefault(number, {})[year] = code
    parties: dict[object, list[Party]] = {}
    for row in load("atop_members").iter_rows(named=True):
        years = by_code.get(row["state"], {})
        since, until = row["atopm_since"], row["atopm_until"]
        code = years.get(since.year) or next(iter(years.values()), None)
        if code:
            party = Party(code, _iso(since), _iso(until), "party", "atop_members", "observed")
            parties.setdefault(row["commitment"], []).append(party)
    kinds = ("defense", "offense", "neutral", "nonagg", "consul")
    words = ("defence", "offence", "neutrality", "nonaggression", "consultation")
    others = (c for c in embedded_commitments() if c.kind in ("body", "arms_control"))
    alliances = (
        Commitment(
            id=f"atop-{row['commitment']}",
            name=f"ATOP alliance {row['commitment']}",
            kind="alliance",
            obligations=tuple(w for w, k in zip(words, kinds, strict=True) if row[f"atop_{k}"]),
            parties=tuple(parties.get(row["commitment"], ())),
            signed=_iso(row["atop_since"]),
            in_force=_iso(row["atop_since"]),
            ended=_iso(row["atop_until"]),
            source="atop",
        )
        for row in table
    )
    return (*alliances, *others)


def _iso(date: object) -> str:
    return "" if date is None else str(date)
