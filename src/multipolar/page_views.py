"""A page that was read, as tables. No science in here."""

from collections.abc import Sequence

from multipolar.output import Cell, Table
from multipolar.page import Page
from multipolar.page_draft import Draft, Left
from multipolar.page_names import Name

SHOWN = 90
"""Letters of a text that are shown."""


def page_tables(
    page: Page, names: Sequence[Name], drafts: Sequence[Draft], left: Sequence[Left], said: str
) -> list[Table]:
    """Return what a page holds: article and furniture, names, drafts, and what is left."""
    rows: list[list[Cell]] = [["article", len(page.article), _short(page.article[0].text)]]
    why = dict.fromkeys(p.why for p in page.furniture)
    for reason in why:
        own = [p for p in page.furniture if p.why == reason]
        rows.append([reason, len(own), _short(own[0].text)])
    parts = Table(page.title or page.name, ("part", "paragraphs", "first"), rows, {}, said)
    return [parts, _names(names), _drafts(drafts), _left(left)]


def _names(names: Sequence[Name]) -> Table:
    rows: list[list[Cell]] = [[n.kind, n.text, n.meaning or "?", n.times, n.note] for n in names]
    unknown = sum(not n.meaning for n in names)
    note = f"{unknown} of {len(names)} names were not understood." if unknown else ""
    return Table("Named", ("kind", "text", "means", "times", "note"), rows, {}, note)


def _drafts(drafts: Sequence[Draft]) -> Table:
    rows: list[list[Cell]] = [
        [d.name, _short(d.quote), d.reads, ", ".join(dict.fromkeys(_what(t) for t in d.tests))]
        for d in drafts
    ]
    note = "Found by words, not by understanding; for a person to finish."
    return Table("What a measure could test", ("claim", "quote", "read as", "by"), rows, {}, note)


def _what(test: dict[str, object]) -> str:
    return str(test.get("series") or test.get("treaty") or test["test"])


def _left(left: Sequence[Left]) -> Table:
    rows: list[list[Cell]] = [[s.why, _short(s.sentence)] for s in left]
    return Table("Not drafted", ("why", "sentence"), rows, {})


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 3].rstrip() + "..."
