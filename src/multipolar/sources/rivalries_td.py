"""Strategic rivalries of Thompson and Dreyer, one row a rivalry."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_order, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

TYPES = ("positional", "spatial", "ideological", "interventionary")
VENICE = 324


@source(
    SourceSpec(
        title="Strategic rivalries, 1494-2010 (Thompson & Dreyer)",
        citation=(
            "Thompson, W. R. & Dreyer, D. (2012). Handbook of International Rivalries. CQ Press. "
            "Table: Miller, S. V. (2022). peacesciencer. Conflict Management and Peace Science "
            "39(6), 755-779."
        ),
        page="http://svmiller.com/peacesciencer/reference/td_rivalries.html",
        licence="free for research with citation",
        versions={"2012": (File("td_rivalries.csv", rows=197),)},
        codes="cow",
        grain="dyad-spell",
        coverage={"2012": (1494, 2010)},
        absent="zero",
        columns=(
            Column("td_rivalry", "number", "number of the rivalry"),
            Column("td_name", "text", "name of the rivalry"),
            Column("td_region", "text", "region"),
            Column("td_type", "text", "first type: positional, spatial, ideological, or other"),
            Column("td_positional", "1", "1 where a type is positional: rank, influence", 0, 1),
            Column("td_spatial", "1", "1 where a type is spatial: territory", 0, 1),
            Column("td_ideological", "1", "1 where a type is ideological", 0, 1),
            Column("td_interventionary", "1", "1 where a type is interventionary", 0, 1),
        ),
        notes=(
            "The list stands in the book; this is the table that peacesciencer made of it, and "
            "no file of the authors.",
            "Years only: since is 1 January and until 31 December. The end 2010 is that of the "
            "list and read as open (null), in 42 rivalries.",
            "Rivalries may begin before 1816, and before COW counts either as a state. The two of "
            "Venice (ended by 1717), which has no COW number, are left out.",
            "Austria-Serbia is listed under Austria-Hungary (300) to its end in 1920.",
        ),
    )
)
def rivalries_td(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the rivalries, one row each.

    Parameters
    ----------
    files
        The list of rivalries.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1 < state2`` (COW numbers), ``since``, ``until``.
    """
    (file,) = rivalries_td.spec.versions[version]
    path = files[file.name]
    text = ("rivalryname", "region", "type1", "type2", "type3")
    short = ("rivalryno", "ccode1", "ccode2", "styear", "endyear")
    frame = read_frame(
        path, dict.fromkeys(short, pl.Int16) | dict.fromkeys(text, pl.String), rows=file.rows
    )
    first, last = rivalries_td.spec.coverage[version]
    check_unique(frame, ("rivalryno",), path)
    check_unique(frame, ("ccode1", "ccode2", "styear"), path)
    check_order(frame, "styear", "endyear", path)
    check_order(frame, "ccode1", "ccode2", path)
    for column in ("styear", "endyear"):
        check_allowed(frame, column, range(first, last + 1), path)
    for column in ("ccode1", "ccode2"):
        check_codes(frame, column, "cow", path, extra=(VENICE,))
    check_allowed(frame, "type1", TYPES, path)
    for column in ("type2", "type3"):
        check_allowed(
            frame.with_columns(pl.col(column).fill_null("-")), column, ("-", *TYPES), path
        )
    any_type = pl.concat_list("type1", "type2", "type3")
    return frame.filter(pl.col("ccode1") != VENICE, pl.col("ccode2") != VENICE).select(
        pl.col("ccode1").alias("state1"),
        pl.col("ccode2").alias("state2"),
        pl.date("styear", 1, 1).alias("since"),
        pl.when(pl.col("endyear") < last).then(pl.date("endyear", 12, 31)).alias("until"),
        pl.col("rivalryno").alias("td_rivalry"),
        pl.col("rivalryname").alias("td_name"),
        pl.col("region").alias("td_region"),
        pl.col("type1").alias("td_type"),
        *(any_type.list.contains(t).cast(pl.Int8).alias(f"td_{t}") for t in TYPES),
    )
