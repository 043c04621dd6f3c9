"""The story of a pair of states: what bound them, what divided them, year by year."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import polars as pl

from multipolar import embedded
from multipolar.codes import resolve_ever
from multipolar.commitments import Commitment
from multipolar.errors import MissingData, UnknownState
from multipolar.grains import yearly
from multipolar.history import commitments as historical
from multipolar.registry import same_actor, spells, states
from multipolar.skeleton import dyad_years
from multipolar.sources import catalogue, load
from multipolar.tables import packaged, read_table, whole_date


@dataclass(frozen=True, slots=True)
class Happening:
    """One dated thing between two states, and the source that says so."""

    date: str
    kind: str
    what: str
    source: str


SERIES = {
    "alliance": ("atop_dyads", "atopdd_defense"),
    "dispute": ("mid5_dyads", "mid5_ongoing"),
    "hostility": ("mid5_dyads", "mid5_hostlev"),
    "contiguity": ("cow_contiguity", "contiguity_type"),
    "shared bodies": ("cow_igo_dyad", "igo_shared"),
    "vote agreement": ("un_agreement", "un_agree3"),
    "vote similarity": ("un_agreement", "un_s"),
}
"""What is known of a pair by year: name → source and column."""

TREATIES = ("alliance", "partnership")


def story(one: object, other: object) -> list[Happening]:
    """Return what happened between two states, oldest first.

    A state and its predecessors under the same Correlates of War number are
    one actor (Russia and the Soviet Union). Treaties with more than a dozen
    parties are left out. Where publishers' files are not at hand, what the
    package carries is told.

    Parameters
    ----------
    one, other
        Codes or names of today or of any time.

    Returns
    -------
    list of Happening

    Raises
    ------
    UnknownState
        A state is unknown, or both are the same.
    """
    a, b = _lines(one, other)
    found = [*_commitments(embedded.commitments(), a, b), *_rivalry(a, b)]
    for tell in (_alliances, _disputes, _wars):
        try:
            found += tell(a, b)
        except MissingData as error:
            found.append(Happening("", "note", str(error), ""))
    return sorted(dict.fromkeys(found), key=lambda h: (h.date or "9999", h.kind, h.what))


def pair_series(one: object, other: object) -> pl.DataFrame:
    """Return what is known of a pair by year: one row a year in which both existed.

    Returns
    -------
    polars.DataFrame
        ``year`` and a column for each of ``SERIES`` whose files are at hand;
        unknown is null.

    Raises
    ------
    UnknownState
        A state is unknown, or both are the same.
    """
    both = _both(*_lines(one, other))
    frame = dyad_years(1816, 2024).filter(both).select("year").unique()
    for name, (source, column) in SERIES.items():
        try:
            seen = yearly(source, [column], "cow").filter(both)
        except MissingData:
            continue
        spec = catalogue[source].spec
        seen = seen.group_by("year").agg(pl.col(column).max().alias(name))
        frame = frame.join(seen, on="year", how="left")
        if spec.absent == "zero":
            inside = pl.col("year").is_between(*spec.coverage[spec.version])
            frame = frame.with_columns(
                pl.when(inside).then(pl.col(name).fill_null(0)).otherwise(pl.col(name)).alias(name)
            )
    return frame.sort("year")


def _lines(one: object, other: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    a, b = _line(one), _line(other)
    if set(a) & set(b):
        msg = f"{one!r} and {other!r} are the same state; needed two"
        raise UnknownState(msg)
    return a, b


def _line(state: object) -> tuple[str, ...]:
    """Return the public codes under one COW number, of all times."""
    code = resolve_ever(state)
    number = spells(code)[-1].cow
    same = {code, *(x for x in _all_codes() if same_actor(code, x))}
    return tuple(sorted(same)) if number else (code,)


def _all_codes() -> Iterable[str]:
    return dict.fromkeys(s.code for s in states())


def _numbers(line: tuple[str, ...]) -> list[int]:
    """Return every COW number of a state: two for Germany, 255 and 260."""
    numbers = sorted({s.cow for code in line for s in spells(code) if s.cow})
    if not numbers:
        msg = f"{line[0]} has no number of the Correlates of War"
        raise UnknownState(msg)
    return numbers


def _both(a: tuple[str, ...], b: tuple[str, ...]) -> pl.Expr:
    """Return which rows of dyads are of the pair, in either order."""
    one, other = (_numbers(line) for line in (a, b))
    forth = pl.col("state1").is_in(one) & pl.col("state2").is_in(other)
    return forth | (pl.col("state1").is_in(other) & pl.col("state2").is_in(one))


def _commitments(
    known: Iterable[Commitment], a: tuple[str, ...], b: tuple[str, ...], most: int = 12
) -> Iterable[Happening]:
    for c in known:
        together = _together(c, a, b)
        if not together or len({p.state for p in c.parties}) > most:
            continue
        words = f" ({', '.join(c.obligations)})" if c.obligations else ""
        kind = c.kind.replace("_", " ")
        signed = c.signed or c.in_force
        for since, until in together:
            if since == signed:
                verb = {"sanction": "begins", "body": "founded"}.get(c.kind, "signed")
            else:
                verb = "one on the other" if c.kind == "sanction" else "both in it"
            if since:
                yield Happening(since, kind, f"{c.name}: {verb}{words}", c.source)
            if until and until != c.ended:
                yield Happening(until, kind, f"{c.name}: no longer both in it", c.source)
            elif until:
                yield Happening(until, kind, f"{c.name}: {c.end_kind or 'ended'}", c.source)
            elif c.expires:
                yield Happening(c.expires, kind, f"{c.name}: its term ends", c.source)
        if c.note and c.kind == "partnership":
            yield Happening(together[0][0], "note", c.note, c.source)


def _together(c: Commitment, a: tuple[str, ...], b: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return from when until when both were parties, or one was sanctioned by the other.

    A spell that begins within a month of the end of another goes on with it,
    as that of Russia with that of the Soviet Union.
    """
    parties = c.parties
    if c.kind == "sanction" and any(p.state == "EU" for p in parties):
        union = next((u.parties for u in embedded.commitments() if u.id == "eu"), ())
        parties = (*parties, *(replace(p, role="sender") for p in union if p.role == "party"))
    ones, others = ([p for p in parties if p.state in line] for line in (a, b))
    found = []
    for p, q in product(ones, others):
        if {p.role, q.role} not in _FACING.get(c.kind, ({"party"}, {"party", "guarantor"})):
            continue
        since = max(c.signed or c.in_force, p.since, q.since)
        until = min((d for d in (p.until, q.until, c.ended) if d), default="")
        if not until or whole_date(since or "0001") <= whole_date(until, late=True):
            found.append((since, until))
    merged: list[tuple[str, str]] = []
    for since, until in sorted(found):
        if merged and _soon(merged[-1][1], since):
            merged[-1] = (merged[-1][0], until and max(merged[-1][1], until))
        elif not merged or merged[-1][1]:
            merged.append((since, until))
    return merged


_FACING = {"sanction": ({"sender", "target"},)}
"""Roles of the two that make a commitment one between them, where not those of parties."""


def _soon(end: str, start: str) -> bool:
    """Tell whether a spell begins no later than 31 days after the end of another."""
    if not end or not start:
        return False
    last, first = (date.fromisoformat(whole_date(d, late=d == end)) for d in (end, start))
    return (first - last).days <= 31


def _rivalry(a: tuple[str, ...], b: tuple[str, ...]) -> Iterable[Happening]:
    for row in read_table(packaged("rivalries.csv"), ("a", "b", "since", "kind", "source")):
        if {row["a"], row["b"]} & set(a) and {row["a"], row["b"]} & set(b):
            said = f"listed as rivals today ({row['kind']})"
            yield Happening(row["since"], "rivalry", said, row["source"])


def _alliances(a: tuple[str, ...], b: tuple[str, ...]) -> list[Happening]:
    """Return the alliances of ATOP that the embedded tables do not tell of the same year."""
    told = {
        date[:4]
        for c in embedded.commitments()
        if c.kind in TREATIES and _together(c, a, b)
        for date in (c.signed, c.in_force)
    }
    atop = [c for c in historical() if c.source == "atop" and c.in_force[:4] not in told]
    return list(_commitments(atop, a, b))


def _disputes(a: tuple[str, ...], b: tuple[str, ...]) -> list[Happening]:
    words = {1: "no militarized action", 2: "threat to use force", 3: "display of force",
             4: "use of force", 5: "war"}  # fmt: skip
    sides = load("mid_participants")
    one = sides.filter(pl.col("state").is_in(_numbers(a)))
    other = sides.filter(pl.col("state").is_in(_numbers(b)))
    pairs = one.join(other, on="commitment", suffix="_other").filter(
        (pl.col("midp_side_a") != pl.col("midp_side_a_other"))
        & (pl.col("midp_since") <= pl.col("midp_until_other"))
        & (pl.col("midp_since_other") <= pl.col("midp_until"))
    )
    out = []
    for row in pairs.iter_rows(named=True):
        level = max(row["midp_hostlev"] or 0, row["midp_hostlev_other"] or 0)
        said = f"militarized dispute {row['commitment']}: {words.get(level, 'level unknown')}"
        since = max(row["midp_since"], row["midp_since_other"])
        out.append(Happening(str(since), "dispute", said, "mid_participants"))
    return out


def _wars(a: tuple[str, ...], b: tuple[str, ...]) -> list[Happening]:
    frame = load("cow_war_inter_dyads")
    years = frame.filter(_both(a, b))["year"].unique().sort().to_list()
    return [
        Happening(str(y), "war", "interstate war between them", "cow_war_inter_dyads")
        for y in years
        if y - 1 not in years
    ]
