"""Wars of states against others outside the state system, one row a state's part."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW Extra-State Wars",
        citation=(
            "Sarkees, M. R. & Wayman, F. (2010). Resort to War: 1816-2007. CQ Press. Data: "
            "Correlates of War Project, Extra-State War Data, version 4.0."
        ),
        page="https://correlatesofwar.org/data-sets/cow-war/",
        licence="free for research with citation; not to be passed on",
        versions={
            "4.0": (
                File(
                    "Extra-StateWarData_v4.0.csv",
                    "https://correlatesofwar.org/wp-content/uploads/Extra-StateWarData_v4.0.csv",
                    rows=198,
                ),
            )
        },
        codes="cow",
        grain="participant",
        coverage={"4.0": (1816, 2007)},
        absent="zero",
        columns=(
            Column("extra_name", "text", "name of the war"),
            Column("extra_type", "code", "2 colonial, 3 imperial", 2, 3),
            Column("extra_side", "text", "A or B: the side the state was on"),
            Column("extra_opponent", "text", "the other side, as named in the state's line"),
            Column("extra_since", "date", "first day of taking part, or the first possible"),
            Column("extra_until", "date", "last day, or the last possible; null: on at the end"),
            Column("extra_since_again", "date", "first day of a second spell; null: none"),
            Column("extra_until_again", "date", "last day of the second spell; null: none"),
            Column("extra_initiator", "1", "1 where the state initiated the war", 0, 1),
            Column("extra_intervened", "1", "1 where the state joined a war of others", 0, 1),
            Column(
                "extra_outcome",
                "code",
                "1 side A won, 2 side B won, 3 compromise, 4 became a "
                "war of another type, 5 ongoing, 6 stalemate, 7 fighting below war level",
                1,
                7,
            ),
            Column("extra_deaths", "persons", "battle deaths of the state's armed forces", 0),
            Column("extra_nonstate_deaths", "persons", "battle deaths of the non-state side", 0),
        ),
        notes=(
            "A line names one state. Four lines have it on side B, with side A empty.",
            "The opponent is null in 34 lines: it is named in another line of the war.",
            "13 lines were ongoing at the end of 2007 (-7): a null extra_until. -9 unknown and -8 "
            "not applicable are null.",
        ),
    )
)
def cow_war_extra(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the participants of extra-state wars.

    Parameters
    ----------
    files
        The war data: latin-1, lines end with a bare carriage return.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` is the war number, ``state`` a COW number.
    """
    (file,) = cow_war_extra.spec.versions[version]
    path = files[file.name]
    parts = [
        f"{e}{p}{n}" for n in (1, 2) for e in ("Start", "End") for p in ("Year", "Month", "Day")
    ]
    short = ("WarNum", "WarType", "ccode1", "ccode2", "Initiator", "Interven", "Outcome", *parts)
    deaths = {"BatDeath": "extra_deaths", "NonStateDeaths": "extra_nonstate_deaths"}
    frame = read_frame(
        path,
        dict.fromkeys(("WarName", "SideA", "SideB"), pl.String)
        | dict.fromkeys((*short, "Version"), pl.Int16)
        | dict.fromkeys(deaths, pl.Int64),
        missing=("-7", "-8", "-9"),
        encoding="latin-1",
        rows=file.rows,
    )
    check_allowed(frame, "Version", (4,), path)
    check_allowed(frame, "WarType", (2, 3), path)
    for column in ("Initiator", "Interven"):
        check_allowed(frame, column, (0, 1), path)
    for column in ("ccode1", "ccode2"):
        check_codes(frame, column, "cow", path)
    check_range(frame, "Outcome", 1, 7, path)
    frame = frame.with_columns(pl.coalesce("ccode1", "ccode2").alias("state"))
    check_unique(frame, ("WarNum", "state"), path)
    names = ("since", "until", "since_again", "until_again")
    for i, name in enumerate(names):
        year, month, day = parts[3 * i : 3 * i + 3]
        check_range(frame, year, *cow_war_extra.spec.coverage[version], path)
        last = name.startswith("until")
        frame = with_date(frame, f"extra_{name}", (year, month, day), path, last=last)
    on_a = pl.col("ccode1").is_not_null()
    return frame.select(
        pl.col("WarNum").alias("commitment"),
        "state",
        pl.col("WarName").alias("extra_name"),
        pl.col("WarType").alias("extra_type"),
        pl.when(on_a).then(pl.lit("A")).otherwise(pl.lit("B")).alias("extra_side"),
        pl.when(on_a).then("SideB").otherwise("SideA").alias("extra_opponent"),
        *(f"extra_{name}" for name in names),
        pl.col("Initiator").alias("extra_initiator"),
        pl.col("Interven").alias("extra_intervened"),
        pl.col("Outcome").alias("extra_outcome"),
        *(pl.col(c).alias(name) for c, name in deaths.items()),
    )
