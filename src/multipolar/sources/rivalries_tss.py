"""Strategic rivalries of Thompson, Sakuwa and Suhas, one row a rivalry."""

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
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

TYPES = ("positional", "spatial", "ideological", "interventionary", "principal", "aprin")
VENICE = 324


@source(
    SourceSpec(
        title="Strategic rivalries, 1494-2020 (Thompson, Sakuwa & Suhas)",
        citation=(
            "Thompson, W. R., Sakuwa, K. & Suhas, P. H. (2021). Analyzing Strategic Rivalries in "
            "World Politics. Springer. Table: Miller, S. V. (2022). peacesciencer. Conflict "
            "Management and Peace Science 39(6), 755-779."
        ),
        page="http://svmiller.com/peacesciencer/reference/tss_rivalries.html",
        licence="free for research with citation",
        versions={"2021": (File("tss_rivalries.csv", rows=264),)},
        codes="cow",
        grain="dyad-spell",
        coverage={"2021": (1494, 2020)},
        absent="zero",
        columns=(
            Column("tss_rivalry", "number", "number of the rivalry"),
            Column("tss_name", "text", "name of the rivalry"),
            Column("tss_positional", "1", "1 where it is about rank and influence", 0, 1),
            Column("tss_spatial", "1", "1 where it is about territory", 0, 1),
            Column("tss_ideological", "1", "1 where it is about systems and beliefs", 0, 1),
            Column("tss_interventionary", "1", "1 where it is about meddling within", 0, 1),
            Column("tss_principal", "1", "1 where each is the other's main rival", 0, 1),
            Column("tss_asymmetric", "1", "1 where it is the main rivalry of one of them", 0, 1),
        ),
        notes=(
            "The list stands in the book; this is the table that peacesciencer made of it, and "
            "no file of the authors.",
            "Years only: since is 1 January and until 31 December. The end 2020 is that of the "
            "list and read as open (null), in 56 rivalries.",
            "Rivalries may begin before 1816, and before COW counts either as a state. The two of "
            "Venice (ended by 1717), which has no COW number, are left out.",
            "An empty type is 0: the source marks only those that apply. Austria-Serbia is listed "
            "under Austria-Hungary (300) to its end in 1920.",
        ),
    )
)
def rivalries_tss(files: Mapping[str, Path], version: str) -> pl.DataFrame:
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
    (file,) = rivalries_tss.spec.versions[version]
    path = files[file.name]
    short = ("tssr_id", "ccode1", "ccode2", "start", "end", *TYPES)
    frame = read_frame(
        path, dict.fromkeys(short, pl.Int16) | {"rivalry": pl.String}, rows=file.rows
    )
    first, last = rivalries_tss.spec.coverage[version]
    check_unique(frame, ("tssr_id",), path)
    check_unique(frame, ("ccode1", "ccode2", "start"), path)
    check_order(frame, "start", "end", path)
    check_order(frame, "ccode1", "ccode2", path)
    for column in ("start", "end"):
        check_allowed(frame, column, range(first, last + 1), path)
    for column in ("ccode1", "ccode2"):
        check_codes(frame, column, "cow", path, extra=(VENICE,))
    for column in TYPES:
        check_range(frame, column, 1, 1, path)
    return frame.filter(pl.col("ccode1") != VENICE, pl.col("ccode2") != VENICE).select(
        pl.col("ccode1").alias("state1"),
        pl.col("ccode2").alias("state2"),
        pl.date("start", 1, 1).alias("since"),
        pl.when(pl.col("end") < last).then(pl.date("end", 12, 31)).alias("until"),
        pl.col("tssr_id").alias("tss_rivalry"),
        pl.col("rivalry").alias("tss_name"),
        *(pl.col(c).fill_null(0).alias(f"tss_{c}") for c in TYPES[:-1]),
        pl.col("aprin").fill_null(0).alias("tss_asymmetric"),
    )
