"""Read sheets of Excel workbooks, old (.xls) and new (.xlsx), as tables of text."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from multipolar.errors import DataError
from multipolar.frames import first_line, read_frame, take

WORKBOOKS = (".xls", ".xlsx")
CUT = ("truncated", "expected size")
"""What the reader of .xls files notes, and reads on, where a part of the file is missing."""

BROKEN = (OSError, EOFError, LookupError, TypeError, ValueError, AttributeError, OverflowError)
"""What the readers of workbooks raise where a file is none, besides errors of their own."""

Lines = list[Sequence[object]]


def read_table(
    path: Path,
    sheet: str | int | None,
    columns: Mapping[str, pl.DataType | type[pl.DataType]],
    *,
    missing: Iterable[str] = (),
    rows: int | None = None,
) -> pl.DataFrame:
    """Read what is published as a workbook, and passed on as a csv file as well.

    Parameters
    ----------
    path
        A workbook (.xls, .xlsx), or else a csv file of its sheet.
    sheet
        As in `read_sheet`.
    columns, missing, rows
        As in `read_frame`.

    Raises
    ------
    DataError
        As in `read_frame` and `read_sheet`.
    """
    if path.suffix in WORKBOOKS:
        return read_sheet(path, sheet, columns, missing=missing, rows=rows)
    return read_frame(path, columns, missing=missing, rows=rows)


def read_sheet(
    path: Path,
    sheet: str | int | None,
    columns: Mapping[str, pl.DataType | type[pl.DataType]],
    *,
    missing: Iterable[str] = (),
    header: int = 1,
    rows: int | None = None,
) -> pl.DataFrame:
    """Read named columns of a sheet of an Excel workbook, with strict types.

    Parameters
    ----------
    path
        The workbook, .xls or .xlsx. Whole numbers are read as such: 12, not 12.0.
    sheet
        Name of the sheet, or its place, from 0; None if there is only one.
    columns, missing, rows
        As in `read_frame`.
    header
        The line of the sheet that holds the names of the columns.

    Raises
    ------
    DataError
        As in `read_frame`, or there is no such sheet.
    """
    read = _old if path.suffix == ".xls" else _new
    lines = read(path, sheet)[header - 1 :]
    place = f"{path}, sheet {sheet}" if isinstance(sheet, str) else f"{path}"
    if not lines:
        msg = f"{place}: no line {header}; needed the names of the columns there"
        raise DataError(msg)
    width = max(map(len, lines))
    cells = [[*map(_text, line), *[None] * (width - len(line))] for line in lines]
    names = [c or f"column {n}" for n, c in enumerate(cells[0], 1)]
    if twice := [n for n in names if names.count(n) > 1]:
        msg = f"{place}, line {header}: two columns are named {twice[0]!r}"
        raise DataError(msg)
    frame = pl.DataFrame(cells[1:], schema=dict.fromkeys(names, pl.String), orient="row")
    return take(path, frame, columns, missing, rows=rows, first=header + 1)


def _new(path: Path, sheet: str | int | None) -> Lines:
    """Return the lines of a sheet of an .xlsx file."""
    import openpyxl

    try:
        with warnings.catch_warnings(action="ignore"), path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            name = _chosen(path, sheet, book.sheetnames)
            return list(book[name].iter_rows(values_only=True))
    except DataError:
        raise
    except (*BROKEN, zipfile.BadZipFile, zlib.error, SyntaxError) as error:
        raise _unreadable(path, error) from None


def _old(path: Path, sheet: str | int | None) -> Lines:
    """Return the lines of a sheet of an .xls file."""
    import xlrd
    from xlrd.compdoc import CompDocError

    def value(cell: xlrd.sheet.Cell) -> object:
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value)
        if cell.ctype == xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
        return cell.value

    notes = io.StringIO()
    try:
        raw = path.read_bytes() or b"empty"
        book = xlrd.open_workbook(file_contents=raw, logfile=notes)
        table = book.sheet_by_name(_chosen(path, sheet, book.sheet_names()))
        lines: Lines = [[value(cell) for cell in row] for row in table.get_rows()]
    except DataError:
        raise
    except (*BROKEN, xlrd.XLRDError, CompDocError, struct.error, AssertionError) as error:
        raise _unreadable(path, error) from None
    if any(word in notes.getvalue() for word in CUT):
        msg = f"{path}: a part of the workbook is missing; fetch it again"
        raise DataError(msg)
    return lines


def _chosen(path: Path, sheet: str | int | None, names: Sequence[str]) -> str:
    """Return the name of the sheet that is asked for."""
    if isinstance(sheet, str) and sheet in names:
        return sheet
    place = len(names) - 1 if sheet is None else sheet
    if isinstance(place, int) and 0 <= place < len(names) and (sheet is not None or not place):
        return names[place]
    wanted = "one sheet" if sheet is None else f"sheet {sheet!r}"
    msg = f"{path}: not the workbook as published, with {wanted}; it has {', '.join(names)}"
    raise DataError(msg)


def _unreadable(path: Path, error: Exception) -> DataError:
    if isinstance(error, FileNotFoundError):
        return DataError(f"{path}: there is no such file")
    reason = first_line(error) or type(error).__name__
    return DataError(f"{path}: the workbook is broken or cut short ({reason}); fetch it again")


def _text(cell: object) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return None if cell is None else str(cell)
