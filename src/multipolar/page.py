"""Read a page: tell an article from the furniture of the page around it.

Of HTML, trafilatura (Barbaresi 2021, ACL-IJCNLP System Demonstrations, 122-131)
finds the article. Of plain text, and of what trafilatura leaves, paragraphs
that look like furniture are taken out by the rules below. Nothing is lost: each
paragraph that is taken out is kept, with the rule.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from multipolar.errors import DataError, MissingData
from multipolar.files import read_text

BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "button", "label")
"""Elements of HTML whose text is told, if it is not of the article."""
HTML = (".html", ".htm", ".xhtml")
LARGEST = 20_000_000
"""Bytes of the largest page that is read."""
SHORT = 30
"""Words of the longest paragraph that can be furniture by what it says."""
LABEL = 4
"""Words of the longest line without an end of a sentence that is taken for a label."""
MONEY = re.compile(r"[\d.,\s]*[$€£¥₽%]?[\d.,\s]*(?:USD|EUR|GBP|RUB)?", re.IGNORECASE)
CALLS = {
    "asks for money or help": r"donat(?:e|ion)|support us|helping us|help us|become a (?:member|"
    r"patron)|patreon|paypal|buy me a coffee|fundrais|do you like this (?:content|article)",
    "a form or comments": r"leave a (?:reply|comment)|required fields|email address will not|"
    r"post a comment|log ?in to|sign (?:in|up)|name \*|e-?mail \*|be the first to comment",
    "sharing or following": r"share (?:this|on)|follow us|tweet this|subscribe|newsletter|"
    r"join our (?:channel|telegram)|print this",
    "a way about the site": r"click (?:here|to)|read (?:more|also|next)|related (?:posts|articles)|"
    r"previous (?:post|article)|next (?:post|article)|more on (?:this|the) topic|back to top|"
    r"table of contents|advertis",
    "cookies or rights": r"cookies?\b|privacy policy|terms of (?:use|service)|"
    r"all rights reserved|copyright|©",
}
"""Why a short paragraph is furniture → what it says."""
COMMENTS = re.compile(
    r"(?:leave a (?:reply|comment)|\d* ?comments?(?: \(\d+\))?)\W*", re.IGNORECASE
)
ENDS = re.compile(r"[.!?…:;][“'\"”’»)]*$")
STOPS = re.compile(r"(?<=[.!?])(['\"”’»)]*)\s+(?=['\"“‘«(]?[A-Z])")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|St|No|Nos|vs|cf|e\.g|i\.e|approx|Jan|Feb|Mar|Apr|Aug|Sept?|"
    r"Oct|Nov|Dec)|\b[A-Z](?:\.[A-Z])*)\.$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a page; ``why`` says why it is furniture, and is empty if it is not."""

    line: int
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read.

    Parameters
    ----------
    name
        Of the file.
    title
        Of the article; empty if none was found.
    date
        When it says that it was published; empty if it does not.
    article, furniture
        Paragraphs, in the order of the page. Line 0 is one of HTML.
    """

    name: str
    title: str
    date: str
    article: tuple[Paragraph, ...]
    furniture: tuple[Paragraph, ...]

    def sentences(self) -> Iterator[str]:
        """Yield the sentences of the article."""
        for p in self.article:
            yield from sentences(p.text)


def read_page(path: str | Path) -> Page:
    """Return a page, the article and the furniture apart.

    Parameters
    ----------
    path
        A file of HTML (by the end of its name) or of plain text in UTF-8.

    Raises
    ------
    DataError
        It is not there, too large, no UTF-8, or no article was found in it.
    MissingData
        It is HTML, and trafilatura is not installed.
    """
    path = Path(path)
    text = read_text(path, str(path), most=LARGEST)
    html = path.suffix.lower() in HTML or text.lstrip()[:200].lower().startswith(
        ("<!doctype", "<html")
    )
    page = of_html(text, path.name) if html else of_text(text, path.name)
    if not page.article:
        msg = f"{path}: no paragraph of running text was found; needed an article"
        raise DataError(msg)
    return page


def of_text(text: str, name: str = "text") -> Page:
    """Return a page of plain text; see ``read_page``."""
    found = _judged(list(_paragraphs(text)))
    return _page(name, "", "", found)


def of_html(text: str, name: str = "page") -> Page:
    """Return a page of HTML; see ``read_page``."""
    try:
        from lxml import html
        from trafilatura import bare_extraction
    except ImportError:
        msg = "HTML is read by trafilatura, which is not here: pip install 'multipolar[read]'"
        raise MissingData(msg) from None
    if not text.strip():
        return Page(name, "", "", (), ())
    found: Any = bare_extraction(
        text, include_comments=False, include_tables=False, with_metadata=True
    )
    kept = (found.text or "") if found is not None else ""
    lines = [Paragraph(0, _plain(t)) for t in kept.split("\n") if t.strip()]
    seen = {p.text for p in lines}
    left = []
    try:
        tree = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
        blocks = list(tree.iter(*BLOCKS))
    except (ValueError, html.etree.ParserError):
        blocks = []
    for block in blocks:
        words = _plain(block.text_content())
        if words and words not in seen:
            seen.add(words)
            left.append(Paragraph(0, words, "outside the article (trafilatura)"))
    title, date = (found.title or "", found.date or "") if found is not None else ("", "")
    return _page(name, title, date, [*_judged(lines), *left])


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph.

    >>> sentences("The U.S. left. “It ended.” Who came?")
    ['The U.S. left.', '“It ended.”', 'Who came?']
    """
    out, at = [], 0
    for stop in STOPS.finditer(paragraph):
        said = paragraph[at : stop.end(1)]
        if ABBREVIATION.search(said):
            continue
        out.append(said.strip())
        at = stop.end()
    return [s for s in (*out, paragraph[at:].strip()) if s]


def _page(name: str, title: str, date: str, found: Sequence[Paragraph]) -> Page:
    article = tuple(p for p in found if not p.why)
    heads = [p for p in found if p.why == "a heading"]
    title = title or (heads[0].text if heads else "")
    return Page(name, title, date, article, tuple(p for p in found if p.why))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text: blocks of lines, or lines where the lines are short."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].strip():
            end += 1
        block = [_plain(line) for line in lines[at:end]]
        wrapped = len(block) > 1 and all(len(t) > 40 for t in block[:-1])
        if wrapped and not all(ENDS.search(t) for t in block[:-1]):
            yield Paragraph(at + 1, " ".join(block))
        else:
            yield from (Paragraph(at + k + 1, t) for k, t in enumerate(block) if t)
        at = end + 1


def _plain(text: str) -> str:
    return " ".join(text.split())


def _judged(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Return paragraphs with why each is furniture."""
    end = _end(found)
    seen: set[str] = set()
    out = []
    for k, p in enumerate(found):
        key = re.sub(r"\W+", " ", p.text.casefold()).strip()
        why = "below the comments" if k >= end else _why(p.text, key in seen)
        seen.add(key)
        out.append(Paragraph(p.line, p.text, why))
    return out


def _end(found: Sequence[Paragraph]) -> int:
    """Return where comments begin: a heading of comments after half of the text."""
    total, before = sum(len(p.text) for p in found), 0
    for k, p in enumerate(found):
        if COMMENTS.fullmatch(p.text) and 2 * before >= total:
            return k
        before += len(p.text)
    return len(found)


def _why(text: str, again: bool) -> str:  # noqa: FBT001
    """Return why a paragraph is furniture; empty if it is not."""
    words = len(text.split())
    if MONEY.fullmatch(text):
        return "a number or an amount alone"
    if again:
        return "said above"
    if words <= SHORT:
        for why, said in CALLS.items():
            if re.search(rf"\b(?:{said})" if said[0].isalpha() else said, text, re.IGNORECASE):
                return why
    if not ENDS.search(text):
        return "a label" if words <= LABEL else "a heading" if words <= SHORT else ""
    return ""
