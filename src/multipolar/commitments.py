"""Commitments: alliances, pacts, arms control, bodies and sanctions, with terms.

One record serves them all. A commitment has parties with spells, a signature,
an entry into force, a term with its rule of renewal, and an end. Dates are ISO
strings, whole or shortened to a month or a year; an empty date is none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from multipolar.errors import DataError
from multipolar.tables import Readable, Row, is_date, read_table, whole_date

KINDS = ("alliance", "partnership", "arms_control", "body", "sanction")
OBLIGATIONS = {
    "alliance": ("defence", "offence", "neutrality", "nonaggression", "consultation"),
    "arms_control": ("limit", "ban", "transparency", "nonproliferation"),
    "sanction": ("trade", "financial", "arms", "travel"),
}
OBLIGATIONS["partnership"] = OBLIGATIONS["body"] = OBLIGATIONS["alliance"]
ROLES = ("party", "observer", "sender", "target", "guarantor", "suspended")
STATUSES = ("observed", "imputed", "unverified")
RENEWALS = ("", "automatic", "tacit", "by agreement", "none")
ENDS = (
    "", "expired", "terminated", "withdrawal", "superseded", "dissolved", "lifted",
    "never in force",
)  # fmt: skip
COLUMNS = (
    "id", "name", "kind", "obligations", "signed", "in_force", "term_years", "renewal",
    "renewal_years", "expires", "ended", "end_kind", "source", "status", "note",
)  # fmt: skip
PARTY_COLUMNS = ("id", "state", "since", "until", "role", "source", "status", "note")


@dataclass(frozen=True, slots=True)
class Party:
    """One spell of one state in a commitment."""

    state: str
    since: str
    until: str
    role: str
    source: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """One treaty, body or sanctions regime, with everyone who was ever in it.

    ``expires`` is the end of the running term after the renewals so far;
    ``ended`` is the day it ceased. Obligations follow ATOP's five types
    (Leeds et al. 2002): defence, offence, neutrality, non-aggression and
    consultation.
    """

    id: str
    name: str
    kind: str
    obligations: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    signed: str = ""
    in_force: str = ""
    term_years: float | None = None
    renewal: str = ""
    renewal_years: float | None = None
    expires: str = ""
    ended: str = ""
    end_kind: str = ""
    source: str = ""
    status: str = "observed"
    note: str = ""

    def alive(self, on: str) -> bool:
        """Say whether it was in force on a day (``YYYY-MM-DD``).

        Raises
        ------
        DataError
            That is no date.
        """
        if not is_date(on):
            msg = f"{on!r} is no date; type one such as 2001-07-16, 2001-07 or 2001"
            raise DataError(msg)
        return bool(self.in_force) and _within(on, self.in_force, self.ended)

    def members(self, on: str, role: str = "party") -> tuple[str, ...]:
        """Return who held a role on a day, sorted. A suspended party does not count."""
        if not self.alive(on):
            return ()
        spells = [p for p in self.parties if _within(on, p.since or self.in_force, p.until)]
        suspended = {p.state for p in spells if p.role == "suspended" and role == "party"}
        return tuple(sorted({p.state for p in spells if p.role == role} - suspended))


def _within(day: str, since: str, until: str) -> bool:
    begun = whole_date(since) <= whole_date(day)
    return begun and (not until or whole_date(day) < whole_date(until, late=True))


def in_force(
    commitments: Iterable[Commitment],
    on: str,
    *,
    kind: str | None = None,
    obligation: str | None = None,
) -> Iterator[Commitment]:
    """Yield the commitments in force on a day, of one kind or with one obligation."""
    for c in commitments:
        right_kind = kind is None or c.kind == kind
        if right_kind and (obligation is None or obligation in c.obligations) and c.alive(on):
            yield c


def read_commitments(table: Readable, parties: Readable) -> list[Commitment]:
    """Read a table of commitments and the table of their parties.

    Raises
    ------
    DataError
        A line is wrong, an id stands twice, or a party belongs to no commitment.
    """
    rows: dict[str, Row] = {}
    for row in read_table(table, COLUMNS):
        if row.required("id") in rows:
            row.fail("id", f"an id that is not used yet (line {rows[row['id']].line} has it)")
        rows[row["id"]] = row
    members: dict[str, list[Party]] = {key: [] for key in rows}
    for row in read_table(parties, PARTY_COLUMNS):
        if row["id"] not in members:
            row.fail("id", f"the id of a commitment in {table.name}")
        members[row["id"]].append(_party(row))
    return [_commitment(row, members[key]) for key, row in rows.items()]


def _party(row: Row) -> Party:
    return Party(
        state=row.required("state"),
        since=row.date("since"),
        until=row.date("until"),
        role=row.choice("role", ROLES),
        source=row.required("source"),
        status=row.choice("status", STATUSES),
        note=row["note"],
    )


def _commitment(row: Row, parties: list[Party]) -> Commitment:
    kind = row.choice("kind", KINDS)
    words = tuple(word for word in row["obligations"].split(";") if word)
    if unknown := set(words) - set(OBLIGATIONS[kind]):
        row.fail("obligations", f"of {', '.join(OBLIGATIONS[kind])}, not {', '.join(unknown)}")
    if not parties:
        row.fail("id", "at least one party in the table of parties")
    return Commitment(
        id=row["id"],
        name=row.required("name"),
        kind=kind,
        obligations=words,
        parties=tuple(parties),
        signed=row.date("signed"),
        in_force=row.date("in_force"),
        term_years=row.number("term_years", 0) if row["term_years"] else None,
        renewal=row.choice("renewal", RENEWALS),
        renewal_years=row.number("renewal_years", 0) if row["renewal_years"] else None,
        expires=row.date("expires"),
        ended=row.date("ended"),
        end_kind=row.choice("end_kind", ENDS),
        source=row.required("source"),
        status=row.choice("status", STATUSES),
        note=row["note"],
    )
