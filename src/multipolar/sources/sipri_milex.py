"""SIPRI Military Expenditure Database."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_unique
from multipolar.framestates import with_states
from multipolar.source import Column, File, SourceSpec, source
from multipolar.workbooks import read_sheet

SHEETS = {
    "sipri_milex_constant": "Constant (2023) US$",
    "sipri_milex_current": "Current US$",
    "sipri_milex_share": "Share of GDP",
}
MISSING = (". .", "..", "...", "xxx")
NOT_STATES = ("European Union",)
ALIASES = {
    "Gambia, The": "Gambia",
    "Kyrgyz Republic": "Kyrgyzstan",
    "Serbia": 345,  # with Montenegro to 2006
    "Yemen, North": 678,
    "Viet Nam": 816,
}


@source(
    SourceSpec(
        title="SIPRI Military Expenditure Database",
        citation=(
            "Stockholm International Peace Research Institute (2025). SIPRI Military Expenditure "
            "Database, 1949-2024. https://www.sipri.org/databases/milex."
        ),
        page="https://www.sipri.org/databases/milex",
        licence="copyright SIPRI; research with citation, large parts only with permission",
        versions={
            "2025": (
                File(
                    "SIPRI-Milex-data-1949-2024.xlsx",
                    "https://www.sipri.org/sites/default/files/SIPRI-Milex-data-1949-2024_2.xlsx",
                    rows=193,
                    also=("SIPRI-Milex-data-1949-2024_2.xlsx",),
                ),
            ),
        },
        codes="iso3",
        grain="state-year",
        coverage={"2025": (1949, 2024)},
        absent="unknown",
        columns=(
            Column("sipri_milex_constant", "US dollars of 2023", "military expenditure", 0),
            Column("sipri_milex_current", "current US dollars", "military expenditure", 0),
            Column("sipri_milex_share", "share of GDP", "military expenditure", 0, 2),
        ),
        notes=(
            "SIPRI has names only: they are resolved by date. Years before independence (Malaysia "
            "1951-56, Sudan 1950-55 ...) and the European Union are left out.",
            '". ." (in some editions "...") is unavailable, "xxx" no state: both are unknown.',
            "The sheet in current dollars has 0 where an exchange rate is lacking (East Germany, "
            "Yugoslavia to 1990, Czechoslovakia ...): a 0 is kept only where constant dollars are "
            "0 too. Yugoslavia to 1990 has no figure in dollars at all.",
            "The Soviet Union has figures for 1987-90 only, 1991 has none. Serbia includes "
            "Montenegro to 2005, as Serbia and Montenegro.",
            "Blue (estimated) and red (uncertain) figures are not told apart here. Millions in the "
            "workbook, dollars here.",
        ),
    )
)
def sipri_milex(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read military expenditure, one row a state and year.

    Parameters
    ----------
    files
        The workbook.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (ISO alpha-3 or letters of a former state), ``year``,
        expenditure in constant and in current dollars and as share of GDP.
    """
    (file,) = sipri_milex.spec.versions[version]
    path = files[file.name]
    first, last = sipri_milex.spec.coverage[version]
    years = [str(year) for year in range(first, last + 1)]
    columns = {"Country": pl.String, **dict.fromkeys(years, pl.Float64)}
    parts = []
    for name, sheet in SHEETS.items():
        wide = read_sheet(path, sheet, columns, missing=MISSING, header=6, rows=file.rows)
        wide = wide.filter(pl.col("Country").is_not_null())
        check_unique(wide, ("Country",), path)
        long = wide.unpivot(index="Country", variable_name="year", value_name=name).drop_nulls()
        parts.append(long.with_columns(pl.col("year").cast(pl.Int16)))
    keys = ["Country", "year"]
    constant, current, share = parts
    table = constant.join(current, on=keys, how="full", coalesce=True)
    table = table.join(share, on=keys, how="full", coalesce=True)
    table = table.filter(~pl.col("Country").is_in(NOT_STATES)).sort(keys)
    money = pl.col("sipri_milex_constant"), pl.col("sipri_milex_current")
    lacking = (money[1] == 0) & ~(money[0] == 0).fill_null(value=False)
    table = table.with_columns(pl.when(~lacking).then(money[1]).name.keep())
    table = table.filter(pl.any_horizontal(pl.col(*SHEETS).is_not_null()))
    found = with_states(table, "Country", path, aliases=ALIASES).drop_nulls("state")
    check_unique(found, ("state", "year"), path)
    return found.with_columns(money[0] * 1e6, money[1] * 1e6)
