"""Arms races between rivals, one row a race."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_order, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="Arms races (Gibler, Rider & Hutchison)",
        citation=(
            "Gibler, D. M., Rider, T. J. & Hutchison, M. L. (2005). Taking arms against a sea of "
            "troubles: Conventional arms races during periods of rivalry. Journal of Peace "
            "Research 42(2), 131-147. Table: Miller, S. V. (2022). peacesciencer. Conflict "
            "Management and Peace Science 39(6), 755-779."
        ),
        page="http://svmiller.com/peacesciencer/reference/grh_arms_races.html",
        licence="free for research with citation",
        versions={"2005": (File("grh_arms_races.csv", rows=71),)},
        codes="cow",
        grain="dyad-spell",
        coverage={"2005": (1854, 1984)},
        absent="unknown",
        columns=(Column("grh_race", "number", "number of the race"),),
        notes=(
            "A race needs a rivalry in which both raise military spending or personnel by 8 per "
            "cent a year or more for three years, and evidence that each answers the other.",
            "Years only: since is 1 January and until 31 December.",
            "The coverage given here is that of the races listed (1854-1984); the years searched "
            "are wider, but were not checked in the article, so absence is not read as none.",
            "This is the table as peacesciencer has it, and no file of the authors.",
        ),
    )
)
def arms_races(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the arms races, one row each.

    Parameters
    ----------
    files
        The list of arms races.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1 < state2`` (COW numbers), ``since``, ``until``.
    """
    (file,) = arms_races.spec.versions[version]
    path = files[file.name]
    names = ("race_id", "ccode1", "ccode2", "styear", "endyear")
    frame = read_frame(path, dict.fromkeys(names, pl.Int16), rows=file.rows)
    first, last = arms_races.spec.coverage[version]
    check_unique(frame, ("race_id",), path)
    for column in ("ccode1", "ccode2"):
        check_codes(frame, column, "cow", path)
    for column in ("styear", "endyear"):
        check_allowed(frame, column, range(first, last + 1), path)
    check_order(frame, "ccode1", "ccode2", path)
    check_order(frame, "styear", "endyear", path)
    check_unique(frame, ("ccode1", "ccode2", "styear"), path)
    return frame.select(
        pl.col("ccode1").alias("state1"),
        pl.col("ccode2").alias("state2"),
        pl.date("styear", 1, 1).alias("since"),
        pl.date("endyear", 12, 31).alias("until"),
        pl.col("race_id").alias("grh_race"),
    )
