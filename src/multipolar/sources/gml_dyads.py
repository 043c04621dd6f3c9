"""Gibler, Miller and Little's revision of the militarized disputes, by pair of states."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="Gibler-Miller-Little militarized interstate disputes (GML MID), dyad-years",
        citation=(
            "Gibler, D. M., Miller, S. V. & Little, E. K. (2016). An analysis of the militarized "
            "interstate dispute (MID) dataset, 1816-2001. International Studies Quarterly 60(4), "
            "719-730."
        ),
        page="http://svmiller.com/gml-mid-data/",
        licence="free for research with citation",
        versions={"2.1.1": (File("gml-ddy-disputes-2.1.1.csv", rows=10_338),)},
        codes="cow",
        grain="dyad-year",
        coverage={"2.1.1": (1816, 2010)},
        absent="zero",
        columns=(
            Column("gml_onset", "1", "1 where a dispute began for the two, entry included", 0, 1),
            Column("gml_ongoing", "1", "1 where a dispute was on", 0, 1),
            Column(
                "gml_hostlev",
                "level",
                "highest hostility in the dispute, by whomever: 2 threat, "
                "3 display, 4 use of force, 5 war",
                2,
                5,
            ),
            Column(
                "gml_hostlev_states",
                "level",
                "highest hostility either of the two reached in the dispute, 1 none",
                1,
                5,
            ),
            Column("gml_fatality", "level", "deaths in the dispute, 0 none to 6 over 999", 0, 6),
            Column("gml_disputes", "disputes", "different disputes on in the year", 1),
            Column("gml_originators", "1", "1 where both were there from the first day", 0, 1),
        ),
        notes=(
            "The file has both directions: two states are a pair if they stood on opposite sides "
            "of a dispute, whether or not they met. Hostility and deaths are of the dispute as a "
            "whole, in every year of it.",
            "1,044 lines beyond the first of a dyad-year: where there are several disputes the "
            "highest value is kept, where most users keep one dispute by rules of exclusion.",
            "Dispute 4273 gives Iraq and the United Arab Emirates 1999 twice.",
            "Unknown deaths (-9) count only where no dispute of the year has a known level.",
            "Version 2.2.1 is the last; the official file read here is 2.1.1. Its makers now offer "
            "the Militarized Interstate Confrontations (MIC) data instead.",
        ),
    )
)
def gml_dyads(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the disputes, one row a pair of states and year.

    Parameters
    ----------
    files
        The directed dyadic dispute-years.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1 < state2`` (COW numbers), ``year``. -9 is unknown.
    """
    (file,) = gml_dyads.spec.versions[version]
    path = files[file.name]
    codes = {"hostlev": (2, 5), "hostlev1": (1, 5), "hostlev2": (1, 5), "fatality": (0, 6)}
    flags = ("midonset", "midongoing", "orig1", "orig2")
    frame = read_frame(
        path,
        dict.fromkeys(("ccode1", "ccode2", "year", *flags, *codes), pl.Int16)
        | {"dispnum": pl.Int32, "version": pl.String},
        missing=("-9",),
        rows=file.rows,
    )
    check_allowed(frame, "version", (f"gml-{version}",), path)
    check_allowed(frame, "midongoing", (1,), path)
    for column in ("ccode1", "ccode2"):
        check_codes(frame, column, "cow", path)
    check_range(frame, "year", *gml_dyads.spec.coverage[version], path)
    for column, (low, high) in codes.items():
        check_range(frame, column, low, high, path)
    both = (pl.col("orig1") == 1) & (pl.col("orig2") == 1)
    return (
        frame.group_by(
            pl.min_horizontal("ccode1", "ccode2").alias("state1"),
            pl.max_horizontal("ccode1", "ccode2").alias("state2"),
            "year",
        )
        .agg(
            pl.col("midonset").max().alias("gml_onset"),
            pl.lit(1, pl.Int8).alias("gml_ongoing"),
            pl.col("hostlev").max().alias("gml_hostlev"),
            pl.max_horizontal("hostlev1", "hostlev2").max().alias("gml_hostlev_states"),
            pl.col("fatality").max().alias("gml_fatality"),
            pl.col("dispnum").n_unique().cast(pl.Int16).alias("gml_disputes"),
            both.any().cast(pl.Int8).alias("gml_originators"),
        )
        .sort("state1", "state2", "year")
    )
