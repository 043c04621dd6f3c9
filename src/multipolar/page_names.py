"""What a page names: states, bodies, treaties and dates, as they were at its date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from multipolar.codes import resolve_ever
from multipolar.commitments import Commitment
from multipolar.embedded import commitments
from multipolar.errors import UnknownState
from multipolar.mentions import mentions
from multipolar.page import Page

MONTHS = {name: k + 1 for k, name in enumerate(
    ("January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"))}  # fmt: skip
_MONTH = "|".join(MONTHS)
DAY = re.compile(
    rf"\b(?:({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?|(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH}))\b"
    r"(?:,?\s+(\d{4})\b)?"
)
ISO_DAY = re.compile(r"\b(1[89]\d\d|20\d\d)-(\d\d)(?:-(\d\d))?\b")
DECADE = re.compile(r"\b((?:1[89]|20)\d0|[2-9]0)s\b")
YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
AGREEMENT = (
    r"(?:Treaty|Agreement|Pact|Convention|Charter|Accords?|Alliance|Organi[sz]ation|Union|"
    r"Protocol|Memorandum)"
)
PROPER = re.compile(
    rf"(?:[A-Z][\w’'-]+\s+)*{AGREEMENT}(?:\s+(?:of|on|for|and|the|between|with|in)\s+"
    r"(?:the\s+)?[A-Z][\w’'-]+|\s+[A-Z][\w’'-]+)*"
)
SMALL = {"of", "on", "for", "and", "the", "between", "with", "in", "a", "to", "from"}


@dataclass(frozen=True, slots=True)
class Name:
    """Something that a page names.

    Parameters
    ----------
    kind
        ``state``, ``body``, ``treaty``, ``sanctions`` or ``date``.
    text
        As it is called first.
    meaning
        Code of the state, id of the commitment, or the date; empty if it is not known.
    times
        How often it is named.
    note
        What was taken for granted, or why it is not known.
    """

    kind: str
    text: str
    meaning: str
    times: int = 1
    note: str = ""


def names_in(page: Page, date: str) -> list[Name]:
    """Return what the article of a page names, in the order of first mention within each kind.

    Parameters
    ----------
    page
        From ``read_page``.
    date
        When it was written: names mean what they meant then.
    """
    text = "\n\n".join(p.text for p in page.article)
    states = _states(text, date)
    here = {n.meaning for n in states if n.meaning}
    return [*states, *_agreements(text, date, here), *_dates(text, date)]


def _states(text: str, date: str) -> list[Name]:
    out = []
    for m in mentions(text, date):
        if m.code:
            out.append(Name("state", m.text, m.code))
            continue
        try:
            code = "" if " or " in m.why else resolve_ever(m.text)
        except UnknownState:
            code = ""
        gone = f"not a state at {date}; what it last meant" if code else m.why
        out.append(Name("state", m.text, code, 1, gone))
    return _counted(out)


def _counted(found: Iterable[Name]) -> list[Name]:
    """Return names with how often each is said, by what they mean."""
    out: dict[tuple[str, str, str], Name] = {}
    for n in found:
        key = (n.kind, n.meaning or n.text, n.note)
        times = out[key].times + 1 if key in out else 1
        first = out.get(key, n)
        out[key] = Name(n.kind, first.text, n.meaning, times, n.note)
    return list(out.values())


@cache
def _known() -> tuple[tuple[re.Pattern[str], Commitment], ...]:
    """Return the ways in which each commitment is called, the longest first."""
    ways = []
    for c in commitments():
        whole = re.sub(r"\([^)]*\)", " ", c.name).strip()
        calls = {whole, re.split(r"\s+(?:between|with)\s+", whole)[0]}
        calls |= {w for w in re.findall(r"\(([^)]*)\)", c.name) if re.fullmatch(r"[A-Z][\w.-]+", w)}
        calls |= {whole.removesuffix(" Treaty")} if len(whole.split()) > 2 else set()
        short = re.fullmatch(r"[a-z]{3,6}", c.id)
        calls |= {c.id.upper()} if short or c.id in ("g7", "g20", "eu", "un") else set()
        for call in calls:
            if len(call.split()) > 1 or call.isupper() or c.kind == "body":
                ways.append((_pattern(call), len(call), c))
    ways.sort(key=lambda w: -w[1])
    return tuple((p, c) for p, _, c in ways)


def _pattern(call: str) -> re.Pattern[str]:
    """Return what matches a name in British and American spelling, with or without commas."""
    words = []
    for word in re.findall(r"[\w’'.+-]+", call):
        spelt = re.escape(word).replace("our", "ou?r").replace("isation", "i[sz]ation")
        words.append(spelt.replace("ization", "i[sz]ation"))
    flags = re.NOFLAG if call.isupper() else re.IGNORECASE
    return re.compile(r"(?<!\w)" + r",?\s+".join(words) + r"(?!\w)", flags)


def _agreements(text: str, date: str, here: set[str]) -> list[Name]:
    """Return bodies and treaties that are named, and names of that kind which are not known."""
    found: list[tuple[int, Name]] = []
    taken: list[tuple[int, int]] = []
    spans: dict[tuple[int, int], list[Commitment]] = {}
    for pattern, c in _known():
        for m in pattern.finditer(text):
            if m.span() in spans:
                spans[m.span()].append(c)
            elif not any(a < m.end() and m.start() < b for a, b in taken):
                taken.append(m.span())
                spans[m.span()] = [c]
    for (a, b), meant in spans.items():
        found.append((a, _meant(text[a:b], meant, date, here)))
    for m in PROPER.finditer(text):
        words = [w for w in m[0].split() if w.lower() not in SMALL]
        if len(words) < 2 or any(a < m.end() and m.start() < b for a, b in taken):
            continue
        if any(n.text == m[0] or "Union" in n.text for n in mentions(m[0], date)):
            continue
        found.append((m.start(), _guess(m[0], date, here)))
    return _counted(n for _, n in sorted(found, key=lambda f: f[0]))


def _kind(c: Commitment) -> str:
    return {"body": "body", "sanction": "sanctions"}.get(c.kind, "treaty")


def _meant(said: str, meant: list[Commitment], date: str, here: set[str]) -> Name:
    """Return the one commitment that a name means: by who is named, then by the date."""
    meant = list({c.id: c for c in meant}.values())
    if len(meant) > 1:
        meant = [c for c in meant if {p.state for p in c.parties} <= here] or meant
        meant = [c for c in meant if c.alive(date)] or meant
    if len(meant) > 1:
        ids = ", ".join(c.id for c in meant[:4])
        return Name(_kind(meant[0]), said, "", 1, f"may be {ids}")
    (c,) = meant
    note = "" if c.alive(date) else f"not in force at {date}"
    return Name(_kind(c), said, c.id, 1, note)


def _guess(said: str, date: str, here: set[str]) -> Name:
    """Return what a name that is not known may be: a treaty of the states named, of like words."""
    own = _stems(said)
    like = {
        c.id: len(own & _stems(c.name)) for c in commitments()
        if c.kind != "sanction" and c.alive(date) and {p.state for p in c.parties} <= here
    }  # fmt: skip
    most = max(like.values(), default=0)
    near = [name for name, shared in like.items() if shared == most]
    told = "not known by that name"
    if most >= 2 and len(near) == 1:
        told += f"; perhaps {near[0]}"
    return Name("treaty", said, "", 1, told)


def _stems(text: str) -> set[str]:
    """Return the beginnings of the longer words of a name."""
    return {w[:6].lower() for w in re.findall(r"[A-Za-z]{5,}", text)} - {"treaty", "agreem"}


def _dates(text: str, date: str) -> list[Name]:
    """Return dates that are named; a day without a year is given that of the page."""
    found: list[tuple[int, int, Name]] = []

    def note(m: re.Match[str], meaning: str, told: str = "") -> None:
        if not any(a < m.end() and m.start() < b for a, b, _ in found):
            found.append((m.start(), m.end(), Name("date", m[0], meaning, 1, told)))

    for m in ISO_DAY.finditer(text):
        note(m, m[0])
    for m in DAY.finditer(text):
        month, day, year = MONTHS[m[1] or m[4]], int(m[2] or m[3]), m[5]
        if not 1 <= day <= 31:
            note(m, "", "no day of a month")
            continue
        told = "" if year else "the year is taken from the date of the page"
        note(m, f"{year or date[:4]}-{month:02d}-{day:02d}", told)
    for m in DECADE.finditer(text):
        full = m[1] if len(m[1]) == 4 else f"19{m[1]}"
        note(m, f"{full}s", "" if len(m[1]) == 4 else "the century is taken for granted")
    for m in YEAR.finditer(text):
        note(m, m[0])
    return _counted(n for _, _, n in sorted(found, key=lambda f: f[0]))
