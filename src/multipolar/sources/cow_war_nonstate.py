"""Wars in which no state took part, one row a war."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

SIDES = {"a": ("SideA1", "SideA2"), "b": ("SideB1", "SideB2", "SideB3", "SideB4", "SideB5")}


@source(
    SourceSpec(
        title="COW Non-State Wars",
        citation=(
            "Sarkees, M. R. & Wayman, F. (2010). Resort to War: 1816-2007. CQ Press. Data: "
            "Correlates of War Project, Non-State War Data, version 4.0."
        ),
        page="https://correlatesofwar.org/data-sets/cow-war/",
        licence="free for research with citation; not to be passed on",
        versions={
            "4.0": (
                File(
                    "Non-StateWarData_v4.0.csv",
                    "https://correlatesofwar.org/wp-content/uploads/Non-StateWarData_v4.0.csv",
                    rows=62,
                ),
            )
        },
        codes="name",
        grain="event",
        coverage={"4.0": (1816, 2007)},
        absent="zero",
        columns=(
            Column("nonstate_name", "text", "name of the war"),
            Column("nonstate_type", "code", "8 in non-state territory, 9 across borders", 8, 9),
            Column("nonstate_side_a", "text", "side A, joined by ;"),
            Column("nonstate_side_b", "text", "side B, joined by ;"),
            Column("nonstate_since", "date", "first day, or the first possible"),
            Column("nonstate_until", "date", "last day, or the last possible"),
            Column("nonstate_initiator", "text", "A or B"),
            Column(
                "nonstate_outcome",
                "code",
                "1 side A won, 2 side B won, 3 compromise, 4 became "
                "a war of another type, 6 stalemate, 7 fighting below war level",
                1,
                7,
            ),
            Column("nonstate_deaths_a", "persons", "combat deaths of side A", 0),
            Column("nonstate_deaths_b", "persons", "combat deaths of side B", 0),
            Column("nonstate_deaths", "persons", "combat deaths in all", 0),
        ),
        notes=(
            "Names such as China or Thailand mean peoples or parties there, or entities before "
            "they entered the state system; no codes are given.",
            "Numbers may have a comma (4,000 in the Hyderabad war).",
            "-9 unknown and -8 not applicable are null.",
        ),
    )
)
def cow_war_nonstate(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the wars without states, one row each.

    Parameters
    ----------
    files
        The war data; its lines end with a bare carriage return.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` is the war number.
    """
    (file,) = cow_war_nonstate.spec.versions[version]
    path = files[file.name]
    names = [name for side in SIDES.values() for name in side]
    deaths = {"SideADeaths": "_a", "SideBDeaths": "_b", "TotalCombatDeaths": ""}
    parts = [f"{end}{part}" for end in ("Start", "End") for part in ("Year", "Month", "Day")]
    text = ("WarName", *names, "Initiator", *deaths)
    frame = read_frame(
        path,
        dict.fromkeys(text, pl.String)
        | dict.fromkeys(("WarNum", "WarType", "Outcome", *parts, "Version"), pl.Int16),
        missing=("-8", "-9"),
        rows=file.rows,
    )
    check_allowed(frame, "Version", (4,), path)
    check_allowed(frame, "WarType", (8, 9), path)
    check_allowed(frame, "Initiator", ("A", "B"), path)
    check_unique(frame, ("WarNum",), path)
    check_range(frame, "Outcome", 1, 7, path)
    for column in ("StartYear", "EndYear"):
        check_range(frame, column, *cow_war_nonstate.spec.coverage[version], path)
    frame = with_date(frame, "since", ("StartYear", "StartMonth", "StartDay"), path)
    frame = with_date(frame, "until", ("EndYear", "EndMonth", "EndDay"), path, last=True)
    for column in deaths:
        numbers = pl.col(column).str.replace_all(",", "").cast(pl.Int64, strict=False)
        read = frame.with_columns(numbers)
        lost = (read[column].is_null() & frame[column].is_not_null()).cast(pl.Int8)
        check_allowed(read.with_columns(lost), column, (0,), path)
        frame = read
    return frame.select(
        pl.col("WarNum").alias("event"),
        pl.col("WarName").alias("nonstate_name"),
        pl.col("WarType").alias("nonstate_type"),
        *(
            pl.concat_str(list(side), separator=";", ignore_nulls=True).alias(f"nonstate_side_{a}")
            for a, side in SIDES.items()
        ),
        pl.col("since").alias("nonstate_since"),
        pl.col("until").alias("nonstate_until"),
        pl.col("Initiator").alias("nonstate_initiator"),
        pl.col("Outcome").alias("nonstate_outcome"),
        *(pl.col(c).alias(f"nonstate_deaths{side}") for c, side in deaths.items()),
    )
