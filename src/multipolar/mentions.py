"""Which states a text names, as they were called at its date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from multipolar.codes import plain_name, plain_names, resolve
from multipolar.errors import UnknownState

WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?")
LONGEST = 7
"""Words in the longest name looked for."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: where it stands, and the state it means at the date.

    ``code`` is empty where the name is ambiguous at that date; ``why`` then
    says between whom.
    """

    text: str
    start: int
    end: int
    code: str
    why: str = ""


def mentions(text: str, date: int | str | None = None) -> list[Mention]:
    """Find the states that a text names, in order.

    Names and their usual variants are found, the longest first ("South
    Korea" is not "Korea"); ISO codes are not, since many are words. A name
    must begin with a capital letter.

    Parameters
    ----------
    text
        Running text.
    date
        Year or date at which it was written; today by default.

    Returns
    -------
    list of Mention

    Examples
    --------
    >>> [(m.text, m.code) for m in mentions("The Soviet Union and China, 1950", 1950)]
    [('Soviet Union', 'SUN'), ('China', 'CHN')]
    """
    words = list(WORD.finditer(text))
    found, at = [], 0
    while at < len(words):
        mention = next(_at(text, words, at, date), None)
        if mention:
            found.append(mention)
        at += len(WORD.findall(mention.text)) if mention else 1
    return found


def _at(
    text: str, words: list[re.Match[str]], at: int, date: int | str | None
) -> Iterator[Mention]:
    """Yield the longest name that begins with a word."""
    if not words[at][0][0].isupper() or words[at][0].lower() == "the":
        return
    for count in range(min(LONGEST, len(words) - at), 0, -1):
        if words[at + count - 1][0].lower() == "the":
            continue
        start, end = words[at].start(), words[at + count - 1].end()
        said = text[start:end]
        short = said.rstrip(".") if "." not in said.rstrip(".") else said
        broken = "\n\n" in said or re.search(r"[;:!?()\"]", said)
        if broken or plain_name(said) not in plain_names():
            continue
        if count == 1 and len(said) < 4 and not said.replace(".", "").isupper():
            continue
        try:
            code, why = resolve(short, date), ""
        except UnknownState as error:
            code, why = "", str(error)
        yield Mention(short, start, start + len(short), code, why)
        return
