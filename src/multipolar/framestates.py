"""Turn the names of states in a table into codes."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from multipolar.codes import resolve
from multipolar.errors import DataError, UnknownState


def with_text(
    frame: pl.DataFrame, name: str, columns: Sequence[str], made: Callable[..., str | None]
) -> pl.DataFrame:
    """Return the frame with a column of text that a function makes of the cells of others.

    Parameters
    ----------
    frame
        With the columns, in which few cells differ.
    name
        Of the new column.
    columns
        Whose cells the function takes, in this order.
    made
        Called once for each combination of cells that occurs.
    """
    kinds = frame.select(columns).unique()
    texts = pl.Series(name, [made(*cells) for cells in kinds.iter_rows()], dtype=pl.String)
    told = kinds.with_columns(texts)
    return frame.join(told, on=columns, how="left", nulls_equal=True, maintain_order="left")


def with_states(
    frame: pl.DataFrame, column: str, path: Path, *, aliases: Mapping[str, object] | None = None
) -> pl.DataFrame:
    """Return the frame with ``state``, the public code a name means in its ``year``.

    It is null in years in which a known name is no state, so that a colony or
    a state that has ended can be told from one.

    Parameters
    ----------
    frame
        With a column of names and ``year``.
    column
        Of names.
    path
        Where the table is from, for the message.
    aliases
        Name → what to resolve instead of it; a COW number where the name of
        one state covers the one before it.

    Raises
    ------
    DataError
        A name is that of no state in any of its years; the message names its
        line.
    """

    def code(name: str, year: int) -> str | None:
        try:
            return resolve((aliases or {}).get(name, name), int(year))
        except UnknownState:
            return None

    coded = with_text(frame, "state", (column, "year"), code)
    known = coded.filter(pl.col("state").is_not_null())[column].unique()
    strange = ~frame[column].is_in(known.to_list())
    if strange.any():
        at = int(strange.arg_true()[0])
        msg = f"{path}, row {at + 1} of data, {column}: {frame[column][at]!r} is no state known"
        raise DataError(msg)
    return coded
