"""What the slider of the explorer needs of every year at once."""

from typing import Any

from multipolar.app_cache import Kept
from multipolar.embedded import YEAR, great_power_list, great_power_lists
from multipolar.holdings import CAPTION
from multipolar.holdings import spells as held_ground
from multipolar.registry import FOREVER, State, states
from multipolar.rule import KINDS
from multipolar.skeleton import FIRST

LISTS = ("cow_majors", "p5", "nuclear")
WORDS = ("leader", "second", "third", "gdp_leader", "gdp_second", "gdp_third", "most_common",
         "poles")  # fmt: skip
"""Columns of the table of results that hold names."""


def years() -> dict[str, Any]:
    """Return what the slider needs: who was a state, who held which shape, measures by year.

    Returns
    -------
    dict
        ``first``, ``last``, ``states``, ``holders``, ``great_powers``, ``system``,
        ``borders_caption``. A spell is ``[from, to]``, years whose last day it counts for.
    """
    return _kept(0)


def last() -> int:
    """Return the year of the embedded world."""
    return YEAR


def _made(_: int) -> dict[str, Any]:
    return {
        "first": FIRST, "last": YEAR, "states": named_spells(), "holders": holders(),
        "great_powers": great_powers(), "system": system(), "borders_caption": CAPTION,
    }  # fmt: skip


_kept: Kept[int, dict[str, Any]] = Kept(_made, 1)


def span(state: State) -> list[int] | None:
    """Return the years on whose last day a line of the registry counts, or nothing.

    >>> from multipolar.registry import spells
    >>> [span(s) for s in spells("SUN")]
    [[1922, 1990]]
    """
    first = int(state.since[:4])
    until = state.period.last
    last = YEAR if until == FOREVER else int(until[:4]) - (until[5:] < "12-31")
    first, last = max(first, FIRST), min(last, YEAR)
    return [first, last] if first <= last else None


def named_spells() -> list[dict[str, Any]]:
    """Return every state that ever was, with the years in which it was."""
    found: dict[str, dict[str, Any]] = {}
    for s in states():
        years_ = span(s)
        if years_ is None:
            continue
        one = found.setdefault(s.code, {"code": s.code, "name": s.name, "spells": []})
        one["name"] = s.name
        spells = one["spells"]
        if spells and years_[0] <= spells[-1][1] + 1:
            spells[-1][1] = max(spells[-1][1], years_[1])
        else:
            spells.append(years_)
    return list(found.values())


def holders() -> dict[str, list[list[Any]]]:
    """Return ``shape → [[from, to, code], ...]``: which state held the ground of a shape.

    Years in which no state of the system did, or it is not known, are left out.
    """
    return {
        shape: [[a, YEAR if b is None else b, code] for a, b, code in held if code]
        for shape, held in held_ground().items()
    }


def great_powers() -> dict[str, dict[str, list[list[int]]]]:
    """Return ``list → code → [[from, to], ...]`` for every list of great powers."""
    out: dict[str, dict[str, list[list[int]]]] = {}
    for name in great_power_lists():
        on: dict[str, list[list[int]]] = {}
        for year in range(FIRST, YEAR + 1):
            for code in great_power_list(name, year):
                spells = on.setdefault(code, [])
                if spells and spells[-1][1] == year - 1:
                    spells[-1][1] = year
                else:
                    spells.append([year, year])
        out[name] = on
    return out


def system() -> dict[str, Any]:
    """Return the measures of every year since 1816, column by column; unknown is null."""
    from multipolar.results import results

    table = results()
    columns = [c for c in table.columns if c not in (*KINDS, "year")]
    out: dict[str, Any] = {"years": table["year"].to_list()}
    out |= {name: table[name].to_list() for name in columns}
    return out | {"verdicts": {kind: table[kind].to_list() for kind in KINDS}}


def answer_years(_: object) -> dict[str, Any]:
    """Return what the slider needs to a page."""
    return years()
