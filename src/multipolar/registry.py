"""The registry: what a state is and was, and what came before and after it.

Reads ``registry.csv``: dated spells of statehood, each with the codes of
ISO 3166, the Correlates of War project (COW) and Gleditsch and Ward (GW).
`multipolar.codes` asks it which state a code or name means at a date.
"""

from dataclasses import dataclass, fields
from functools import cache
from typing import Literal, NamedTuple, get_args

from multipolar.errors import UnknownState, suggest
from multipolar.tables import Row, packaged, read_table

FOREVER = "9999-12-31"
HELP = "Type an ISO 3166 code (DEU), a COW number (255), 'gw:260', 'cowc:GMY' or an English name"

Number = Literal["cow", "gw"]


class Period(NamedTuple):
    """First and last day, as ISO dates."""

    first: str
    last: str

    def meets(self, other: "Period") -> bool:
        """Tell whether two periods share a day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        if self == (f"{self.first[:4]}-01-01", f"{self.first[:4]}-12-31"):
            return self.first[:4]
        return f"since {self.first}" if self.last == FOREVER else " to ".join(dict.fromkeys(self))


@dataclass(frozen=True, slots=True)
class State:
    """A spell of a state under one set of codes: a line of ``registry.csv``.

    Lines of one code never overlap. The COW and GW spells that meet the line
    are given with their own, whole dates. Empty until: still there. Empty or
    None code: there is none.
    """

    code: str
    name: str
    iso3: str
    iso2: str
    since: str
    until: str
    cow: int | None
    cowc: str
    cow_since: str
    cow_until: str
    gw: int | None
    gwc: str
    gw_since: str
    gw_until: str
    predecessor: tuple[str, ...]
    successor: tuple[str, ...]

    @property
    def period(self) -> Period:
        """The days of this line."""
        return Period(self.since, self.until or FOREVER)

    def listed(self, system: str) -> Period | None:
        """Return the days of this line on which COW or GW lists the state, if any."""
        since, until = {
            "cow": (self.cow_since, self.cow_until),
            "gw": (self.gw_since, self.gw_until),
        }[system]
        first, last = max(self.since, since), min(self.period.last, until or FOREVER)
        return Period(first, last) if since and first <= last else None


@cache
def states() -> tuple[State, ...]:
    """Return every line of the registry, by code and date."""
    columns = [f.name for f in fields(State)]
    return tuple(_state(row, columns) for row in read_table(packaged("registry.csv"), columns))


def _state(row: Row, columns: list[str]) -> State:
    for name in ("since", "until", "cow_since", "cow_until", "gw_since", "gw_until"):
        row.date(name)
    numbers = {n: int(row.number(n, 1, 9999)) if row[n] else None for n in get_args(Number)}
    kin = {n: tuple(filter(None, row[n].split(";"))) for n in ("predecessor", "successor")}
    return State(**({n: row[n] for n in columns} | numbers | kin))  # type: ignore[arg-type]


def spells(code: str) -> tuple[State, ...]:
    """Return the registry lines of one public code, oldest first."""
    found = _by_code().get(code, ())
    if not found:
        msg = f"no public code {shown(code)}{suggest(str(code)[:60], _by_code())} {HELP}"
        raise UnknownState(msg)
    return found


@cache
def _by_code() -> dict[str, tuple[State, ...]]:
    codes = dict.fromkeys(s.code for s in states())
    return {code: tuple(s for s in states() if s.code == code) for code in codes}


def successors(code: str) -> list[str]:
    """List what a state became or joined, and what left it, sorted.

    >>> successors("CSK"), successors("PAK")
    (['CZE', 'SVK'], ['BGD'])
    """
    became = {c for s in spells(code) for c in s.successor}
    return sorted((became | {s.code for s in states() if code in s.predecessor}) - {code})


def predecessors(code: str) -> list[str]:
    """List the states that a state was formed from or left, sorted.

    >>> predecessors("YEM"), predecessors("BGD")
    (['YAR', 'YMD'], ['PAK'])
    """
    return sorted({c for s in spells(code) for c in s.predecessor} - {code})


def same_actor(a: str, b: str, system: Number = "cow") -> bool:
    """Tell whether two public codes ever share a number, as RUS and SUN share COW 365.

    >>> same_actor("RUS", "SUN"), same_actor("YUG", "SRB"), same_actor("YUG", "SRB", "gw")
    (True, True, False)
    """
    first, second = ({getattr(s, system) for s in spells(c)} - {None} for c in (a, b))
    return a == b or bool(first & second)


def shown(text: object) -> str:
    """Return what was typed as a message quotes it, cut to 60 letters."""
    quoted = repr(text)
    return quoted if len(quoted) <= 60 else f"{quoted[:57]}..."
