"""Refuse a frame that is not as published, naming the line of the file and what is wrong."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import polars as pl

from multipolar.errors import DataError
from multipolar.registry import Number, states


def refuse(wrong: pl.Series, path: Path, told: Callable[[int], str], *, first: int = 2) -> None:
    """Refuse a table that has a wrong row.

    Parameters
    ----------
    wrong
        Whether each row is wrong; null where it is not.
    path
        Where the table is from.
    told
        Place of a row → what is wrong with it.
    first
        Line of the file that the first row stands on.

    Raises
    ------
    DataError
        A row is wrong; the message names the line of the first.
    """
    if wrong.any():
        at = int(wrong.arg_true()[0])
        msg = f"{path}, line {at + first}{told(at)}"
        raise DataError(msg)


def check_unique(frame: pl.DataFrame, keys: Sequence[str], path: Path) -> pl.DataFrame:
    """Return the frame if no key stands twice.

    Raises
    ------
    DataError
        A key stands twice; the message names it and its line.
    """
    if frame.group_by(keys).len().height < frame.height:
        twice = frame.select(keys).is_duplicated()
        lines = int(twice.sum())
        more = f" ({lines} lines like it)" if lines > 2 else ""

        def told(at: int) -> str:
            said = ", ".join(f"{k} {frame[k][at]}" for k in keys)
            return f": {said} stands more than once{more}; needed each once"

        refuse(twice, path, told)
    return frame


def check_range(
    frame: pl.DataFrame, column: str, low: float, high: float, path: Path
) -> pl.DataFrame:
    """Return the frame if a column stays within bounds.

    Raises
    ------
    DataError
        A value lies outside; the message names its line.
    """
    cells = frame[column]
    needed = f"needed {low:g} to {high:g}; are its codes or columns shifted?"
    refuse((cells < low) | (cells > high), path, lambda at: f", {column}: {cells[at]}; {needed}")
    return frame


def check_codes(
    frame: pl.DataFrame, column: str, system: Number, path: Path, *, extra: Iterable[int] = ()
) -> pl.DataFrame:
    """Return the frame if every code of a column is one of the system.

    Raises
    ------
    DataError
        A number is no state of the system at any time; the message names its
        line.
    """
    cells = frame[column]
    known = {getattr(s, system) for s in states()} - {None} | set(extra)
    why = f"is no {system.upper()} code; are its columns shifted, or its codes of another system?"
    wrong = ~cells.is_in(list(known)) & cells.is_not_null()
    refuse(wrong, path, lambda at: f", {column}: {cells[at]} {why}")
    return frame


def check_allowed(
    frame: pl.DataFrame, column: str, allowed: Iterable[object], path: Path
) -> pl.DataFrame:
    """Return the frame if every cell of a column is known and one of those allowed.

    Raises
    ------
    DataError
        A cell is empty or another value; the message names its line.
    """
    values = list(allowed)
    cells = frame[column]

    def told(at: int) -> str:
        needed = f"needed {' or '.join(map(str, values))}"
        return f", {column}: {cells[at]!r}; {needed}; is the file cut short or of another release?"

    refuse(~cells.is_in(values).fill_null(value=False), path, told)
    return frame


def check_order(frame: pl.DataFrame, since: str, until: str, path: Path) -> pl.DataFrame:
    """Return the frame if nothing ends before it begins.

    Raises
    ------
    DataError
        A spell ends before it begins; the message names its line.
    """
    first, last = frame[since], frame[until]

    def told(at: int) -> str:
        spell = f"ends {last[at]}, before it begins, {first[at]}"
        return f", {until}: {spell}; are its columns shifted?"

    refuse(last < first, path, told)
    return frame


def known_iso3(
    frame: pl.DataFrame, column: str, path: Path, *, extra: Iterable[str] = ()
) -> pl.DataFrame:
    """Return the frame if every code of a column is the public one of a state, past or present.

    Raises
    ------
    DataError
        A cell is empty or another code; the message names its line.
    """
    codes = {code for state in states() for code in (state.code, state.iso3)} - {""}
    return check_allowed(frame, column, codes | set(extra), path)
