"""Wars within states, one row a war."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

SPELLS = (1, 2, 3, 4)


@source(
    SourceSpec(
        title="COW Intra-State Wars",
        citation=(
            "Dixon, J. S. & Sarkees, M. R. (2016). A Guide to Intra-state Wars: An Examination of "
            "Civil, Regional, and Intercommunal Wars, 1816-2014. CQ Press. Data: Correlates of "
            "War Project, Intra-State War Data, version 5.1."
        ),
        page="https://correlatesofwar.org/data-sets/cow-war/",
        licence="free for research with citation; not to be passed on",
        versions={
            "5.1": (
                File(
                    "INTRA-STATE WARS v5.1 CSV.csv",
                    "https://correlatesofwar.org/wp-content/uploads/Intra-State-Wars-v5.1.zip",
                    rows=420,
                    member="INTRA-STATE WARS v5.1 CSV.csv",
                ),
            )
        },
        codes="cow",
        grain="event",
        coverage={"5.1": (1816, 2014)},
        absent="zero",
        columns=(
            Column("intra_name", "text", "name of the war"),
            Column(
                "intra_type",
                "code",
                "4 civil for central control, 5 civil for local issues, "
                "6 regional, 7 intercommunal",
                4,
                7,
            ),
            Column("intra_state", "COW number", "state on side A; null: no state", 2, 999),
            Column("intra_side_a", "text", "side A"),
            Column("intra_side_b", "text", "side B"),
            Column("intra_international", "1", "1 where another state took part", 0, 1),
            Column("intra_since", "date", "first day, or the first possible"),
            Column("intra_until", "date", "last day, or the last possible; null: on at the end"),
            Column("intra_spells", "spells", "spells of fighting, 1 to 4", 1, 4),
            Column(
                "intra_outcome",
                "code",
                "1 side A won, 2 side B won, 3 compromise, 4 became a "
                "war of another type, 5 ongoing, 6 stalemate, 7 fighting below war level",
                1,
                7,
            ),
            Column("intra_deaths_a", "persons", "battle deaths of side A", 0),
            Column("intra_deaths_b", "persons", "battle deaths of side B", 0),
            Column("intra_deaths", "persons", "battle deaths in all", 0),
        ),
        notes=(
            "War numbers are text: some have a decimal (502.1).",
            "intra_since is the start of the first spell and intra_until the end of the last; "
            "truces between them are not shown. 12 wars were on at the end of 2014.",
            "intra_state is null in 41 regional and intercommunal wars whose side A is no "
            "government. Side A of the Donbas war is named Ukraine and Russia and coded 369.",
            "-9 unknown (once a question mark) and -8 not applicable are null; -7 ongoing is a "
            "null intra_until.",
        ),
    )
)
def cow_war_intra(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the wars within states, one row each.

    Parameters
    ----------
    files
        The war list, in latin-1.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` is the war number as text.
    """
    (file,) = cow_war_intra.spec.versions[version]
    path = files[file.name]
    parts = [f"{end}{p}{n}" for n in SPELLS for end in ("Start", "End") for p in ("Yr", "Mo", "Dy")]
    short = ("WarType", "CcodeA", "Intnl", "Outcome", *parts)
    text = ("WarNum", "WarName", "SideA", "SideB", "Version")
    deaths = {"DeathsSideA": "_a", "DeathsSideB": "_b", "TotalBDeaths": ""}
    frame = read_frame(
        path,
        dict.fromkeys(text, pl.String)
        | dict.fromkeys(short, pl.Int16)
        | dict.fromkeys(deaths, pl.Int64),
        missing=("-7", "-8", "-9", "?"),
        encoding="latin-1",
        rows=file.rows,
    )
    check_allowed(frame, "Version", (version,), path)
    check_allowed(frame, "WarType", (4, 5, 6, 7), path)
    check_allowed(frame, "Intnl", (0, 1), path)
    check_codes(frame, "CcodeA", "cow", path)
    check_unique(frame, ("WarNum",), path)
    check_range(frame, "Outcome", 1, 7, path)
    for n in SPELLS:
        for end in ("Start", "End"):
            check_range(frame, f"{end}Yr{n}", *cow_war_intra.spec.coverage[version], path)
            part = (f"{end}Yr{n}", f"{end}Mo{n}", f"{end}Dy{n}")
            frame = with_date(frame, f"{end}{n}", part, path, last=end == "End")
    return frame.select(
        pl.col("WarNum").alias("event"),
        pl.col("WarName").alias("intra_name"),
        pl.col("WarType").alias("intra_type"),
        pl.col("CcodeA").alias("intra_state"),
        pl.col("SideA").alias("intra_side_a"),
        pl.col("SideB").alias("intra_side_b"),
        pl.col("Intnl").alias("intra_international"),
        pl.col("Start1").alias("intra_since"),
        pl.coalesce(*(f"End{n}" for n in reversed(SPELLS))).alias("intra_until"),
        pl.sum_horizontal(pl.col(f"Start{n}").is_not_null() for n in SPELLS)
        .cast(pl.Int8)
        .alias("intra_spells"),
        pl.col("Outcome").alias("intra_outcome"),
        *(pl.col(c).alias(f"intra_deaths{side}") for c, side in deaths.items()),
    )
