"""Battle deaths in armed conflicts, one row a conflict and year."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="PRIO Battle Deaths Dataset",
        citation=(
            "Lacina, B. & Gleditsch, N. P. (2005). Monitoring trends in global combat: A new "
            "dataset of battle deaths. European Journal of Population 21(2-3), 145-166. Version "
            "3.1."
        ),
        page=(
            "https://www.prio.org/Data/Armed-Conflict/Battle-Deaths/"
            "The-Battle-Deaths-Dataset-version-30/"
        ),
        licence="free for research with citation",
        versions={"3.1": (File("PRIO Battle Deaths Dataset 3.1.csv", rows=1_957),)},
        codes="gw",
        grain="event",
        coverage={"3.1": (1946, 2008)},
        absent="zero",
        columns=(
            Column("prio_conflict", "number", "conflict, in the old UCDP/PRIO numbering"),
            Column("prio_year", "year", "year of observation", 1946, 2008),
            Column("prio_deaths_low", "persons", "battle deaths, low estimate", 0),
            Column("prio_deaths_high", "persons", "battle deaths, high estimate", 0),
            Column("prio_deaths_best", "persons", "battle deaths, best estimate", 0),
            Column("prio_type", "code", "1 extrasystemic to 4 internationalized", 1, 4),
            Column("prio_intensity", "level", "1 25-999 battle deaths, 2 war", 1, 2),
            Column("prio_location", "text", "where, by name"),
        ),
        notes=(
            "Soldiers and civilians killed in combat; not those who died of hunger or disease.",
            "771 of 1,957 conflict-years have no best estimate (-999), but all have a low and a "
            "high one: never fill it with 0.",
            "Conflict numbers are those of UCDP/PRIO version 2009-4 and not today's.",
            "The page is that of version 3.0. The publisher's file is an .xls; a .csv of the same "
            "columns is read here.",
        ),
    )
)
def prio_battle_deaths(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the estimates, one row a conflict and year.

    Parameters
    ----------
    files
        The table, plain or in its archive.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` is conflict and year (``1-1946``). -999 is unknown.
    """
    (file,) = prio_battle_deaths.spec.versions[version]
    path = files[file.name]
    deaths = {"bdeadlow": "low", "bdeadhig": "high", "bdeadbes": "best"}
    frame = read_frame(
        path,
        dict.fromkeys(("id", "year", "type", "int"), pl.Int16)
        | dict.fromkeys(deaths, pl.Int64)
        | dict.fromkeys(("location", "bdversion", "version"), pl.String),
        missing=("-999",),
        encoding="latin-1",
        rows=file.rows,
    )
    check_allowed(frame, "bdversion", (version,), path)
    check_allowed(frame, "version", ("2009-4",), path)
    check_allowed(frame, "type", (1, 2, 3, 4), path)
    check_allowed(frame, "int", (1, 2), path)
    check_range(frame, "year", *prio_battle_deaths.spec.coverage[version], path)
    check_unique(frame, ("id", "year"), path)
    for column in deaths:
        check_range(frame, column, 0, 10_000_000, path)
    return frame.select(
        pl.format("{}-{}", "id", "year").alias("event"),
        pl.col("id").alias("prio_conflict"),
        pl.col("year").alias("prio_year"),
        *(pl.col(c).alias(f"prio_deaths_{name}") for c, name in deaths.items()),
        pl.col("type").alias("prio_type"),
        pl.col("int").alias("prio_intensity"),
        pl.col("location").alias("prio_location"),
    )
