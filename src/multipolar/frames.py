"""Read published tables of text into Polars frames, and refuse the broken ones.

Publishers' files come with bare carriage returns, latin-1, byte order marks,
-9 that means missing and -9 that does not. A reader names what it expects;
anything else is refused with the file, the line or the column, and why.
"""

import codecs
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from multipolar.errors import DataError, suggest


def read_frame(
    path: Path,
    columns: Mapping[str, pl.DataType | type[pl.DataType]],
    *,
    missing: Iterable[str] = (),
    encoding: str = "utf-8",
    separator: str = ",",
    quoted: bool = True,
    rows: int | None = None,
) -> pl.DataFrame:
    """Read named columns of a delimited text file, with strict types.

    Parameters
    ----------
    path
        Plain, ``.gz`` or ``.xz`` compressed text; a zip archive is read if it
        holds one file. Line ends may be LF, CRLF or bare CR.
    columns
        Column → type of the columns to keep, in the publisher's spelling
        (case and blanks at the ends do not matter). The frame has these names.
    missing
        Cells that mean unknown, beside the empty one. Only where the codebook
        says so: -9 is a legal score in some tables.
    encoding
        What the publisher used: ``utf-8`` (with or without mark) or ``latin-1``.
    separator
        Between fields.
    quoted
        False where a quotation mark is a letter like any other.
    rows
        Lines of data the release has; another number is refused.

    Raises
    ------
    DataError
        The file is missing, empty, of another encoding, lacks a column, has a
        line of another length, a cell of another type, or another number of
        lines.
    """
    text = read_text(path, encoding)
    return take(path, _parsed(path, text, separator, quoted=quoted), columns, missing, rows=rows)


def read_wide(
    path: Path,
    keys: Mapping[str, pl.DataType | type[pl.DataType]],
    cells: pl.DataType | type[pl.DataType],
    *,
    without: Iterable[str] = (),
    rows: int | None = None,
) -> pl.DataFrame:
    """Read a matrix: some key columns, and all others of one type with no empty cell.

    Parameters
    ----------
    path
        As in `read_frame`.
    keys
        Column → type of the columns that say what a row is.
    cells
        Type of all other columns, whose names come in small letters.
    without
        Columns to leave out.
    rows
        Lines of data the release has; another number is refused.

    Raises
    ------
    DataError
        As `read_frame` does, or a cell is empty.
    """
    text = _parsed(path, read_text(path), ",")
    left = take(path, text, keys, rows=rows)
    known = {_plain(name) for name in (*keys, *without)}
    others = [name for name in text.columns if _plain(name) not in known]
    right = text.select(pl.col(others).cast(cells, strict=False))
    if right.null_count().sum_horizontal()[0]:
        right = text.select(pl.col(others).str.strip_chars().cast(cells, strict=False))
    for name in others if right.null_count().sum_horizontal()[0] else ():
        take(path, text.select(name), {name: cells})
        if right[name].has_nulls():
            line = int(right[name].is_null().arg_true()[0]) + 2
            msg = f"{path}, line {line}, {name}: empty; needed {_worded(cells)}"
            raise DataError(msg)
    return left.hstack(right.rename(_plain))


def take(
    path: Path,
    frame: pl.DataFrame,
    columns: Mapping[str, pl.DataType | type[pl.DataType]],
    missing: Iterable[str] = (),
    *,
    rows: int | None = None,
    first: int = 2,
) -> pl.DataFrame:
    """Take named columns of a table of text, with strict types.

    Parameters
    ----------
    path
        Where the table is from, for the messages.
    frame
        All columns as text.
    columns, missing, rows
        As in `read_frame`.
    first
        Line of the file that the first row stands on.

    Raises
    ------
    DataError
        A column is lacking, a cell of another type, or another number of lines.
    """
    header = frame.columns
    names = {_plain(name): name for name in reversed(header)}
    if lost := [name for name in columns if _plain(name) not in names]:
        hint = suggest(lost[0], header)
        msg = f"{path}, line {first - 1}: no column {lost[0]!r}{hint} It has: {', '.join(header)}"
        raise DataError(msg)
    if rows is not None and frame.height != rows:
        reason = "truncated" if frame.height < rows else "with repeated or added lines"
        msg = f"{path}: {frame.height:,} lines of data, but this release has {rows:,}; {reason}?"
        raise DataError(msg)
    unknown = [*missing, ""]
    out = []
    for name, dtype in columns.items():
        cells = frame[names[_plain(name)]].str.strip_chars()
        cells = cells.set(cells.is_in(unknown), None)
        typed = cells.cast(dtype, strict=False)
        wrong = typed.is_null() & cells.is_not_null()
        if wrong.any():
            at = int(wrong.arg_true()[0])
            msg = f"{path}, line {at + first}, {name}: {cells[at]!r}; needed {_worded(dtype)}"
            raise DataError(msg)
        out.append(typed.alias(name))
    return pl.DataFrame(out)


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Return the text of a file, decompressed, with LF line ends.

    Raises
    ------
    DataError
        The file is missing, empty, broken, or of another encoding.
    """
    raw = _unpacked(path)
    if not raw.strip(b"\0 \t\r\n"):
        msg = f"{path}: the file is empty; needed the table as published"
        raise DataError(msg)
    if (at := raw.find(b"\0")) >= 0:
        line = raw[:at].count(b"\n") + 1
        msg = f"{path}, line {line}: a zero byte; the file is broken, fetch it again"
        raise DataError(msg)
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        byte = f"{raw[error.start]:#04x}"
        msg = f"{path}, line {line}: byte {byte} is not {encoding}; use the file as published"
        raise DataError(msg) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unpacked(path: Path) -> bytes:
    import gzip
    import lzma
    import zipfile
    import zlib

    try:
        raw = path.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            return gzip.decompress(raw)
        if raw[:6] == b"\xfd7zXZ\x00":
            return lzma.decompress(raw)
        if raw[:4] == b"PK\x03\x04" and path.suffix != ".xlsx":
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                inside = [n for n in archive.namelist() if not n.startswith("__MACOSX")]
                if len(inside) != 1:
                    msg = f"{path}: {len(inside)} files in the archive; needed one: unpack it"
                    raise DataError(msg)
                return archive.read(inside[0])
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error})"
        raise DataError(msg) from None
    except (EOFError, lzma.LZMAError, zipfile.BadZipFile, zlib.error) as error:
        msg = f"{path}: the compressed file is broken or cut short ({error}); fetch it again"
        raise DataError(msg) from None
    return raw


def _parsed(path: Path, text: str, separator: str, *, quoted: bool = True) -> pl.DataFrame:
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode()),
            separator=separator,
            quote_char='"' if quoted else None,
            infer_schema=False,
            truncate_ragged_lines=False,
            raise_if_empty=True,
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        msg = f"{path}{_ragged(text, separator)}: not the table as published ({first_line(error)})"
        raise DataError(msg) from None
    if (fields := _last_fields(text, separator, quoted=quoted)) < frame.width:
        msg = f"{path}: the last line has {fields} fields of {frame.width}; is the file cut short?"
        raise DataError(msg)
    return frame


def _last_fields(text: str, separator: str, *, quoted: bool) -> float:
    """Return how many fields the last line has; infinity if it began on an earlier line."""
    import csv

    line = text[-100_000:].rstrip("\n").rpartition("\n")[2]
    if not quoted:
        return line.count(separator) + 1
    if line.count('"') % 2:
        return float("inf")
    return len(next(csv.reader([line], delimiter=separator), ()))


def _ragged(text: str, separator: str) -> str:
    """Return ``, line N`` for the first line with more or fewer fields than the header."""
    import csv

    width = None
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for fields in reader:
            width = width or len(fields)
            if fields and len(fields) != width:
                return f", line {reader.line_num}: {len(fields)} fields, but the header has {width}"
    except csv.Error:
        return f", line {reader.line_num}"
    return ""


def first_line(error: Exception) -> str:
    """Return what an error of a library says, in one line."""
    return str(error).split("\n", 1)[0][:120]


def _plain(name: str) -> str:
    return name.strip().strip('"').lower()


def _worded(dtype: object) -> str:
    words = str(dtype).lower()
    return "a whole number" if words.startswith(("int", "uint")) else f"a {words} value"
