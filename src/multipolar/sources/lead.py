"""LEAD: background of leaders."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_unique, refuse
from multipolar.framedates import as_dates
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

NAMES = {
    "leveledu": "lead_education",
    "milservice": "lead_military_service",
    "combat": "lead_combat",
    "rebel": "lead_rebel",
    "warwin": "lead_war_win",
    "warloss": "lead_war_loss",
    "rebelwin": "lead_rebel_win",
    "rebelloss": "lead_rebel_loss",
    "yrsexper": "lead_experience",
    "physhealth": "lead_physical_health",
    "mentalhealth": "lead_mental_health",
}


@source(
    SourceSpec(
        title="Leader Experience and Attribute Descriptions (LEAD)",
        citation=(
            "Ellis, C. M., Horowitz, M. C. & Stam, A. C. (2015). Introducing the LEAD data set. "
            "International Interactions 41(4), 718-741."
        ),
        page="http://svmiller.com/peacesciencer/",
        licence="free for research with citation",
        versions={
            "2015": (
                File("peacesciencer_LEAD.csv", rows=3_409),
                File(
                    "1March_Archigos_4.1.txt",
                    "http://ksgleditsch.com/data/1March_Archigos_4.1.txt",
                    rows=3_409,
                    also=("archigos_4_1.csv",),
                ),
            ),
        },
        codes="gw",
        grain="state-spell",
        coverage={"2015": (1840, 2015)},
        absent="unknown",
        columns=(
            Column("lead_obsid", "text", "identifier of the spell in Archigos"),
            Column(
                "lead_education", "level", "0 primary, 1 secondary, 2 university, 3 graduate", 0, 3
            ),
            Column("lead_military_service", "0 or 1", "served in a military", 0, 1),
            Column("lead_combat", "0 or 1", "saw combat", 0, 1),
            Column("lead_rebel", "0 or 1", "was a rebel", 0, 1),
            Column("lead_war_win", "0 or 1", "fought in a war that was won", 0, 1),
            Column("lead_war_loss", "0 or 1", "fought in a war that was lost", 0, 1),
            Column("lead_rebel_win", "0 or 1", "rebelled and won", 0, 1),
            Column("lead_rebel_loss", "0 or 1", "rebelled and lost", 0, 1),
            Column("lead_experience", "years", "in politics before", 0, 100),
            Column("lead_physical_health", "0 or 1", "poor physical health", 0, 1),
            Column("lead_mental_health", "0 or 1", "mental health problems", 0, 1),
        ),
        notes=(
            "LEAD knows leaders by their Archigos identifier only: states and dates are from "
            "Archigos 4.1, so both files are needed. Codes are Gleditsch-Ward numbers.",
            "Read in the layout of the R package peacesciencer, which renamed the columns; the "
            "original file was not at hand. The wording of the levels is unverified.",
        ),
    )
)
def lead(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the background of leaders, one row a spell in office.

    Parameters
    ----------
    files
        LEAD, and Archigos for states and dates.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (GW number), ``since``, ``until`` (null: in office at the end
        of coding), schooling, military and political experience, health.
    """
    own, leaders = lead.spec.versions[version]
    path, dated = files[own.name], files[leaders.name]
    numbers = dict.fromkeys(NAMES, pl.Int16)
    frame = read_frame(path, {"obsid": pl.String, **numbers}, missing=("NA",), rows=own.rows)
    check_unique(frame, ("obsid",), path)
    tabs = dated.name.startswith("1March")
    text = dict.fromkeys(("obsid", "startdate", "enddate", "exit"), pl.String)
    spells = read_frame(
        dated,
        {"ccode": pl.Int16, **text},
        encoding="cp1252" if tabs else "utf-8",
        separator="\t" if tabs else ",",
        rows=leaders.rows,
    )
    check_codes(spells, "ccode", "gw", dated)
    check_unique(spells, ("obsid",), dated)
    spells = as_dates(spells, ("startdate", "enddate"), dated)
    strange = ~frame["obsid"].is_in(spells["obsid"].to_list())
    own_ids = frame["obsid"]
    refuse(strange, path, lambda at: f", obsid: {own_ids[at]!r} is not in {dated.name}")
    until = pl.when(pl.col("exit") != "Still in Office").then("enddate").alias("until")
    joined = frame.join(spells, on="obsid", how="left", maintain_order="left")
    return joined.with_columns(until).rename(
        {"ccode": "state", "startdate": "since", "obsid": "lead_obsid", **NAMES}
    )
