"""World Bank: GDP and population."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_range, check_unique, known_iso3
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

AGGREGATES = (
    "AFE", "AFW", "ARB", "CEB", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU", "EUU",
    "FCS", "HIC", "HPC", "IBD", "IBT", "IDA", "IDB", "IDX", "LAC", "LCN", "LDC", "LIC",
    "LMC", "LMY", "LTE", "MEA", "MIC", "MNA", "NAC", "OED", "OSS", "PRE", "PSS", "PST",
    "SAS", "SSA", "SSF", "SST", "TEA", "TEC", "TLA", "TMN", "TSA", "TSS", "UMC", "WLD",
)  # fmt: skip
"""Regions and groups of countries."""

TERRITORIES = (
    "ABW", "ASM", "BMU", "CHI", "CUW", "CYM", "FRO", "GIB", "GRL", "GUM", "HKG", "IMN",
    "MAC", "MAF", "MNP", "NCL", "PRI", "PYF", "SXM", "TCA", "VGB", "VIR",
)  # fmt: skip
"""Territories that are no states. CHI, the Channel Islands, is no ISO code."""

SITE = "https://raw.githubusercontent.com/datasets/"


@source(
    SourceSpec(
        title="World Development Indicators: GDP (current US$) and population, total",
        citation=(
            "World Bank. World Development Indicators: NY.GDP.MKTP.CD and SP.POP.TOTL. "
            "Give the date of access."
        ),
        page="https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
        licence="CC BY 4.0",
        versions={
            "2025": (
                File(
                    "gdp.csv",
                    SITE + "gdp/main/data/gdp.csv",
                    rows=13_979,
                    also=("worldbank_gdp_current_usd.csv",),
                ),
                File(
                    "population.csv",
                    SITE + "population/main/data/population.csv",
                    rows=17_195,
                    also=("worldbank_population.csv",),
                ),
            ),
        },
        codes="iso3",
        grain="state-year",
        coverage={"2025": (1960, 2024)},
        absent="unknown",
        columns=(
            Column("wb_gdp", "current US dollars", "gross domestic product", 0),
            Column("wb_population", "persons", "population", 0),
        ),
        redistributable=True,
        notes=(
            "GDP ends in 2023, population in 2024. Current dollars mix prices and exchange rates: "
            "they are no volume.",
            "48 regions and groups and 22 territories are left out.",
            "Colonies are reported back to 1960 under the codes of the later states, and "
            "republics of the Soviet Union and Yugoslavia before independence.",
            "In the layout of the csv copies kept by the Data Packages project; the World Bank's "
            "own download is wide. The files behind the addresses are renewed every year, and "
            "another number of lines is refused.",
        ),
    )
)
def worldbank(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read GDP and population, one row a state and year.

    Parameters
    ----------
    files
        The two tables.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (ISO alpha-3), ``year``, GDP and population.
    """
    parts = []
    for file, name in zip(
        worldbank.spec.versions[version], ("wb_gdp", "wb_population"), strict=True
    ):
        path = files[file.name]
        columns = {"Country Code": pl.String, "Year": pl.Int16, "Value": pl.Float64}
        frame = read_frame(path, columns, rows=file.rows)
        known_iso3(frame, "Country Code", path, extra=(*AGGREGATES, *TERRITORIES))
        check_range(frame, "Year", *worldbank.spec.coverage[version], path)
        check_unique(frame, ("Country Code", "Year"), path)
        states = frame.filter(~pl.col("Country Code").is_in([*AGGREGATES, *TERRITORIES]))
        parts.append(states.rename({"Country Code": "state", "Year": "year", "Value": name}))
    gdp, population = parts
    both = population.join(gdp, on=["state", "year"], how="full", coalesce=True)
    return both.sort("state", "year")
