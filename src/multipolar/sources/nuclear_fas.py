"""Nuclear stockpiles."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_range, check_unique
from multipolar.frames import read_frame
from multipolar.framestates import with_states
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="Estimated global nuclear warhead inventories: stockpiles",
        citation=(
            "Federation of American Scientists (2023). Status of World Nuclear Forces: Estimated "
            "global nuclear warhead inventories, 1945-2023; compiled by Our World in Data."
        ),
        page="https://fas.org/initiative/status-world-nuclear-forces/",
        licence="CC BY 4.0 (compilation); cite FAS",
        versions={
            "2023": (
                File(
                    "nuclear_weapons_stockpiles.csv",
                    rows=869,
                    also=("fas2023_nuclear_weapons_stockpiles.csv",),
                ),
            ),
        },
        codes="iso3",
        grain="state-year",
        coverage={"2023": (1945, 2023)},
        absent="unknown",
        columns=(
            Column("fas_warheads", "warheads", "in military stockpile, estimated", 0, 70_000),
        ),
        notes=(
            "Stockpiles without retired warheads. The row World counts retired ones too (12,512 "
            "in 2023 against 9,576 in stockpiles) and is left out.",
            "Ten states have rows; years before a state existed (Israel, India, Pakistan, North "
            "Korea: all 0) are left out. Russia is the Soviet Union to 1991.",
            "Read in the layout of Our World in Data.",
        ),
    )
)
def nuclear_fas(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read nuclear warheads in stockpile, one row a state and year.

    Parameters
    ----------
    files
        The compiled table.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (ISO alpha-3, SUN), ``year``, warheads.
    """
    (file,) = nuclear_fas.spec.versions[version]
    path = files[file.name]
    count = "nuclear_weapons_stockpile"
    columns = {"country_name": pl.String, "year": pl.Int16, count: pl.Int32}
    frame = read_frame(path, columns, rows=file.rows)
    check_range(frame, "year", *nuclear_fas.spec.coverage[version], path)
    check_unique(frame, ("country_name", "year"), path)
    single = pl.col("country_name").str.replace_all(r"\s+", " ")
    states = frame.with_columns(single).filter(pl.col("country_name") != "World")
    found = with_states(states, "country_name", path).drop_nulls("state")
    check_unique(found, ("state", "year"), path)
    return found.rename({count: "fas_warheads"})
