"""The world of today, which the package carries with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from multipolar.commitments import STATUSES, Commitment, read_commitments
from multipolar.errors import UnknownName
from multipolar.provenance import IMPUTED, STATUS, Provenance
from multipolar.tables import Row, packaged, read_table
from multipolar.ties import commitment_ties, great_circle, trade_flows
from multipolar.variables import VARIABLES
from multipolar.world import World

YEAR = 2025
"""The embedded world stands at the end of this year."""

THEMES = ("alliances", "arms_control", "bodies", "sanctions")


@dataclass(frozen=True, slots=True)
class State:
    """Name and place of one state of today."""

    code: str
    name: str
    region: str
    capital: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Source:
    """One row of ``sources.csv``: a text or data set that values come from."""

    key: str
    title: str
    publisher: str
    year: str
    licence: str
    url: str
    note: str


@cache
def states() -> dict[str, State]:
    """Return the 197 states of today by code, sorted."""
    columns = ("state", "name", "region", "capital", "lat", "lon")
    return {
        row["state"]: State(
            row.required("state"),
            row.required("name"),
            row["region"],
            row["capital"],
            row.number("lat", -90, 90),
            row.number("lon", -180, 180),
        )
        for row in read_table(packaged("states.csv"), columns)
    }


@cache
def sources() -> dict[str, Source]:
    """Return every source that a value or row of the embedded world names, by key."""
    columns = ("key", "title", "publisher", "year", "licence", "url", "note")
    rows = read_table(packaged("sources.csv"), columns)
    return {row["key"]: Source(*(row[c] for c in columns)) for row in rows}


@cache
def commitments() -> tuple[Commitment, ...]:
    """Return every alliance, agreement, body and sanctions regime of the embedded tables."""
    tables = ((packaged(f"{t}.csv"), packaged(f"{t}_parties.csv")) for t in THEMES)
    return tuple(c for table, parties in tables for c in read_commitments(table, parties))


@cache
def today() -> World:
    """Return the embedded world: about 197 states at the end of 2025, no network needed.

    Values are the latest observed (most of 2023 to 2025) and carry their year
    and source; imputed ones are flagged, and ``today().observed()`` blanks
    them. What the tables are and who made them: ``docs/embedded-world.md``.

    Examples
    --------
    >>> world = today()
    >>> world.year, len(world.states)
    (2025, 197)
    >>> world.origin("population", "India").status
    'observed'
    """
    codes = tuple(states())
    builder = _Builder({c: i for i, c in enumerate(codes)}, {}, {})
    for state in states().values():
        builder.put("lat", (state.code,), state.lat, ("factbook", 0, "observed"))
        builder.put("lon", (state.code,), state.lon, ("factbook", 0, "observed"))
    columns = ("state", "variable", "value", "year", "source", "status")
    for row in read_table(packaged("values.csv"), columns):
        variable = VARIABLES.get(row["variable"])
        if variable is None or variable.dims != "state":
            row.fail("variable", "a state variable of variables.csv")
        value = row.number("value", variable.low, variable.high)
        builder.put(variable.name, (builder.code(row, "state"),), value, _origin(row))
    _read_pairs(builder)
    arrays, provenance = builder.arrays, builder.finished()
    arrays["distance"] = great_circle(arrays["lat"], arrays["lon"])
    arrays["trade"], imputed = trade_flows(
        (arrays["exports"], arrays["imports"]),
        (arrays["export_share"], arrays["import_share"]),
        arrays["distance"],
    )
    provenance["trade"] = Provenance(
        ("factbook_product", "impute_trade"),
        imputed.astype(np.int16),
        np.broadcast_to(np.int16(2023), imputed.shape),
        (imputed * IMPUTED).astype(np.int8),
    )
    arrays |= commitment_ties(commitments(), codes, f"{YEAR}-12-31")
    return World(YEAR, codes, arrays, provenance=provenance, commitments=commitments())


def _read_pairs(builder: "_Builder") -> None:
    for row in read_table(packaged("borders.csv"), ("a", "b", "km", "source", "status")):
        a, b = builder.code(row, "a"), builder.code(row, "b")
        for pair in ((a, b), (b, a)):
            builder.put("border", pair, row.number("km", 0), _origin(row))
    columns = ("state", "side", "partner", "share", "year", "source", "status")
    for row in read_table(packaged("trade.csv"), columns):
        side = row.choice("side", ("exports", "imports"))
        pair = (builder.code(row, "state"), builder.code(row, "partner"))
        builder.put(f"{side[:-1]}_share", pair, row.number("share", 0, 1), _origin(row))
    for row in read_table(packaged("rivalries.csv"), ("a", "b", "since", "kind", "source")):
        a, b = builder.code(row, "a"), builder.code(row, "b")
        for pair in ((a, b), (b, a)):
            builder.put("rivalry", pair, 1.0, _origin(row))
    for row in read_table(packaged("wars.csv"), ("a", "b", "since", "source", "status", "note")):
        a, b = builder.code(row, "a"), builder.code(row, "b")
        for pair in ((a, b), (b, a)):
            builder.put("war", pair, 1.0, _origin(row))


def _origin(row: Row) -> tuple[str, int, str]:
    year = row.year("year") if row.fields.get("year") else 0
    return row.required("source"), year, row.choice("status", STATUSES)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Arrays under construction, with the origin of every cell that was put."""

    place: Mapping[str, int]
    arrays: dict[str, npt.NDArray[np.float64]]
    origins: dict[str, list[tuple[tuple[int, ...], tuple[str, int, str]]]]

    def code(self, row: Row, column: str) -> str:
        if row[column] not in self.place:
            row.fail(column, "the code of one of the states in states.csv")
        return row[column]

    def put(
        self, name: str, codes: tuple[str, ...], value: float, origin: tuple[str, int, str]
    ) -> None:
        if name not in self.arrays:
            fill = 0.0 if VARIABLES[name].absent == "zero" else np.nan
            self.arrays[name] = np.full((len(self.place),) * len(codes), fill)
            if len(codes) > 1:
                np.fill_diagonal(self.arrays[name], 0.0)
            self.origins[name] = []
        at = tuple(self.place[c] for c in codes)
        self.arrays[name][at] = value
        self.origins[name].append((at, origin))

    def finished(self) -> dict[str, Provenance]:
        out = {}
        for name, cells in self.origins.items():
            keys = tuple(dict.fromkeys(["", *(origin[0] for _, origin in cells)]))
            shape = self.arrays[name].shape
            source, year = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
            status = np.zeros(shape, np.int8)
            for at, (key, y, s) in cells:
                source[at], year[at], status[at] = keys.index(key), y, STATUS.index(s)
            out[name] = Provenance(keys, source, year, status)
        return out


def source(key: str) -> Source:
    """Return a source by its key.

    Raises
    ------
    UnknownName
        No source has that key.
    """
    if key not in sources():
        msg = f"no source is called {key!r}"
        raise UnknownName(msg)
    return sources()[key]


def great_power_list(name: str, year: int) -> tuple[str, ...]:
    """Return the states on a named list of great powers at the end of a year.

    Raises
    ------
    UnknownName
        There is no such list; the message names those there are.
    DataError
        A line of the table is wrong.
    """
    if name not in _great_powers():
        lists = ", ".join(_great_powers())
        msg = f"no list of great powers is called {name!r}; there are: {lists}"
        raise UnknownName(msg)
    on = f"{year:04d}-12-31"
    return tuple(sorted(s for s, since, until in _great_powers()[name] if since <= on < until))


@cache
def _great_powers() -> dict[str, list[tuple[str, str, str]]]:
    lists: dict[str, list[tuple[str, str, str]]] = {}
    columns = ("list", "state", "since", "until", "source", "status")
    for row in read_table(packaged("great_powers.csv"), columns):
        spell = row.date("since") or "0000", row.date("until") or "9999"
        lists.setdefault(row.required("list"), []).append((row.required("state"), *spell))
    return lists


def great_power_lists() -> list[str]:
    """Return the names of the lists of great powers."""
    return list(_great_powers())
