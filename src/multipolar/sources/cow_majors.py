"""COW list of major powers."""

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
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW State System Membership: major powers",
        citation=(
            "Correlates of War Project. State System Membership List; give the version. "
            "https://correlatesofwar.org"
        ),
        page="https://correlatesofwar.org/data-sets/state-system-membership/",
        licence="free for research with citation; not to be passed on",
        versions={
            "2024": (File("majors2024.csv", rows=14),),
            "2016": (File("majors2016.csv", rows=14, also=("peacesciencer_cow_majors.csv",)),),
        },
        codes="cow",
        grain="state-spell",
        coverage={"2024": (1816, 2024), "2016": (1816, 2016)},
        absent="zero",
        columns=(Column("cow_major", "1", "1 while the state is listed as a major power", 1, 1),),
        notes=(
            "The last day of the list (2016-12-31 or 2024-12-31) is where observation ends, not "
            "where status ends: until is null.",
            "France and Russia have two spells each, Germany three and Japan two: a gap is a "
            "loss of status by the project's judgement.",
            "The versions differ in nothing but the last day.",
        ),
    )
)
def cow_majors(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the major powers, one row a spell of that status.

    Parameters
    ----------
    files
        The list of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``since``, ``until`` (null: still listed when
        the list ends), and 1.
    """
    (file,) = cow_majors.spec.versions[version]
    path = files[file.name]
    begins, ends = ("styear", "stmonth", "stday"), ("endyear", "endmonth", "endday")
    frame = read_frame(
        path, dict.fromkeys(("ccode", *begins, *ends, "version"), pl.Int16), rows=file.rows
    )
    check_allowed(frame, "version", (int(version),), path)
    check_codes(frame, "ccode", "cow", path)
    for year in ("styear", "endyear"):
        check_range(frame, year, *cow_majors.spec.coverage[version], path)
    check_unique(frame, ("ccode", *begins), path)
    frame = with_date(frame, "since", begins, path)
    frame = with_date(frame, "until", ends, path, last=True)
    check_order(frame, "since", "until", path)
    end = pl.date(cow_majors.spec.coverage[version][1], 12, 31)
    return frame.select(
        pl.col("ccode").alias("state"),
        "since",
        pl.when(pl.col("until") < end).then("until").alias("until"),
        pl.lit(1, pl.Int8).alias("cow_major"),
    )
