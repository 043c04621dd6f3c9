"""COW territorial changes."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

NAMES = {
    "year": "tc_year",
    "month": "tc_month",
    "gainer": "tc_gainer",
    "loser": "tc_loser",
    "entity": "tc_entity",
    "gaintype": "tc_gain_homeland",
    "losetype": "tc_loss_homeland",
    "procedur": "tc_procedure",
    "contgain": "tc_gain_contiguous",
    "contlose": "tc_loss_contiguous",
    "portion": "tc_whole",
    "area": "tc_area",
    "pop": "tc_population",
    "entry": "tc_entry",
    "exit": "tc_exit",
    "indep": "tc_independence",
    "conflict": "tc_conflict",
}


@source(
    SourceSpec(
        title="COW Territorial Change",
        citation=(
            "Tir, J., Schafer, P., Diehl, P. F. & Goertz, G. (1998). Territorial changes, "
            "1816-1996: procedures and data. Conflict Management and Peace Science 16(1), 89-97. "
            "Data: Correlates of War Project, Territorial Change, version 6."
        ),
        page="https://correlatesofwar.org/data-sets/territorial-change/",
        licence="free for research with citation; not to be passed on",
        versions={
            "6": (
                File(
                    "tc2018.csv",
                    "https://correlatesofwar.org/wp-content/uploads/terr-changes-v6.zip",
                    rows=842,
                    member="tc2018.csv",
                ),
            ),
        },
        codes="cow",
        grain="event",
        coverage={"6": (1816, 2018)},
        absent="zero",
        columns=(
            Column("tc_year", "year", "year of the change", 1816, 2018),
            Column("tc_month", "month", "month of the change", 1, 12),
            Column("tc_gainer", "code", "who gains: a COW number, or one of a dependency", 0),
            Column("tc_loser", "code", "who loses: a COW number, or one of a dependency", 0),
            Column("tc_entity", "code", "the territory: a COW number, or one of a dependency", 0),
            Column("tc_gain_homeland", "1", "1 gained as homeland, 0 as a dependency", 0, 1),
            Column("tc_loss_homeland", "1", "1 lost from homeland, 0 from a dependency", 0, 1),
            Column(
                "tc_procedure",
                "class",
                "1 conquest, 2 annexation, 3 cession, 4 secession, 5 unification, 6 mandate",
                1,
                6,
            ),
            Column("tc_gain_contiguous", "1", "1 where it borders on the gainer", 0, 1),
            Column("tc_loss_contiguous", "1", "1 where it borders on the loser", 0, 1),
            Column("tc_whole", "1", "1 the whole territory, 0 a part", 0, 1),
            Column("tc_area", "km2", "area that changes hands", 0),
            Column("tc_population", "persons", "population that changes hands", 0),
            Column("tc_entry", "1", "1 where it makes a state enter the system", 0, 1),
            Column("tc_exit", "1", "1 where it makes a state leave the system", 0, 1),
            Column("tc_independence", "1", "1 where the territory becomes independent", 0, 1),
            Column("tc_conflict", "1", "1 where there was military conflict", 0, 1),
        ),
        notes=(
            "-9 and a full stop are unknown or not applicable; both are null. A null loser is "
            "often no state at all.",
            "Codes of dependencies are not in the list of states. Change 547 (1924) has gainer 0, "
            "which is no state.",
            "The file is called 2018 and its lines are of versions 5 and 6; the last change is "
            "of 2015.",
            "Areas are round: 54 changes have an area of exactly 1 km2, which also stands for "
            "very small or poorly known territories.",
        ),
    )
)
def cow_territory(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the territorial changes, one row a change.

    Parameters
    ----------
    files
        The list of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` (the project's number of the change), when, who gained and
        lost what, how, and how much.
    """
    (file,) = cow_territory.spec.versions[version]
    path = files[file.name]
    types = {"area": pl.Float64, "pop": pl.Float64}
    codes = dict.fromkeys(("gainer", "loser", "entity", "number", "year"), pl.Int32)
    frame = read_frame(
        path,
        {n: types.get(n, codes.get(n, pl.Int8)) for n in (*NAMES, "number", "version")},
        missing=("-9", "."),
        rows=file.rows,
    )
    check_allowed(frame, "version", (5, 6), path)
    check_range(frame, "year", *cow_territory.spec.coverage[version], path)
    check_unique(frame, ("number",), path)
    return frame.rename({"number": "event", **NAMES}).with_columns(pl.col("tc_year").cast(pl.Int16))
