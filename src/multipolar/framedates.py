"""Turn what publishers write as dates into dates."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_range, refuse

DAY = datetime.date(1914, 7, 28)
"""An example for the messages."""


def with_date(
    frame: pl.DataFrame, name: str, parts: tuple[str, str, str], path: Path, *, last: bool = False
) -> pl.DataFrame:
    """Return the frame with a date made of a year, a month and a day column.

    Where month or day are unknown (null) it is the first day possible, or the
    last. A day beyond the end of its month is the last of the month. Without a
    year there is no date.

    Raises
    ------
    DataError
        A month or a day is none; the message names its line.
    """
    year, month, day = parts
    check_range(frame, month, 1, 12, path)
    check_range(frame, day, 1, 31, path)
    months = pl.col(month).fill_null(12 if last else 1)
    days = pl.when(pl.col(month).is_null()).then(None).otherwise(pl.col(day))
    start = pl.date(pl.col(year), months, 1)
    reached = start + pl.duration(days=days.fill_null(31 if last else 1).cast(pl.Int32) - 1)
    return frame.with_columns(pl.min_horizontal(reached, start.dt.month_end()).alias(name))


def as_dates(
    frame: pl.DataFrame, columns: Sequence[str], path: Path, *, pattern: str = "%Y-%m-%d"
) -> pl.DataFrame:
    """Return the frame with columns of text such as ``1914-07-28`` made dates.

    Parameters
    ----------
    frame
        With the columns.
    columns
        Of text; an empty cell stays unknown.
    path
        Where the table is from, for the message.
    pattern
        How a day is written, in the letters of `strftime`. All days are of
        one width: 1914-7-28 is refused.

    Raises
    ------
    DataError
        A cell is no day; the message names its line.
    """
    sample = DAY.strftime(pattern)
    for name in columns:
        cells = frame[name]
        whole = cells.str.len_chars() == len(sample)
        found = cells.set(~whole, None).str.to_date(pattern, strict=False)

        def told(at: int, name: str = name, cells: pl.Series = cells) -> str:
            return f", {name}: {cells[at]!r}; needed a date, {sample}"

        refuse(found.is_null() & cells.is_not_null(), path, told)
        frame = frame.with_columns(found.alias(name))
    return frame
