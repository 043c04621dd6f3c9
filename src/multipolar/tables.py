"""Read a table of text and say exactly where it is wrong.

Every complaint names the file, the line and the column, what stood there and
what was needed.
"""

import csv
import datetime
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import NoReturn, Protocol

from multipolar.errors import DataError, suggest

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


class Readable(Protocol):
    """A path, or a file inside the package."""

    @property
    def name(self) -> str:
        """Name of the file, for messages."""
        ...

    def read_bytes(self) -> bytes:
        """Return the content."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: fields by column name, and where it stands."""

    file: str
    line: int
    fields: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    def fail(self, column: str, needed: str) -> NoReturn:
        """Raise a DataError that names this line and column."""
        msg = f"{self.file}, line {self.line}, {column}: {self[column]!r}; needed {needed}"
        raise DataError(msg)

    def required(self, column: str) -> str:
        """Return a field that may not be empty."""
        if not self[column]:
            self.fail(column, "a value here")
        return self[column]

    def number(self, column: str, low: float = -math.inf, high: float = math.inf) -> float:
        """Return a finite number within bounds."""
        try:
            value = float(self[column])
        except ValueError:
            self.fail(column, "a number")
        if not (math.isfinite(value) and low <= value <= high):
            self.fail(column, f"a number from {low:g} to {high:g}")
        return value

    def year(self, column: str) -> int:
        """Return a calendar year."""
        if not re.fullmatch(r"[0-9]{4}", self[column]):
            self.fail(column, "a year such as 2024")
        return int(self[column])

    def date(self, column: str) -> str:
        """Return an ISO date, whole or shortened to a month or year, or nothing."""
        if self[column] and not is_date(self[column]):
            self.fail(column, "a date such as 2001-07-16, 2001-07 or 2001, or nothing")
        return self[column]

    def choice(self, column: str, allowed: Iterable[str]) -> str:
        """Return a field that is one of a few words."""
        words = list(allowed)
        if self[column] not in words:
            self.fail(column, f"one of {', '.join(words)}{suggest(self[column], words)}")
        return self[column]


def read_table(source: Readable, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a CSV file, after checking its header and every line's length.

    Parameters
    ----------
    source
        A path, or a file of the package: UTF-8, comma, one header line.
    columns
        Columns that must be there. Others are passed through.

    Yields
    ------
    Row
        One for each line after the header. Blank lines are skipped.

    Raises
    ------
    DataError
        The file is missing, empty, not UTF-8, lacks a column or has a line of
        another length than the header.
    """
    name = str(source) if isinstance(source, Path) else source.name
    reader = csv.reader(io.StringIO(_text(source, name), newline=""), strict=True)
    try:
        header = next(reader, [])
        if missing := [c for c in columns if c not in header]:
            hint = suggest(missing[0], header)
            msg = f"{name}, line 1: no column {missing[0]!r}{hint} It has: {', '.join(header)}"
            raise DataError(msg)
        for fields in reader:
            if not fields:
                continue
            if len(fields) != len(header):
                msg = (
                    f"{name}, line {reader.line_num}: {len(fields)} fields, "
                    f"but the header has {len(header)}; is the file truncated?"
                )
                raise DataError(msg)
            yield Row(name, reader.line_num, dict(zip(header, fields, strict=True)))
    except csv.Error as error:
        msg = f"{name}, line {reader.line_num}: not a CSV line ({error})"
        raise DataError(msg) from None


def _text(source: Readable, name: str) -> str:
    try:
        raw = source.read_bytes()
    except FileNotFoundError:
        msg = f"{name}: there is no such file"
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{name}: cannot be read ({error.strerror})"
        raise DataError(msg) from None
    if not raw.strip():
        msg = f"{name}: the file is empty; needed a table with a header line"
        raise DataError(msg)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        msg = f"{name}, line {line}: byte {raw[error.start]:#04x} is not UTF-8; save it as UTF-8"
        raise DataError(msg) from None


def packaged(name: str) -> Readable:
    """Return a file of the package's ``data`` folder."""
    return resources.files("multipolar").joinpath("data", name)


def is_date(text: object) -> bool:
    """Tell whether a text is an ISO date, whole or shortened to a month or year.

    >>> is_date("2000-02-29"), is_date("2001-02-29"), is_date("2001-07")
    (True, False, True)
    """
    if not isinstance(text, str) or not DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(whole_date(text))
    except ValueError:
        return False
    return True


def whole_date(date: str, *, late: bool = False) -> str:
    """Complete a shortened date to its first day, or to its last, for comparison.

    >>> whole_date("2001-07"), whole_date("2001", late=True)
    ('2001-07-01', '2001-12-31')
    """
    return date + ("-12-31" if late else "-01-01")[len(date) - 4 :]
