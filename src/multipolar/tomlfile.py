"""Read a TOML file and know the line of everything in it.

``tomllib`` says what a file holds, not where. Of a text that it accepts, a
scan of one pass finds the line of every key and every element.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from multipolar.errors import DataError
from multipolar.files import read_text
from multipolar.tables import Readable

Place = tuple[str | int, ...]
"""Keys and numbers of elements, from the top."""
LARGEST = 1_000_000
"""Bytes; nobody writes a larger file by hand."""
MOST = 12
"""Problems that are told at once."""
BARE = re.compile(r"[A-Za-z0-9_-]+")
SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
VALUE = re.compile(r"[^,\]}#\n]*")
STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\]|\\.)*"'),
    re.compile(r"'[^']*'"),
)


@dataclass(frozen=True)
class Document:
    """A TOML file: what it holds, and where.

    Parameters
    ----------
    name
        Of the file, for messages.
    value
        What it holds.
    lines
        The line of every key and element.
    problems
        What was found to be wrong, with its line; the first thing at each place.
    places
        Where.
    """

    name: str
    value: Mapping[str, Any]
    lines: Mapping[Place, int]
    problems: list[tuple[int, str]] = field(default_factory=list)
    places: set[Place] = field(default_factory=set)

    def line(self, *place: str | int) -> int:
        """Return the line of a place, or of the nearest above it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def wrong(self, place: Place, told: str) -> None:
        """Note that something is wrong at a place."""
        entry = self.line(*place), f"{'.'.join(_shown(place))}: {told}".removeprefix(": ")
        if place not in self.places:
            self.places.add(place)
            self.problems.append(entry)

    def check(self) -> None:
        """Raise if anything was found to be wrong.

        Raises
        ------
        DataError
            It names the file, the line, what came and what was needed.
        """
        if self.problems:
            told = [f"{self.name}, line {n}: {text}" for n, text in sorted(self.problems)]
            rest = len(told) - MOST
            more = [f"... and {rest} more"] if rest > 0 else []
            raise DataError("\n".join([*told[:MOST], *more]))


def _shown(place: Place) -> list[str]:
    """Return a place as people count: the first event is event 1."""
    return [str(p + 1) if isinstance(p, int) else p for p in place]


def read_toml(source: Readable | Path) -> Document:
    """Read a TOML file.

    Parameters
    ----------
    source
        A path, or a file of the package.

    Raises
    ------
    DataError
        It cannot be read, is too large, or is no TOML; with the line.
    """
    name = str(source) if isinstance(source, Path) else source.name
    return parse_toml(read_text(source, name, most=LARGEST), name)


def parse_toml(text: str, name: str = "scenario") -> Document:
    """Read TOML text; see ``read_toml``."""
    text = text.replace("\r\n", "\n")
    try:
        value = tomllib.loads(text)
        return Document(name, value, _Scan(text).lines())
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(
            r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error)
        )
        reason, line, column = found.groups() if found else (str(error), None, None)
        where = line or text.count("\n") + 1
        at = f", column {column}" if column else ""
        msg = f"{name}, line {where}{at}: {reason}; {_advice(text, int(where))}"
        raise DataError(msg) from None
    except RecursionError:
        msg = f"{name}, line {_deepest(text)}: nested too deep"
        raise DataError(msg) from None
    except ValueError as error:  # a number of thousands of digits, a date that is none
        long = re.search(r"\d{1000,}", text)
        line = text[: long.start()].count("\n") + 1 if long else 1
        msg = f"{name}, line {line}: {error}"
        raise DataError(msg) from None


def _advice(text: str, line: int) -> str:
    """Say what may be meant where TOML is broken."""
    lines = text.split("\n")
    there = lines[line - 1].strip() if line <= len(lines) else ""
    key, equals, rest = there.partition("=")
    if equals and re.match(r"\s*[A-Za-z]", rest) and "]" not in key:
        return f'words stand in quotes, such as {key.strip()} = "{rest.strip()[:40]}"'
    return "needed TOML, such as year = 2031"


def _deepest(text: str) -> int:
    depth, most, line = 0, 0, 1
    for k, row in enumerate(text.split("\n"), 1):
        depth += row.count("[") + row.count("{") - row.count("]") - row.count("}")
        if depth > most:
            most, line = depth, k
    return line


class _Scan:
    """Walks through a text that ``tomllib`` accepts, and notes where things stand."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: dict[Place, int] = {}
        self.counts: dict[Place, int] = {}
        self.breaks = [k for k, c in enumerate(text) if c == "\n"]

    def lines(self) -> dict[Place, int]:
        """Return the line of every key and element."""
        home: Place = ()
        self._skip()
        while self.at < len(self.text):
            if self.text.startswith("[", self.at):
                home = self._header()
            else:
                self._pair(home)
            self._skip()
        return self.found

    def _line(self) -> int:
        return bisect_right(self.breaks, self.at - 1) + 1 if self.at else 1

    def _note(self, place: Place) -> None:
        self.found.setdefault(place, self._line())

    def _skip(self) -> None:
        match = SPACE.match(self.text, self.at)
        assert match is not None
        self.at = match.end()

    def _header(self) -> Place:
        many = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if many else 1
        keys = self._keys()
        end, self.at = self.at, start
        place: Place = ()
        for k, key in enumerate(keys):
            place = (*place, key)
            if many and k == len(keys) - 1:
                self._note(place)
                self.counts[place] = self.counts.get(place, 0) + 1
            if place in self.counts:
                place = (*place, self.counts[place] - 1)
            self._note(place)
        self.at = end + (2 if many else 1)
        return place

    def _keys(self) -> list[str]:
        """Read a dotted key."""
        keys = []
        while True:
            self._skip()
            if self.text[self.at] in "\"'":
                keys.append(str(tomllib.loads(f"k = {self._string()}")["k"]))
            else:
                match = BARE.match(self.text, self.at)
                assert match is not None
                keys.append(match[0])
                self.at = match.end()
            self._skip()
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _pair(self, home: Place) -> None:
        start = self.at
        keys = self._keys()
        end, self.at = self.at, start
        for k in range(1, len(keys) + 1):
            self._note((*home, *keys[:k]))
        self.at = end + 1
        self._value((*home, *keys))

    def _string(self) -> str:
        for pattern in STRINGS:
            if match := pattern.match(self.text, self.at):
                self.at = match.end()
                return match[0]
        raise AssertionError

    def _value(self, place: Place) -> None:
        self._skip()
        self._note(place)
        first = self.text[self.at]
        if first in "\"'":
            self._string()
        elif first in "[{":
            self._several(place, "]" if first == "[" else "}")
        else:
            match = VALUE.match(self.text, self.at)
            assert match is not None
            self.at = match.end()

    def _several(self, place: Place, end: str) -> None:
        """Read the elements of an array, or the pairs of an inline table."""
        self.at += 1
        self._skip()
        count = 0
        while not self.text.startswith(end, self.at):
            if end == "]":
                self._value((*place, count))
            else:
                self._pair(place)
            count += 1
            self._skip()
            if self.text.startswith(",", self.at):
                self.at += 1
                self._skip()
        self.at += 1
