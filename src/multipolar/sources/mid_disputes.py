"""Militarized interstate disputes, one row a dispute."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

ZIP = "https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip"
CODES = {
    "outcome": (-9, 9),
    "settle": (-9, 4),
    "fatality": (-9, 6),
    "hiact": (1, 21),
    "hostlev": (2, 5),
    "recip": (0, 1),
    "numa": (1, 99),
    "numb": (1, 99),
}


@source(
    SourceSpec(
        title="COW Militarized Interstate Disputes: disputes (MIDA)",
        citation=(
            "Palmer, G., McManus, R. W., D'Orazio, V., Kenwick, M. R., Karstens, M., Bloch, C., "
            "Dietrich, N., Kahn, K., Ritter, K. & Soules, M. J. (2022). The MID5 dataset, "
            "2011-2014: Procedures, coding rules, and description. Conflict Management and Peace "
            "Science 39(4), 470-482."
        ),
        page="https://correlatesofwar.org/data-sets/mids/",
        licence="free for research with citation; not to be passed on",
        versions={"5.0": (File("MIDA 5.0.csv", ZIP, rows=2_436, member="MIDA 5.0.csv"),)},
        codes="cow",
        grain="event",
        coverage={"5.0": (1816, 2014)},
        absent="zero",
        columns=(
            Column("mid_since", "date", "first day, or the first possible"),
            Column("mid_until", "date", "last day, or the last possible; null: on at the end"),
            Column("mid_start_year", "year", "year it began", 1816, 2014),
            Column("mid_end_year", "year", "year it ended or was last observed", 1816, 2014),
            Column(
                "mid_hostlev",
                "level",
                "highest hostility: 2 threat, 3 display, 4 use of force, 5 war",
                2,
                5,
            ),
            Column("mid_hiact", "code", "highest action, 1 to 21", 1, 21),
            Column(
                "mid_fatality",
                "level",
                "deaths: 0 none, 1 1-25, 2 26-100, 3 101-250, 4 251-500, 5 501-999, 6 over 999",
                0,
                6,
            ),
            Column("mid_fatalities", "persons", "deaths where the number is known", 0),
            Column("mid_recip", "1", "1 where side B answered with militarized action", 0, 1),
            Column("mid_outcome", "code", "how it ended, 1 to 9 as in the codebook", 1, 9),
            Column("mid_settle", "code", "how it was settled, 1 to 4 as in the codebook", 1, 4),
            Column("mid_days_min", "days", "shortest possible duration", 0),
            Column("mid_days_max", "days", "longest possible duration", 1),
            Column("mid_side_a", "states", "states on side A", 1),
            Column("mid_side_b", "states", "states on side B", 1),
        ),
        notes=(
            "Unknown days are the first (mid_since) or last (mid_until) of their month; null "
            "mid_until means that the dispute was on at the end of 2014.",
            "mid_hostlev is never 1: a dispute needs at least a threat.",
            "Codes of outcome 9 (joins ongoing war) mean the dispute became part of a war.",
        ),
    )
)
def mid_disputes(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the disputes, one row each.

    Parameters
    ----------
    files
        MIDA.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` is the dispute number. -9 is unknown.
    """
    (file,) = mid_disputes.spec.versions[version]
    path = files[file.name]
    short = ("stday", "stmon", "styear", "endday", "endmon", "endyear", "ongo2014", *CODES)
    long = ("dispnum", "mindur", "maxdur", "fatalpre")
    types = dict.fromkeys(short, pl.Int16) | dict.fromkeys(long, pl.Int32)
    frame = read_frame(path, types | {"version": pl.Float64}, missing=("-9",), rows=file.rows)
    check_allowed(frame, "version", (float(version),), path)
    check_allowed(frame, "ongo2014", (0, 1), path)
    check_unique(frame, ("dispnum",), path)
    for column, (low, high) in CODES.items():
        check_range(frame, column, low, high, path)
    for column in ("styear", "endyear"):
        check_range(frame, column, *mid_disputes.spec.coverage[version], path)
    frame = with_date(frame, "mid_since", ("styear", "stmon", "stday"), path)
    frame = with_date(frame, "mid_until", ("endyear", "endmon", "endday"), path, last=True)
    on = pl.col("ongo2014") == 1
    return frame.select(
        pl.col("dispnum").alias("event"),
        "mid_since",
        pl.when(~on).then("mid_until"),
        pl.col("styear").alias("mid_start_year"),
        pl.col("endyear").alias("mid_end_year"),
        *(pl.col(c).alias(f"mid_{c}") for c in ("hostlev", "hiact", "fatality", "recip")),
        *(pl.col(c).alias(f"mid_{c}") for c in ("outcome", "settle")),
        pl.col("fatalpre").alias("mid_fatalities"),
        pl.col("mindur").alias("mid_days_min"),
        pl.col("maxdur").alias("mid_days_max"),
        pl.col("numa").alias("mid_side_a"),
        pl.col("numb").alias("mid_side_b"),
    )
