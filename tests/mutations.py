"""Break texts of TOML files in the ways that people do, and in some that they do not."""

import random
import re
from collections.abc import Iterator

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ODD = ["é", "中国", "🙂", "\u202e", "\u00a0", "ß", "I\u0307", "\x07", "\x00", "\ufeff", "\t"]
VALUES = [
    "1e308", "-1e308", "1e999", "nan", "inf", "10" * 40, "9" * 5000, "-1", "0", '""', "true", "[]",
    "{}", "[[]]", "2031-07-16", "2031-13-45", "12:00", '"2031"', "'x'", '"\\u0000"', "0x1F",
    '["USA"]', '["USA", "USA"]', "{value = 1}", '{value = 1, unit = "kg"}', '{unit = "%"}',
    '"NEW1"', '"world"', '"neighbours"', '"Atlantis"', '"SUN"', '"usa"', '"cow:2"', "2.5",
]  # fmt: skip
UNITS = ["%", "kg", "1/yaer", "1/year", "share", "USD", "", "é"]


def mutations(texts: list[str], count: int, seed: int) -> Iterator[str]:
    """Yield so many broken texts; the same for one seed."""
    luck = random.Random(seed)
    for _ in range(count):
        text = luck.choice(texts)
        for _ in range(luck.choice([1, 1, 1, 2, 3])):
            text = luck.choice(WAYS)(text, luck)
        yield text


def _words(text: str) -> list[re.Match]:
    return list(re.finditer(r"[A-Za-z_][\w-]{2,}", text))


def _typo(text: str, luck: random.Random) -> str:
    words = _words(text)
    if not words:
        return text + "x"
    word = luck.choice(words)
    k = luck.randrange(*word.span())
    other = luck.choice(LETTERS)
    kind = luck.randrange(4)
    if kind == 0:
        return text[:k] + text[k + 1 :]
    if kind == 1:
        return text[:k] + other + text[k:]
    if kind == 2:
        return text[:k] + other + text[k + 1 :]
    return text[:k] + text[k + 1 : k + 2] + text[k : k + 1] + text[k + 2 :]


def _value(text: str, luck: random.Random) -> str:
    pairs = list(re.finditer(r"= *([^\n=]+)$", text, re.M))
    if not pairs:
        return text
    pair = luck.choice(pairs)
    return text[: pair.start(1)] + luck.choice(VALUES) + text[pair.end(1) :]


def _number(text: str, luck: random.Random) -> str:
    numbers = list(re.finditer(r"\b\d+(\.\d+)?\b", text))
    if not numbers:
        return text
    n = luck.choice(numbers)
    new = luck.choice(
        ["0", "-5", "1700", "2999", "99999", "1e30", "2026.5", str(luck.randrange(3000))]
    )
    return text[: n.start()] + new + text[n.end() :]


def _unit(text: str, luck: random.Random) -> str:
    return re.sub(r'unit = "[^"]*"', f'unit = "{luck.choice(UNITS)}"', text, count=1)


def _swap_word(text: str, luck: random.Random) -> str:
    words = _words(text)
    if len(words) < 2:
        return text
    a, b = luck.sample(words, 2)
    return text[: a.start()] + b[0] + text[a.end() :]


def _odd(text: str, luck: random.Random) -> str:
    k = luck.randrange(len(text) + 1)
    return text[:k] + luck.choice(ODD) + text[k:]


def _drop_line(text: str, luck: random.Random) -> str:
    lines = text.split("\n")
    del lines[luck.randrange(len(lines))]
    return "\n".join(lines)


def _twice(text: str, luck: random.Random) -> str:
    lines = text.split("\n")
    k = luck.randrange(len(lines))
    return "\n".join([*lines[: k + 1], lines[k], *lines[k + 1 :]])


def _shuffle(text: str, luck: random.Random) -> str:
    lines = text.split("\n")
    a, b = luck.randrange(len(lines)), luck.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def _cut(text: str, luck: random.Random) -> str:
    return text[: luck.randrange(len(text) + 1)]


def _circle(text: str, luck: random.Random) -> str:
    a, b = luck.choice([("p", "p"), ("p", "q")])
    return text + f'\n[condition.p]\nnot = "{b}"\n[condition.q]\nall = ["{a}", "p"]\n'


def _deep(text: str, luck: random.Random) -> str:
    n = luck.choice([3, 50, 2000])
    return text + "\nx = " + "[" * n + "]" * n + "\n"


def _empty(text: str, luck: random.Random) -> str:
    return luck.choice(["", "\n", "#", " ", 'title = "x"', "[[event]]", "[event]", "event = 3"])


def _quotes(text: str, luck: random.Random) -> str:
    places = [k for k, c in enumerate(text) if c in "\"'[]{}="]
    if not places:
        return text
    k = luck.choice(places)
    return text[:k] + luck.choice(["", '"', "'", "=", "[", "]"]) + text[k + 1 :]


def _repeat(text: str, luck: random.Random) -> str:
    blocks = text.split("\n[")
    return text + "\n[" + luck.choice(blocks[1:]) if len(blocks) > 1 else text


WAYS = [
    _typo, _typo, _typo, _value, _value, _value, _number, _number, _unit, _swap_word, _swap_word,
    _odd, _drop_line, _twice, _shuffle, _cut, _circle, _deep, _empty, _quotes, _repeat,
]  # fmt: skip
