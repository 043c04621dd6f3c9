"""Read the votes of the General Assembly, the table that several sources are made of."""

from pathlib import Path

import polars as pl

from multipolar.codes import convert
from multipolar.errors import DataError, UnknownState
from multipolar.framechecks import check_allowed, check_unique
from multipolar.frames import read_frame

VOTES = {"yes": 1, "abstain": 2, "no": 3}

GONE = {
    "Taiwan": 713,
    "Federal Republic of Germany": 260,
    "German Democratic Republic": 265,
    "Czechoslovakia": 315,
    "Yugoslavia": 345,
    "Zanzibar": 511,
    "Yemen Arab Republic": 678,
    "Yemen People's Republic": 680,
}
"""Name in the table → COW number, where it is not that of a state of today."""


def read_votes(path: Path, rows: int | None) -> pl.DataFrame:
    """Read votes in the layout of the R package unvotes.

    Parameters
    ----------
    path
        The table: roll call (rcid), name of the state and vote.
    rows
        Lines of data the release has.

    Returns
    -------
    polars.DataFrame
        ``rcid``, ``state`` (COW number) and ``vote``: 1 yes, 2 abstention, 3 no.

    Raises
    ------
    DataError
        As in `read_frame`, or a state or vote is unknown or stands twice.
    """
    wanted = {"rcid": pl.Int32, "country": pl.String, "vote": pl.String}
    frame = read_frame(path, wanted, rows=rows)
    check_allowed(frame, "vote", VOTES, path)
    names = frame["country"].drop_nulls().unique(maintain_order=True).to_list()
    numbers = {name: _number(name, path) for name in names}
    coded = frame.select(
        "rcid",
        state=pl.col("country").replace_strict(numbers, return_dtype=pl.Int16),
        vote=pl.col("vote").replace_strict(VOTES, return_dtype=pl.Int8),
    )
    return check_unique(coded, ("rcid", "state"), path)


def _number(name: str, path: Path) -> int:
    try:
        return GONE.get(name) or convert(name.partition(" (")[0], "cow")
    except UnknownState as error:
        msg = f"{path}, country: {error}"
        raise DataError(msg) from None
