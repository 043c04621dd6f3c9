"""Militarized disputes between pairs of states, researched pair by pair."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW Dyadic Militarized Interstate Disputes",
        citation=(
            "Maoz, Z., Johnson, P. L., Kaplan, J., Ogunkoya, F. & Shreve, A. P. (2019). The "
            "dyadic militarized interstate disputes (MIDs) dataset version 3.0: Logic, "
            "characteristics, and comparisons to alternative datasets. Journal of Conflict "
            "Resolution 63(3), 811-835."
        ),
        page="https://correlatesofwar.org/data-sets/mids/",
        licence="free for research with citation; not to be passed on",
        versions={"4.02": (File("dyadic_mid_4.02.csv", rows=10_358),)},
        codes="cow",
        grain="dyad-year",
        coverage={"4.02": (1816, 2014)},
        absent="zero",
        columns=(
            Column("mid_onset", "1", "1 where a dispute between the two began in the year", 0, 1),
            Column("mid_ongoing", "1", "1 where a dispute between the two was on", 0, 1),
            Column(
                "mid_hostlev_max",
                "level",
                "highest hostility between the two: 2 threat, 3 display, 4 use of force, 5 war",
                2,
                5,
            ),
            Column("mid_fatality_max", "level", "deaths, 0 none to 6 over 999", 0, 6),
            Column("mid_dyad_war", "1", "1 where a dispute of the two was a war", 0, 1),
            Column("mid_dyad_disputes", "disputes", "different disputes on in the year", 1),
        ),
        notes=(
            "The file has both directions and several disputes a pair and year: 10,358 lines "
            "become 4,645 dyad-years. Hostility is that of the dispute between the two over its "
            "whole course; the highest counts where there are several.",
            "Unknown deaths (-9) count only where no dispute of the year has a known level.",
            "mid_onset is 1 in the year the file gives as start of a dyadic dispute. Some pairs "
            "have several in one dispute number (Israel and Syria in 4182).",
            "Known errors: sideab is 1969 in four lines; war differs between the directions for "
            "Chad and Rwanda 1998-99 (1 is kept); Israel and Syria 1997-99 stand under a dispute "
            "dated 1995-96; three lines have no ongo2014. None of these columns but war is used.",
            "The publisher has since issued 4.03, which is not read here.",
        ),
    )
)
def mid_dyads(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the dyadic disputes, one row a pair of states and year.

    Parameters
    ----------
    files
        The dyadic dispute-years.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1 < state2`` (COW numbers), ``year``. -9 is unknown.
    """
    (file,) = mid_dyads.spec.versions[version]
    path = files[file.name]
    codes = {"hihost": (2, 5), "fatlev": (0, 6), "war": (0, 1)}
    short = ("statea", "stateb", "year", "strtyr", *codes)
    frame = read_frame(
        path,
        dict.fromkeys(short, pl.Int16) | {"disno": pl.Int32, "newar": pl.Int16},
        missing=("-9",),
        rows=file.rows,
    )
    check_allowed(frame, "newar", (0, 1), path)
    for column in ("statea", "stateb"):
        check_codes(frame, column, "cow", path)
    for column in ("year", "strtyr"):
        check_range(frame, column, *mid_dyads.spec.coverage[version], path)
    for column, (low, high) in codes.items():
        check_range(frame, column, low, high, path)
    return (
        frame.group_by(
            pl.min_horizontal("statea", "stateb").alias("state1"),
            pl.max_horizontal("statea", "stateb").alias("state2"),
            "year",
        )
        .agg(
            (pl.col("strtyr") == pl.col("year")).any().cast(pl.Int8).alias("mid_onset"),
            pl.lit(1, pl.Int8).alias("mid_ongoing"),
            pl.col("hihost").max().alias("mid_hostlev_max"),
            pl.col("fatlev").max().alias("mid_fatality_max"),
            pl.col("war").max().alias("mid_dyad_war"),
            pl.col("disno").n_unique().cast(pl.Int16).alias("mid_dyad_disputes"),
        )
        .sort("state1", "state2", "year")
    )
