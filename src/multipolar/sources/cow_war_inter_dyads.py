"""Wars between states by pair of states that fought each other, by year."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW Dyadic Inter-State Wars",
        citation=(
            "Maoz, Z., Johnson, P. L., Kaplan, J., Ogunkoya, F. & Shreve, A. P. (2019). The "
            "dyadic militarized interstate disputes (MIDs) dataset version 3.0: Logic, "
            "characteristics, and comparisons to alternative datasets. Journal of Conflict "
            "Resolution 63(3), 811-835."
        ),
        page="https://correlatesofwar.org/data-sets/cow-war/",
        licence="free for research with citation; not to be passed on",
        versions={
            "1.0": (
                File(
                    "directed_dyadic_war.csv",
                    "https://correlatesofwar.org/wp-content/uploads/"
                    "Dyadic-Interstate-War-Dataset.zip",
                    rows=1_364,
                    member="directed_dyadic_war.csv",
                ),
            )
        },
        codes="cow",
        grain="dyad-year",
        coverage={"1.0": (1816, 2010)},
        absent="zero",
        columns=(
            Column("war_ongoing", "1", "1 where the two fought each other in a war", 0, 1),
            Column("war_at_end", "1", "1 where a war went on at the end of the year", 0, 1),
            Column("war_onset", "1", "1 where war between the two began in the year", 0, 1),
            Column("war_number", "number", "COW number of the war; the lowest of several"),
            Column("war_count", "wars", "different wars between the two in the year", 1),
            Column("war_deaths1", "persons", "deaths of state1 in the whole war with state2", 0),
            Column("war_deaths2", "persons", "deaths of state2 in the whole war with state1", 0),
        ),
        notes=(
            "A pair is at war if both fought: 100 battle deaths or 1,000 troops against the "
            "other. Start and end are those of battles, not of declarations.",
            "The file has both directions, 1,364 lines; five dyad-years have two wars.",
            "Deaths are of the whole war between the two, repeated in each of its years: never "
            "sum them over years. Where the source cannot divide a state's deaths among its "
            "enemies it repeats the total. Added up where a year has two wars.",
        ),
    )
)
def cow_war_inter_dyads(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the dyadic wars, one row a pair of states and year.

    Parameters
    ----------
    files
        The directed dyadic war-years.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1 < state2`` (COW numbers), ``year``.
    """
    (file,) = cow_war_inter_dyads.spec.versions[version]
    path = files[file.name]
    short = ("warnum", "statea", "stateb", "warstrtyr", "warendyr", "year", "durindx")
    types = dict.fromkeys(short, pl.Int16) | dict.fromkeys(("batdtha", "batdthb"), pl.Int64)
    frame = read_frame(path, types, rows=file.rows)
    check_allowed(frame, "durindx", range(1, 100), path)
    for column in ("statea", "stateb"):
        check_codes(frame, column, "cow", path)
    for column in ("year", "warstrtyr"):
        check_range(frame, column, *cow_war_inter_dyads.spec.coverage[version], path)
    check_unique(frame, ("warnum", "statea", "stateb", "year"), path)
    return (
        frame.filter(pl.col("statea") < pl.col("stateb"))
        .group_by(pl.col("statea").alias("state1"), pl.col("stateb").alias("state2"), "year")
        .agg(
            pl.lit(1, pl.Int8).alias("war_ongoing"),
            (pl.col("warendyr") > pl.col("year")).any().cast(pl.Int8).alias("war_at_end"),
            (pl.col("warstrtyr") == pl.col("year")).any().cast(pl.Int8).alias("war_onset"),
            pl.col("warnum").min().alias("war_number"),
            pl.col("warnum").n_unique().cast(pl.Int16).alias("war_count"),
            _total("batdtha").alias("war_deaths1"),
            _total("batdthb").alias("war_deaths2"),
        )
        .sort("state1", "state2", "year")
    )


def _total(column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_null().any()).then(None).otherwise(pl.col(column).sum())
