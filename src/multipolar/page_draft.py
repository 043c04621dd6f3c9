"""Draft a file of claims from a page: the sentences that a measure could test.

A draft is found by words, not by understanding: a subject that a series of the
package is about, and a word of more or of less. It is for a person to finish.
What is not drafted is listed with the reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from multipolar.mentions import mentions
from multipolar.page import Page
from multipolar.page_names import Name

MORE = re.compile(
    r"\b(?:grow\w*|increas\w+|ris(?:e|es|en|ing)|rose|grew|more|higher|deepen\w*|spread\w*|escalat\w+|"
    r"intensif\w+|expand\w*|strengthen\w*|surg\w+|leap)\b",
    re.IGNORECASE,
)
LESS = re.compile(
    r"\b(?:declin\w+|fall(?:s|en|ing)?|fell|decreas\w+|fewer|less|lower|weaken\w*|shrink\w*|"
    r"break(?:s|ing)?[ -]?down|breakdown|collaps\w+|undermin\w+|erod\w+|erosion|deficit|loss of|"
    r"lack of|dwindl\w+)\b",
    re.IGNORECASE,
)
WISH = re.compile(
    r"\b(?:should|must|ought|rightful\w*|just(?=\s+\w+\s+order)|unjust|fair|unfair|right to|"
    r"unceremonious|legitimate|need to|important tasks?)\b",
    re.IGNORECASE,
)
TO_COME = re.compile(r"\b(?:will|shall|would|emerg\w+|construct\w+|becom(?:e|es|ing)|future)\b",
                     re.IGNORECASE)  # fmt: skip
DENIED = re.compile(r"\b(?:not|never|no longer|hardly|nor)\s+(?:\w+\s+)?$", re.IGNORECASE)
LISTED = re.compile(r"(?:,\s+\w+)*,?\s+and\s+\w+\s+(?:is|are|was|were|have|has|had)\s+(?:\w+\s+)?")
"""What may stand between the first of a list of things and what is said of them all."""
WORDS = 25
"""The longest quotation."""
CLIP = 280
"""Letters of the longest quotation."""
MINUS, BACK = 1, 10
"""Periods end the year before the page, and have so many years."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Words for a subject, the series that are about it, and what they say."""

    words: re.Pattern[str]
    series: tuple[str, ...]
    means: str


def _subject(words: str, series: str, means: str) -> Subject:
    return Subject(re.compile(rf"\b(?:{words})", re.IGNORECASE), tuple(series.split()), means)


SUBJECTS = (
    _subject(r"arms[- ]control", "tables.arms_control_in_force tables.arms_limits_in_force",
             "arms-control agreements in force"),
    _subject(r"unilateral sanctions", "tables.unilateral_sanctions tables.unilateral_share",
             "sanctions of one state alone"),
    _subject(r"(?<!unilateral )sanctions", "tables.sanctions_in_force", "sanctions in force"),
    _subject(r"turbulen\w+|instabilit\w+", "results.share_turnover results.rank_mobility",
             "turnover of shares and ranks of power"),
    _subject(r"conflicts?\b|wars?\b|violence", "world.armed_conflict results.dispute_dyads",
             "states with an armed conflict inside, and pairs in dispute"),
    _subject(r"separatis\w+|secession\w*", "world.separatism",
             "states with an armed conflict over territory"),
    _subject(r"terroris\w+|extremis\w+|insurgen\w+", "world.insurgency",
             "states with an armed conflict over the government; terrorism itself is not counted"),
    _subject(r"trust|agreement in the General Assembly", "world.agreement",
             "agreement of states in the General Assembly"),
    _subject(r"uneven development|inequalit\w+",
             "world.income_spread world.income_spread_of_people",
             "differences of output per head between states"),
    _subject(r"military spending|arms race|factor of power|militari[sz]ation",
             "world.military_burden", "military spending as a share of output"),
    _subject(r"ideolog\w+|polari[sz]ation", "world.position_spread results.polarisation_regimes",
             "how far positions of states lie apart"),
    _subject(r"alliances\b", "tables.alliances_in_force", "alliances in force"),
    _subject(r"concentration of power|hegemon\w*", "results.con", "concentration of power"),
)  # fmt: skip
FIRST = re.compile(r"\b(?:first|largest|biggest|leading|second-largest)\s+econom", re.IGNORECASE)
SHARE = re.compile(r"\b(?:econom\w+|output|GDP|leap)\b", re.IGNORECASE)
SYSTEM = re.compile(r"\bmultipolar\w*", re.IGNORECASE)
POLE = re.compile(r"\b(?:poles?|cent(?:er|re)s?) of (?:world )?power|\ba pole\b", re.IGNORECASE)
AGAINST = re.compile(r"\bnot (?:directed|aimed) (?:against|at)|third (?:countries|states|parties)",
                     re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim that is drafted from a sentence."""

    name: str
    quote: str
    reads: str
    tests: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A sentence of which no claim was drafted, and why."""

    sentence: str
    why: str


def draft(page: Page, date: str, names: Sequence[Name]) -> tuple[list[Draft], list[Left]]:
    """Return claims drafted from the sentences of a page, and the sentences left.

    Parameters
    ----------
    page, names
        From ``read_page`` and ``names_in``.
    date
        When it was written: periods end the year before.
    """
    drafts: list[Draft] = []
    left: list[Left] = []
    for sentence in page.sentences():
        states = list(dict.fromkeys(m.code for m in mentions(sentence, date) if m.code))
        found = _tested(sentence, int(date[:4]), states, names)
        if not found:
            left.append(Left(sentence, _reason(sentence)))
        for reads, tests in found:
            name = f"claim-{len(drafts) + 1}"
            drafts.append(Draft(name, clipped(sentence), reads, tuple(tests)))
    return drafts, left


def clipped(sentence: str) -> str:
    """Return a sentence, or its first words, short enough for a quotation.

    >>> clipped("“It grew.”"), clipped("word " * 40).count("word")
    ('It grew.', 25)
    """
    plain = sentence.strip().strip("\"“”'").strip()
    words = plain.split()
    short = " ".join(words[:WORDS])[:CLIP]
    return short if short == plain else short.rstrip(" ,;:") + " ..."


def _reason(sentence: str) -> str:
    """Say why no claim is drafted of a sentence."""
    if sentence.rstrip().endswith((":", "?")):
        return "an introduction or a question"
    if any(s.words.search(sentence) for s in SUBJECTS):
        return "about something that is measured, but more or less of it was not found"
    if WISH.search(sentence):
        return "a wish or a judgement"
    return "no measure for it was found"


Found = list[tuple[str, list[dict[str, object]]]]


def _tested(sentence: str, year: int, states: Sequence[str], names: Sequence[Name]) -> Found:
    """Return what a sentence may say, each reading with its tests."""
    out: Found = []
    for subject in SUBJECTS:
        if not (m := subject.words.search(sentence)):
            continue
        way = direction(sentence, m.start(), m.end())
        if way:
            periods = [_periods(series, year, way) for series in subject.series]
            out.append((f"{_ways(way)} in the ten years before than in the ten before those: "
                        f"{subject.means}", periods))  # fmt: skip
    out += _of_states(sentence, year, states)
    return out + _of_system(sentence, year, states) + _of_treaties(sentence, states, names)


def _ways(way: str) -> str:
    return "More" if way == "higher" else "Less"


def direction(sentence: str, first: int, last: int) -> str:
    """Return ``higher`` or ``lower`` by the nearest word of either around a place, or nothing.

    >>> direction("growing trust", 8, 13), direction("a growing deficit of trust", 21, 26)
    ('higher', 'lower')
    >>> direction("trust and sanctions", 0, 5), direction("trust is not growing", 0, 5)
    ('', '')
    >>> direction("unrest, fear and doubt have clearly increased", 0, 6)
    'higher'
    """
    near = []
    for way, words in (("higher", MORE), ("lower", LESS)):
        for m in words.finditer(sentence):
            if DENIED.search(sentence[: m.start()]):
                continue
            before = m.end() <= first
            between = sentence[m.end() : first] if before else sentence[last : m.start()]
            gap = first - m.end() if before else m.start() - last
            apart = re.search(r"[,;.]", between) and (before or not LISTED.fullmatch(between))
            if gap >= 0 and not apart:
                near.append((gap, way))
    return min(near)[1] if near else ""


def _periods(series: str, year: int, way: str) -> dict[str, object]:
    end = year - MINUS
    return {"test": "periods", "series": series, "before": [end - 2 * BACK + 1, end - BACK],
            "after": [end - BACK + 1, end], "expects": way}  # fmt: skip


def _of_states(sentence: str, year: int, states: Sequence[str]) -> Found:
    """Return tests of the rank and share of a state that a sentence is about."""
    if FIRST.search(sentence) and states:
        code = _nearest(sentence, FIRST, states)
        return [(f"{code} has the largest output of all states", [
            {"test": "level", "series": f"leads.{v}.{code}", "year": year - MINUS, "above": 0.5}
            for v in ("gdp", "gdp_ppp")
        ])]  # fmt: skip
    if (m := SHARE.search(sentence)) and states:
        way = direction(sentence, m.start(), m.end()) or (
            "higher" if m[0].lower() == "leap" else ""
        )
        code = _nearest(sentence, SHARE, states)
        if way:
            tests = [_periods(f"share.{v}.{code}", year, way) for v in ("gdp", "gdp_ppp")]
            return [(f"{_ways(way)} in the ten years before than in the ten before those: "
                     f"the share of {code} in the world's output", tests)]  # fmt: skip
    return []


def _nearest(sentence: str, what: re.Pattern[str], states: Sequence[str]) -> str:
    """Return the last state that is named before something, or the first of all."""
    found = what.search(sentence)
    end = found.start() if found else len(sentence)
    before = [m.code for m in mentions(sentence[:end]) if m.code in states]
    return before[-1] if before else states[0]


def _of_system(sentence: str, year: int, states: Sequence[str]) -> Found:
    """Return forecasts of a system or a pole to come."""
    if not TO_COME.search(sentence):
        return []
    frame = {"test": "forecast", "scenario": "baseline", "members": 10}
    years = [y for y in (2030, 2040, 2050) if y > year]
    out: Found = []
    if SYSTEM.search(sentence):
        reads = "Over definitions and futures together, the system will be multipolar in most"
        out.append((reads, [frame | {"year": y, "event": "multipolar"} for y in years]))
    if POLE.search(sentence) and states:
        code = _nearest(sentence, POLE, states)
        reads = f"Over definitions and futures together, {code} will be a pole in most"
        out.append((reads, [frame | {"year": y, "event": "pole", "state": code} for y in years]))
    return out


def _of_treaties(sentence: str, states: Sequence[str], names: Sequence[Name]) -> Found:
    """Return a look at the treaties of two states that are said to be against nobody."""
    if not AGAINST.search(sentence) or len(states) < 2:
        return []
    from multipolar.embedded import commitments

    known = {n.meaning for n in names if n.kind == "treaty" and n.meaning}
    known |= {n.note.rpartition("perhaps ")[2] for n in names if "perhaps " in n.note}
    own = [c for c in commitments() if {p.state for p in c.parties} == set(states[:2])
           and c.kind in ("alliance", "partnership") and (c.id in known or not known)]  # fmt: skip
    if not own:
        return []
    tests: list[dict[str, object]] = [
        {"test": "record", "treaty": c.id, "lacks": ["defence", "offence"]} for c in own
    ]
    return [("The treaties of the two oblige neither to fight a third; what they do is not asked",
             tests)]  # fmt: skip


def draft_text(page: Page, date: str, drafts: Sequence[Draft], left: Sequence[Left]) -> str:
    """Return drafts as a file of claims, valid as it stands, with what is left to a person."""
    lines = [
        f"# Drafted by multipolar read from {comment(page.name)}; by words, not by understanding.",
        "# For a person to finish, BEFORE it is checked:",
        "#   who said each sentence, and whether it is said, quoted or denied;",
        "#   whether reads is what it says; whether the tests are a fair choice, and complete;",
        "#   periods, margins and agree. Take out what the speaker did not claim.",
        f"title = {quoted('Claims of ' + (page.title or page.name))}",
        f"source = {quoted(', '.join(t for t in (page.name, page.title, date) if t))}",
    ]
    for d in drafts:
        lines += ["", "[[claim]]", f"name = {quoted(d.name)}", f"quote = {quoted(d.quote)}",
                  'speaker = "not known: to be filled in"', f"date = {quoted(date)}",
                  f"reads = {quoted(d.reads)}"]  # fmt: skip
        for test in d.tests:
            lines += ["[[claim.test]]", *(f"{k} = {_value(v)}" for k, v in test.items())]
    lines += ["", "# Not drafted:", *(f"#   {s.why}: {comment(s.sentence)}" for s in left)]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    r"""Return a text as TOML writes it.

    >>> print(quoted('He said "no" \\ yes'))
    "He said \"no\" \\ yes"
    """
    out = "".join(c if c.isprintable() else " " for c in text)
    return '"' + out.replace("\\", "\\\\").replace('"', '\\"') + '"'


def comment(text: str) -> str:
    """Return a text on one line, without what a comment cannot hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
