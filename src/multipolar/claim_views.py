"""Claims and their verdicts as tables. No science in here."""

from collections.abc import Mapping, Sequence

from multipolar.claim import Claims
from multipolar.claim_check import Verdict
from multipolar.claim_series import Series
from multipolar.output import Cell, Table


def verdict_tables(claims: Claims, verdicts: Sequence[Verdict]) -> list[Table]:
    """Return the verdicts, and the evidence of each."""
    rows: list[list[Cell]] = [[v.claim.name, v.verdict, v.claim.reads, v.why] for v in verdicts]
    note = "Thresholds stand in the file. A verdict is about the tests in it, not about who spoke."
    first = Table(claims.title, ("claim", "verdict", "read as", "why"), rows, {}, note)
    return [first, *(_evidence(v) for v in verdicts if v.outcomes)]


def _evidence(v: Verdict) -> Table:
    rows: list[list[Cell]] = [
        [o.answer, o.test, o.numbers, o.would_decide, o.source] for o in v.outcomes
    ]
    title = f"{v.claim.name}: {v.verdict}"
    note = f'"{v.claim.quote}" — {v.claim.speaker}, {v.claim.date} ({v.claim.source})'
    return Table(title, ("answer", "definition", "found", "would decide", "source"), rows, {}, note)


def series_table(found: Sequence[Series]) -> Table:
    """Return the series that take no state."""
    rows: list[list[Cell]] = [
        [s.name, s.meaning, "yes" if s.needs_files else "no", s.source] for s in found
    ]
    note = (
        "Also share.<variable>.<state>, leads.<variable>.<state>, near.<state>+<state>, "
        "near.separatism.<state>, near.insurgency.<state>, pair.<variable>.<state>.<state>, "
        "joint.disputes.<state>.<state> and joint.actions.<state>.<state>."
    )
    return Table("Series", ("series", "meaning", "needs files", "source"), rows, {}, note)


def record_table(records: Sequence[Mapping[str, Cell]], title: str) -> Table:
    """Return records as a table."""
    columns = tuple(records[0]) if records else ("nothing",)
    return Table(title, columns, [[r[c] for c in columns] for r in records], {})
