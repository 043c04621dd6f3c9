"""Militarized disputes by pair of states, made from the participants of version 5."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

ZIP = "https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip"


@source(
    SourceSpec(
        title="COW Militarized Interstate Disputes 5.0 by pair of states (derived)",
        citation=(
            "Palmer, G., McManus, R. W., D'Orazio, V., Kenwick, M. R., Karstens, M., Bloch, C., "
            "Dietrich, N., Kahn, K., Ritter, K. & Soules, M. J. (2022). The MID5 dataset, "
            "2011-2014: Procedures, coding rules, and description. Conflict Management and Peace "
            "Science 39(4), 470-482. Paired by multipolar."
        ),
        page="https://correlatesofwar.org/data-sets/mids/",
        licence="free for research with citation; not to be passed on",
        versions={
            "5.0": (
                File("MIDB 5.0.csv", ZIP, rows=5_883, member="MIDB 5.0.csv"),
                File("MIDA 5.0.csv", ZIP, rows=2_436, member="MIDA 5.0.csv"),
            )
        },
        codes="cow",
        grain="dyad-year",
        coverage={"5.0": (1816, 2014)},
        absent="zero",
        columns=(
            Column(
                "mid5_onset",
                "1",
                "1 in the year in which the two came to stand on opposite "
                "sides of a dispute, entry of a joiner included",
                0,
                1,
            ),
            Column(
                "mid5_onset_originators",
                "1",
                "1 where mid5_onset is 1 for a dispute in which both were originators",
                0,
                1,
            ),
            Column("mid5_ongoing", "1", "1 where they were on opposite sides of a dispute", 0, 1),
            Column(
                "mid5_hostlev",
                "level",
                "highest hostility in the dispute, by whomever: "
                "2 threat, 3 display, 4 use of force, 5 war",
                2,
                5,
            ),
            Column(
                "mid5_hostlev_states",
                "level",
                "highest hostility either of the two reached in the dispute, 1 none",
                1,
                5,
            ),
            Column("mid5_disputes", "disputes", "different disputes on in the year", 1),
        ),
        notes=(
            "Rule: two states make a dyad-year of a dispute if a spell of one on side A and a "
            "spell of the other on side B, as dated in MIDB, share a day of that year. Unknown "
            "days are taken as the first possible of a start and the last possible of an end.",
            "mid5_onset is 1 in the year in which such a shared spell begins: a pair that parts "
            "and meets again in the same dispute has two onsets.",
            "Limits: the pair need not have met. Brazil and Japan are a pair of the Second World "
            "War, though they never fought each other. mid_dyads is researched pair by pair.",
            "Hostility is of the whole dispute, in every year of it; the highest counts where "
            "there are several.",
        ),
    )
)
def mid5_dyads(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Pair the participants of opposite sides, one row a pair of states and year.

    Parameters
    ----------
    files
        MIDB and MIDA.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1 < state2`` (COW numbers), ``year``.
    """
    participants, disputes = mid5_dyads.spec.versions[version]
    spells = _spells(files[participants.name], participants.rows, version)
    whole = _hostility(files[disputes.name], disputes.rows, version)
    pairs = spells.filter(sidea=1).join(spells.filter(sidea=0), on="dispnum", suffix="_b")
    met = (
        pairs.filter(pl.col("ccode") != pl.col("ccode_b"))
        .with_columns(
            pl.min_horizontal("ccode", "ccode_b").alias("state1"),
            pl.max_horizontal("ccode", "ccode_b").alias("state2"),
            pl.max_horizontal("since", "since_b").alias("from"),
            pl.min_horizontal("until", "until_b").alias("to"),
            ((pl.col("orig") == 1) & (pl.col("orig_b") == 1)).alias("originators"),
            pl.max_horizontal("hostlev", "hostlev_b").alias("states"),
        )
        .filter(pl.col("from") <= pl.col("to"))
    )
    begin = pl.col("from").dt.year()
    years = met.with_columns(
        pl.int_ranges(begin, pl.col("to").dt.year() + 1).alias("year")
    ).explode("year")
    begun = years.join(whole, on="dispnum", how="left").with_columns(
        pl.col("year").cast(pl.Int16), (pl.col("year") == begin).alias("first")
    )
    return (
        begun.group_by("state1", "state2", "year")
        .agg(
            pl.col("first").any().cast(pl.Int8).alias("mid5_onset"),
            (pl.col("first") & pl.col("originators"))
            .any()
            .cast(pl.Int8)
            .alias("mid5_onset_originators"),
            pl.lit(1, pl.Int8).alias("mid5_ongoing"),
            pl.col("whole").max().alias("mid5_hostlev"),
            pl.col("states").max().alias("mid5_hostlev_states"),
            pl.col("dispnum").n_unique().cast(pl.Int16).alias("mid5_disputes"),
        )
        .sort("state1", "state2", "year")
    )


def _spells(path: Path, rows: int | None, version: str) -> pl.DataFrame:
    dates = ("stday", "stmon", "styear", "endday", "endmon", "endyear")
    short = ("ccode", "sidea", "orig", "hostlev", *dates)
    types = dict.fromkeys(short, pl.Int16) | {"dispnum": pl.Int32, "version": pl.Float64}
    frame = read_frame(path, types, missing=("-9",), rows=rows)
    check_allowed(frame, "version", (float(version),), path)
    check_codes(frame, "ccode", "cow", path)
    for column in ("styear", "endyear"):
        check_range(frame, column, *mid5_dyads.spec.coverage[version], path)
    for column in ("sidea", "orig"):
        check_allowed(frame, column, (0, 1), path)
    check_range(frame, "hostlev", 1, 5, path)
    frame = with_date(frame, "since", ("styear", "stmon", "stday"), path)
    frame = with_date(frame, "until", ("endyear", "endmon", "endday"), path, last=True)
    return check_unique(frame, ("dispnum", "ccode", "since"), path)


def _hostility(path: Path, rows: int | None, version: str) -> pl.DataFrame:
    types = {"dispnum": pl.Int32, "hostlev": pl.Int16, "version": pl.Float64}
    frame = read_frame(path, types, missing=("-9",), rows=rows)
    check_allowed(frame, "version", (float(version),), path)
    check_unique(frame, ("dispnum",), path)
    check_range(frame, "hostlev", 2, 5, path)
    return frame.select("dispnum", pl.col("hostlev").alias("whole"))
