"""The treaties of two centuries: alliances of ATOP, bodies and arms control, and their terms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from multipolar.commitments import Commitment, Party
from multipolar.embedded import commitments as embedded_commitments
from multipolar.skeleton import crosswalk
from multipolar.sources import load
from multipolar.tables import whole_date


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
    others = (c for c in embedded_commitments() if c.kind in ("body", "arms_control"))
    alliances = (
        Commitment(
            id=f"atop-{row['commitment']}",
            name=f"ATOP alliance {row['commitment']}",
            kind="alliance",
            obligations=tuple(w for k, w in WORDS.items() if row[f"atop_{k}"]),
            parties=tuple(parties.get(row["commitment"], ())),
            signed=_iso(row["atop_since"]),
            in_force=_iso(row["atop_since"]),
            ended=_iso(row["atop_until"]),
            source="atop",
            **_term(row),
        )
        for row in table
    )
    return (*alliances, *others)


WORDS = {
    "defense": "defence", "offense": "offence", "neutral": "neutrality",
    "nonagg": "nonaggression", "consul": "consultation",
}  # fmt: skip
RENEWED = {0: "none", 1: "by agreement", 2: "automatic"}


def _term(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the term of an alliance and its rule of renewal, as the treaty has them."""
    if not row["atop_length"]:
        return {}
    again = row["atop_renewlgt"]
    return {
        "term_years": row["atop_length"] / 12,
        "renewal": RENEWED.get(row["atop_proren"], ""),
        "renewal_years": again / 12 if again else None,
    }


@cache
def in_force_at(year: int) -> tuple[Commitment, ...]:
    """Return the commitments in force at the end of a year, as they stand that day.

    Nothing later is known of them: not who will join or leave, nor when they
    will end. Obligations of an alliance are those of the members' phase at the
    time. ``expires`` is the end of the running term as the treaty has it: its
    length, and the renewals since (as long as the first term, where no other
    length is written). ATOP has one length for an alliance whose terms were
    changed (43 of 745), which may be that of later terms; to leave it out
    would tell that they will change.
    """
    day = f"{year:04d}-12-31"
    listed = crosswalk("cow", "public").filter(pl.col("year") == year)
    names = dict(listed.select("code", "state").iter_rows())
    bound: dict[object, dict[str, Party]] = {}
    duties: dict[object, set[str]] = {}
    on = date(year, 12, 31)
    rows = load("atop_members").filter(
        (pl.col("atopm_since") <= on) & ((pl.col("atopm_until") > on).fill_null(value=True))
    )
    for row in rows.iter_rows(named=True):
        if code := names.get(row["state"]):
            party = Party(code, _iso(row["atopm_since"]), "", "party", "atop_members", "observed")
            bound.setdefault(row["commitment"], {})[code] = party
            held = {w for k, w in WORDS.items() if row[f"atopm_{k}"]}
            duties.setdefault(row["commitment"], set()).update(held)
    out = []
    for c in commitments():
        if not c.alive(day):
            continue
        if c.source == "atop":
            key = int(c.id.removeprefix("atop-"))
            held = duties.get(key, set())
            words = tuple(w for w in WORDS.values() if w in held)
            c = replace(c, obligations=words, parties=tuple(bound.get(key, {}).values()))
        else:
            spells = [p for p in c.parties if whole_date(p.since or c.in_force) <= day]
            later = [p.until and whole_date(p.until, late=True) > day for p in spells]
            spells = [
                replace(p, until="") if late else p for p, late in zip(spells, later, strict=True)
            ]
            c = replace(c, parties=tuple(spells))
        out.append(replace(c, ended="", end_kind="", expires=_running(c, day)))
    return tuple(out)


def _running(c: Commitment, day: str) -> str:
    """Return the end of the running term as it was known on a day, to the month; "" for none."""
    again = round(12 * (c.renewal_years or c.term_years or 0))
    if c.term_years:
        end = _months(c.in_force or c.signed) + round(12 * c.term_years)
    elif c.expires:
        end = _months(c.expires)
        while again and end - again > _months(day):
            end -= again
    else:
        return ""
    while end <= _months(day):
        if not again:
            return ""
        end += again
    return f"{end // 12:04d}-{end % 12 + 1:02d}"


def _months(day: str) -> int:
    """Return months since year 0 of a date, whole or shortened to a month or a year."""
    year, _, rest = whole_date(day).partition("-")
    return 12 * int(year) + int(rest[:2]) - 1


def _iso(date: object) -> str:
    return "" if date is None else str(date)
