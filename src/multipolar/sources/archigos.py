"""Archigos: leaders of states."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_order, check_range, check_unique
from multipolar.framedates import as_dates
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

TEXT = ("obsid", "leader", "entry", "exit", "exitcode", "posttenurefate", "gender")


@source(
    SourceSpec(
        title="Archigos: A Data Set on Leaders",
        citation=(
            "Goemans, H. E., Gleditsch, K. S. & Chiozza, G. (2009). Introducing Archigos: A "
            "dataset of political leaders. Journal of Peace Research 46(2), 269-283. Version 4.1."
        ),
        page="http://ksgleditsch.com/archigos.html",
        licence="free for research with citation",
        versions={
            "4.1": (
                File(
                    "1March_Archigos_4.1.txt",
                    "http://ksgleditsch.com/data/1March_Archigos_4.1.txt",
                    rows=3_409,
                    also=("archigos_4_1.csv",),
                ),
            ),
        },
        codes="gw",
        grain="state-spell",
        coverage={"4.1": (1840, 2015)},
        absent="unknown",
        columns=(
            Column("archigos_obsid", "text", "identifier of the spell"),
            Column("archigos_leader", "text", "name of the effective leader"),
            Column("archigos_entry", "text", "manner of entry"),
            Column("archigos_exit", "text", "manner of exit; null while in office"),
            Column("archigos_exitcode", "text", "detail of the exit; null while in office"),
            Column("archigos_fate", "text", "fate within a year of losing office, as coded"),
            Column("archigos_gender", "text", "F or M"),
            Column("archigos_born", "year", "year of birth", 1700, 2015),
            Column("archigos_terms", "count", "previous times in office", 0),
        ),
        notes=(
            "Codes are Gleditsch-Ward numbers though the column is called ccode: Germany is 260 "
            "after 1949.",
            "168 leaders were in office when coding ended (31 December 2015; three in 2014): "
            "their spells are open, which is censoring and not knowledge of later years.",
            "Several spells may share a day or a year; the leader of a year is a choice of rule.",
            "Negative numbers are missing values.",
            "Read and checked in a converted copy (archigos_4_1.csv, UTF-8, commas). The "
            "publisher's text is expected with tabs and in Windows-1252, and was not at hand.",
        ),
    )
)
def archigos(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read Archigos, one row a spell in office.

    Parameters
    ----------
    files
        The table of leaders.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (GW number), ``since``, ``until`` (null: in office at the end
        of coding), name, manner of entry and exit.
    """
    (file,) = archigos.spec.versions[version]
    path = files[file.name]
    tabs = path.name.startswith("1March")
    frame = read_frame(
        path,
        {
            "ccode": pl.Int16,
            "startdate": pl.String,
            "enddate": pl.String,
            "yrborn": pl.Int16,
            "prevtimesinoffice": pl.Int16,
            **dict.fromkeys(TEXT, pl.String),
        },
        missing=("NA", "-999", "-888", "-777", "-666"),
        encoding="cp1252" if tabs else "utf-8",
        separator="\t" if tabs else ",",
        rows=file.rows,
    )
    as_dated = as_dates(frame, ("startdate", "enddate"), path)
    check_codes(frame, "ccode", "gw", path)
    check_unique(frame, ("obsid",), path)
    check_unique(frame, ("ccode", "startdate", "enddate"), path)
    years = as_dated.select(pl.col("startdate").dt.year(), pl.col("enddate").dt.year())
    for name in years.columns:
        check_range(years, name, *archigos.spec.coverage[version], path)
    check_order(as_dated, "startdate", "enddate", path)
    sitting = pl.col("exit") == "Still in Office"
    ended = [pl.when(~sitting).then(c).alias(c) for c in ("enddate", "exit", "exitcode")]
    return as_dated.with_columns(ended).rename(
        {
            "ccode": "state",
            "startdate": "since",
            "enddate": "until",
            "yrborn": "archigos_born",
            "prevtimesinoffice": "archigos_terms",
            "posttenurefate": "archigos_fate",
            **{c: f"archigos_{c}" for c in TEXT if c != "posttenurefate"},
        }
    )
