"""SIPRI Arms Transfers Database: imports."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_unique
from multipolar.frames import read_frame
from multipolar.framestates import with_states
from multipolar.source import Column, File, SourceSpec, source

NOT_STATES = (
    "Biafra",
    "Katanga",
    "Libya GNC",
    "Northern Cyprus",
    "Regional Security System",
    "Total world import",
    "Western Sahara",
    "Yemen Arab Republic (North Yemen)",
    "unknown recipient(s)",
)
"""Beside rebels and organisations, whose names end with one or two stars."""

ALIASES = {
    "Congo": "COG",
    "East Germany (GDR)": 265,
    "North Yemen": 678,
    "Serbia": 345,
    "South Yemen": 680,
    "UAE": "ARE",
    "Viet Nam": 816,
}


@source(
    SourceSpec(
        title="SIPRI Arms Transfers Database: TIV of imports",
        citation=(
            "Stockholm International Peace Research Institute (2024). SIPRI Arms Transfers "
            "Database. https://www.sipri.org/databases/armstransfers."
        ),
        page="https://www.sipri.org/databases/armstransfers",
        licence="copyright SIPRI; research with citation, large parts only with permission",
        versions={"2024": (File("import-export-values_1950-2023.csv", rows=262),)},
        codes="iso3",
        grain="state-year",
        coverage={"2024": (1950, 2023)},
        absent="unknown",
        columns=(Column("sipri_arms_imports", "million TIV", "imports of major arms", 0),),
        notes=(
            "The trend-indicator value (TIV) counts the military worth of deliveries, not what "
            "was paid.",
            "A 0 is a small delivery, rounded; an empty cell stands for no known delivery and is "
            "left out.",
            "Names are resolved by date. Rebels, organisations, unknown recipients, the world "
            "total, entities that are no states and the republican side in North Yemen (1967-69) "
            "are left out, and so are years before independence: the sum is below SIPRI's total.",
            "The exporters' side is not in this file.",
        ),
    )
)
def sipri_arms(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read imports of major conventional arms, one row a state and year.

    Parameters
    ----------
    files
        The wide table of importers.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (ISO alpha-3 or letters of a former state), ``year``, imports
        in TIV. Only years with a known delivery have a row.
    """
    (file,) = sipri_arms.spec.versions[version]
    path = files[file.name]
    first, last = sipri_arms.spec.coverage[version]
    years = [str(year) for year in range(first, last + 1)]
    columns = {"Recipient": pl.String, **dict.fromkeys(years, pl.Float64)}
    wide = read_frame(path, columns, rows=file.rows)
    check_unique(wide, ("Recipient",), path)
    rebels = pl.col("Recipient").str.ends_with("*")
    wide = wide.filter(~rebels & ~pl.col("Recipient").is_in(NOT_STATES))
    long = wide.unpivot(
        index="Recipient", variable_name="year", value_name="sipri_arms_imports"
    ).drop_nulls("sipri_arms_imports")
    long = long.with_columns(pl.col("year").cast(pl.Int16))
    found = with_states(long, "Recipient", path, aliases=ALIASES).drop_nulls("state")
    check_unique(found, ("state", "year"), path)
    return found.sort("state", "year")
