"""Penn World Table."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_range, check_unique, known_iso3
from multipolar.source import Column, File, SourceSpec, source
from multipolar.workbooks import read_table

NOT_STATES = ("ABW", "AIA", "BMU", "CUW", "CYM", "HKG", "MAC", "MSR", "SXM", "TCA", "VGB")
"""Territories of the table that are no states."""

NAMES = {
    "rgdpe": "pwt_rgdpe",
    "rgdpo": "pwt_rgdpo",
    "rgdpna": "pwt_rgdpna",
    "pop": "pwt_pop",
    "emp": "pwt_employment",
    "hc": "pwt_human_capital",
    "rnna": "pwt_capital",
}


@source(
    SourceSpec(
        title="Penn World Table",
        citation=(
            "Feenstra, R. C., Inklaar, R. & Timmer, M. P. (2015). The next generation of the Penn "
            "World Table. American Economic Review 105(10), 3150-3182. Version 10.01, "
            "https://doi.org/10.34894/QT5BCC."
        ),
        page="https://www.rug.nl/ggdc/productivity/pwt/",
        licence="CC BY 4.0",
        versions={
            "10.01": (File("pwt1001.xlsx", rows=12_810, also=("pwt10_01_selected.csv",)),),
        },
        codes="iso3",
        grain="state-year",
        coverage={"10.01": (1950, 2019)},
        absent="unknown",
        columns=(
            Column("pwt_rgdpe", "million 2017 US dollars (PPP)", "real GDP, expenditure side", 0),
            Column("pwt_rgdpo", "million 2017 US dollars (PPP)", "real GDP, output side", 0),
            Column("pwt_rgdpna", "million 2017 US dollars", "real GDP at national prices", 0),
            Column("pwt_pop", "million", "population", 0),
            Column("pwt_employment", "million", "persons engaged", 0),
            Column("pwt_human_capital", "index", "human capital per person", 0),
            Column("pwt_capital", "million 2017 US dollars", "capital at national prices", 0),
        ),
        redistributable=True,
        notes=(
            "Compare levels across states with rgdpe or rgdpo, growth within one with rgdpna.",
            "Every country has 70 rows; years without data are null throughout.",
            "Eleven territories are left out (Aruba, Anguilla, Bermuda, Curacao, Cayman Islands, "
            "Hong Kong, Macao, Montserrat, Sint Maarten, Turks and Caicos, British Virgin "
            "Islands).",
            "Checked in a csv of the R package pwt10, whose country column is isocode; the "
            "workbook (sheet Data, countrycode) was not at hand.",
        ),
    )
)
def pwt(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the main aggregates of the Penn World Table, one row a state and year.

    Parameters
    ----------
    files
        The workbook, or a csv of it.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (ISO alpha-3), ``year``, real GDP, population, employment,
        human capital and capital.
    """
    (file,) = pwt.spec.versions[version]
    path = files[file.name]
    numbers = dict.fromkeys(NAMES, pl.Float64)
    code = "countrycode" if path.suffix == ".xlsx" else "isocode"
    columns = {code: pl.String, "year": pl.Int16, **numbers}
    frame = read_table(path, "Data", columns, missing=("NA",), rows=file.rows)
    known_iso3(frame, code, path, extra=NOT_STATES)
    check_range(frame, "year", *pwt.spec.coverage[version], path)
    check_unique(frame, (code, "year"), path)
    return frame.filter(~pl.col(code).is_in(NOT_STATES)).rename({code: "state", **NAMES})
