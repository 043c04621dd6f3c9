"""Maddison Project Database."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_range, check_unique, known_iso3
from multipolar.source import Column, File, SourceSpec, source
from multipolar.workbooks import read_table

NOT_STATES = ("HKG", "PRI")
"""Hong Kong, Puerto Rico."""

ENDED = {"SUN": 1991, "YUG": 1991, "CSK": 1992}
"""Former states that go on in the table as sums of their successors: last year kept."""


@source(
    SourceSpec(
        title="Maddison Project Database",
        citation=(
            "Bolt, J. & van Zanden, J. L. (2025). Maddison-style estimates of the evolution of "
            "the world economy: A new 2023 update. Journal of Economic Surveys 39(2), 631-671. "
            "Version 2020: Bolt, J. & van Zanden, J. L. (2020), Maddison Project Working Paper 15."
        ),
        page="https://www.rug.nl/ggdc/historicaldevelopment/maddison/",
        licence="CC BY 4.0",
        versions={
            "2023": (File("MaddisonData_2023.csv", rows=23_280),),
            "2020": (
                File(
                    "mpd2020.xlsx",
                    "https://www.rug.nl/ggdc/historicaldevelopment/maddison/data/mpd2020.xlsx",
                    rows=21_682,
                ),
            ),
        },
        codes="iso3",
        grain="state-year",
        coverage={"2023": (1, 2022), "2020": (1, 2018)},
        absent="unknown",
        columns=(
            Column("maddison_gdppc", "2011 international dollars (PPP)", "real GDP per head", 0),
            Column("maddison_pop", "thousands", "population, mid-year", 0),
        ),
        redistributable=True,
        notes=(
            "ISO letters, and SUN, YUG, CSK for the Soviet Union, Yugoslavia and Czechoslovakia. "
            "The publisher continues these three to the present beside their successors; here "
            "they end in 1991, 1991 and 1992.",
            "Before those years the republics stand beside the whole (RUS beside SUN): sum only "
            "over codes that were states in the year.",
            "Territories are within today's borders for most; years before 1800 are sparse.",
            "Hong Kong and Puerto Rico are left out.",
            "2023 is read from a csv of an R package, which has no column of names; the "
            "publisher's is a workbook.",
        ),
    )
)
def maddison(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read GDP per head and population in the long run, one row a state and year.

    Parameters
    ----------
    files
        The table or workbook of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (ISO alpha-3, SUN, YUG, CSK), ``year``, GDP per head,
        population.
    """
    (file,) = maddison.spec.versions[version]
    path = files[file.name]
    code = "countrycode" if version == "2020" else "ISO"
    columns = {code: pl.String, "year": pl.Int16, "gdppc": pl.Float64, "pop": pl.Float64}
    frame = read_table(path, "Full data", columns, rows=file.rows)
    known_iso3(frame, code, path, extra=NOT_STATES)
    check_range(frame, "year", *maddison.spec.coverage[version], path)
    check_unique(frame, (code, "year"), path)
    last = pl.col(code).replace_strict(ENDED, default=9999, return_dtype=pl.Int16)
    kept = frame.filter(~pl.col(code).is_in(NOT_STATES) & (pl.col("year") <= last))
    return kept.rename({code: "state", "gdppc": "maddison_gdppc", "pop": "maddison_pop"})
