"""Wars between states, one row a state's part in a war."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

DATES = tuple(
    f"{end}{part}{n}"
    for n in (1, 2)
    for end in ("Start", "End")
    for part in ("Year", "Month", "Day")
)


@source(
    SourceSpec(
        title="COW Inter-State Wars",
        citation=(
            "Sarkees, M. R. & Wayman, F. (2010). Resort to War: 1816-2007. CQ Press. Data: "
            "Correlates of War Project, Inter-State War Data, version 4.0."
        ),
        page="https://correlatesofwar.org/data-sets/cow-war/",
        licence="free for research with citation; not to be passed on",
        versions={
            "4.0": (
                File(
                    "Inter-StateWarData_v4.0.csv",
                    "https://correlatesofwar.org/wp-content/uploads/Inter-StateWarData_v4.0.csv",
                    rows=337,
                ),
            )
        },
        codes="cow",
        grain="participant",
        coverage={"4.0": (1816, 2007)},
        absent="zero",
        columns=(
            Column("inter_name", "text", "name of the war"),
            Column("inter_side", "side", "1 or 2", 1, 2),
            Column("inter_since", "date", "first day of taking part, or the first possible"),
            Column("inter_until", "date", "last day, or the last possible"),
            Column("inter_since_again", "date", "first day of a second spell; null: none"),
            Column("inter_until_again", "date", "last day of the second spell; null: none"),
            Column("inter_initiator", "1", "1 where the state initiated the war", 0, 1),
            Column(
                "inter_outcome",
                "code",
                "1 winner, 2 loser, 3 compromise, 4 became a war of "
                "another type, 6 stalemate, 8 changed sides",
                1,
                8,
            ),
            Column("inter_deaths", "persons", "battle deaths of the state's armed forces", 0),
        ),
        notes=(
            "A war needs 1,000 battle deaths among states' forces within twelve months.",
            "Five states stand twice in a war, once on each side: Germany in the Latvian war; "
            "Bulgaria, France, Italy and Romania in the Second World War.",
            "-9 is unknown and null here; -8 (no second spell, no transformation) is null too.",
        ),
    )
)
def cow_war_inter(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the participants of inter-state wars.

    Parameters
    ----------
    files
        The war data; its lines end with a bare carriage return.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` is the war number, ``state`` a COW number.
    """
    (file,) = cow_war_inter.spec.versions[version]
    path = files[file.name]
    short = ("WarNum", "WarType", "ccode", "Side", "Initiator", "Outcome", *DATES)
    frame = read_frame(
        path,
        dict.fromkeys(short, pl.Int16)
        | {"WarName": pl.String, "BatDeath": pl.Int64, "Version": pl.Int16},
        missing=("-8", "-9"),
        rows=file.rows,
    )
    check_allowed(frame, "Version", (4,), path)
    check_allowed(frame, "WarType", (1,), path)
    for column in ("Side", "Initiator"):
        check_allowed(frame, column, (1, 2), path)
    check_codes(frame, "ccode", "cow", path)
    check_unique(frame, ("WarNum", "ccode", "Side"), path)
    check_range(frame, "Outcome", 1, 8, path)
    for column in (c for c in DATES if "Year" in c):
        check_range(frame, column, *cow_war_inter.spec.coverage[version], path)
    spells = {"since": DATES[:3], "until": DATES[3:6], "since_again": DATES[6:9]}
    for name, parts in (spells | {"until_again": DATES[9:]}).items():
        year, month, day = parts
        last = name.startswith("until")
        frame = with_date(frame, f"inter_{name}", (year, month, day), path, last=last)
    return frame.select(
        pl.col("WarNum").alias("commitment"),
        pl.col("ccode").alias("state"),
        pl.col("WarName").alias("inter_name"),
        pl.col("Side").alias("inter_side"),
        *(f"inter_{name}" for name in (*spells, "until_again")),
        (2 - pl.col("Initiator")).alias("inter_initiator"),
        pl.col("Outcome").alias("inter_outcome"),
        pl.col("BatDeath").alias("inter_deaths"),
    )
