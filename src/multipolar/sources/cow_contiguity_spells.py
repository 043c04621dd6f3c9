"""COW direct contiguity by spell."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import (
    check_allowed,
    check_codes,
    check_order,
    check_range,
    check_unique,
)
from multipolar.framedates import as_dates
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW Direct Contiguity: spells",
        citation=(
            "Stinnett, D. M., Tir, J., Schafer, P., Diehl, P. F. & Gochman, C. (2002). The "
            "Correlates of War Project Direct Contiguity data, version 3. Conflict Management "
            "and Peace Science 19(2), 58-66. Data: version 3.2."
        ),
        page="https://correlatesofwar.org/data-sets/direct-contiguity/",
        licence="free for research with citation; not to be passed on",
        versions={
            "3.2": (
                File(
                    "contdir.csv",
                    "https://correlatesofwar.org/wp-content/uploads/DirectContiguity320.zip",
                    rows=847,
                    member="DirectContiguity320/contdir.csv",
                ),
            ),
        },
        codes="cow",
        grain="dyad-spell",
        coverage={"3.2": (1816, 2016)},
        absent="zero",
        columns=(
            Column(
                "contiguity",
                "class",
                "1 land or river border; sea within 2 to 12, 3 to 24, 4 to 150, 5 to 400 miles",
                1,
                5,
            ),
        ),
        notes=(
            "The file gives years and months: a spell begins on the first day of its first "
            "month and ends on the last day of its last.",
            "A spell to December 2016, where the data end, has no end: until is null.",
            "A change of type inside a month makes two spells share that month.",
        ),
    )
)
def cow_contiguity_spells(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read contiguity, one row a dyad and spell of one type.

    Parameters
    ----------
    files
        The master file of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1`` < ``state2`` (COW numbers), ``since``, ``until`` and type.
    """
    (file,) = cow_contiguity_spells.spec.versions[version]
    path = files[file.name]
    states = ("statelno", "statehno")
    types = {"conttype": pl.Int8, "begin": pl.String, "end": pl.String, "version": pl.String}
    frame = read_frame(path, {**dict.fromkeys(states, pl.Int16), **types}, rows=file.rows)
    check_allowed(frame, "version", (version,), path)
    for state in states:
        check_codes(frame, state, "cow", path)
    check_order(frame, "statelno", "statehno", path)
    check_allowed(frame, "conttype", range(1, 6), path)
    check_unique(frame, (*states, "begin"), path)
    first, last = cow_contiguity_spells.spec.coverage[version]
    month = pl.col("begin", "end").str.replace(r"^(\d{4})(\d\d)$", "${1}-${2}-01")
    frame = as_dates(frame.with_columns(month), ("begin", "end"), path)
    frame = frame.with_columns(pl.col("end").dt.month_end())
    check_order(frame, "begin", "end", path)
    years = frame.with_columns(pl.col("begin", "end").dt.year())
    for column in ("begin", "end"):
        check_range(years, column, first, last, path)
    return frame.select(
        state1="statelno",
        state2="statehno",
        since="begin",
        until=pl.when(pl.col("end") < pl.date(last, 12, 31)).then("end"),
        contiguity="conttype",
    )
