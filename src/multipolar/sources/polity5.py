"""Polity5 regime characteristics."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.source import Column, File, SourceSpec, source
from multipolar.workbooks import read_table

URL = "https://www.systemicpeace.org/inscr/p5v2018.xls"

TO_COW = {
    99: 100,  # Gran Colombia: Colombia
    324: 325,  # Sardinia: Italy
    341: 347,  # Kosovo
    342: 345,  # Serbia, to 1920 and from 2006: Yugoslavia, Serbia
    347: 345,  # Yugoslavia, Serbia and Montenegro, 1991-2006
    348: 341,  # Montenegro
    364: 365,  # USSR: Russia
    525: 626,  # South Sudan
    529: 530,  # Ethiopia from 1993
    626: 625,  # Sudan from 2011
    769: 770,  # Pakistan to 1971
    818: 816,  # Vietnam from 1976
}
"""Polity number → COW number. 341, 347 and 626 are other states in COW."""

NOT_IN_COW = (89, 564)
"""United Provinces of Central America (1824-38), Orange Free State (1854-1902): left out."""

ENDED = (
    (99, 1832), (324, 1861), (345, 1991), (347, 2006), (365, 1922),
    (530, 1993), (625, 2011), (816, 1976),
)  # fmt: skip
"""Polity number, year: rows of a polity that another followed in that year, which has a row too."""

SPECIAL = {-66: "interruption", -77: "interregnum", -88: "transition"}


@source(
    SourceSpec(
        title="Polity5",
        citation=(
            "Marshall, M. G. & Gurr, T. R. (2020). Polity5: Political Regime Characteristics and "
            "Transitions, 1800-2018. Dataset Users' Manual. Center for Systemic Peace."
        ),
        page="https://www.systemicpeace.org/inscrdata.html",
        licence="copyright Center for Systemic Peace; non-commercial research with citation",
        versions={"2018": (File("p5v2018.xls", URL, rows=17_574, also=("p5v2018.csv",)),)},
        codes="cow",
        grain="state-year",
        coverage={"2018": (1776, 2020)},
        absent="unknown",
        columns=(
            Column("polity_polity", "score", "democ less autoc, as coded for 31 December", -10, 10),
            Column("polity_polity2", "score", "the same, with special years filled in", -10, 10),
            Column("polity_democ", "score", "institutionalised democracy", 0, 10),
            Column("polity_autoc", "score", "institutionalised autocracy", 0, 10),
            Column("polity_durable", "years", "since the last change of regime", 0),
            Column("polity_special", "text", "interruption, interregnum or transition"),
        ),
        notes=(
            "Published as p5v2018.xls; a csv file of its sheet with all columns is read as well.",
            "-66, -77 and -88 in polity, democ and autoc are special years: here null, with their "
            "kind in polity_special. -9 is a score.",
            "polity2 takes -77 as 0, grades -88 and leaves -66 unknown.",
            "Polity has numbers of its own. They are turned into COW's; Austria to 1918 is COW "
            "300. Where one polity follows another within a year, the row of the later one stays.",
            "polity2 is unknown in 7 years of transition as well.",
            "Central America (1824-38) and the Orange Free State (1854-1902) have no COW number "
            "and are left out.",
            "Rows begin in 1800 (United States 1776) whether or not COW counts the state yet. "
            "Only the United States goes beyond 2018.",
        ),
    )
)
def polity5(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read Polity5, one row a state and year.

    Parameters
    ----------
    files
        The annual time series, a workbook or a csv file of it.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, scores, durability and the kind of
        special year.
    """
    (file,) = polity5.spec.versions[version]
    path = files[file.name]
    scores = ("polity", "polity2", "democ", "autoc", "durable")
    numbers = dict.fromkeys(("ccode", "year", *scores), pl.Int16)
    frame = read_table(path, None, numbers, rows=file.rows)
    check_codes(frame, "ccode", "cow", path, extra=(*TO_COW, *NOT_IN_COW))
    check_range(frame, "year", *polity5.spec.coverage[version], path)
    check_unique(frame, ("ccode", "year"), path)
    gone = [code * 10_000 + year for code, year in ENDED]
    key = pl.col("ccode").cast(pl.Int32) * 10_000 + pl.col("year")
    austria = (pl.col("ccode") == 305) & (pl.col("year") <= 1918)
    special = pl.col("polity").replace_strict(SPECIAL, default=None, return_dtype=pl.String)
    known = [pl.col(c).replace(dict.fromkeys(SPECIAL)) for c in ("polity", "democ", "autoc")]
    kept = frame.filter(~pl.col("ccode").is_in(NOT_IN_COW) & ~key.is_in(gone)).with_columns(
        special.alias("polity_special"),
        *known,
        state=pl.when(austria).then(300).otherwise(pl.col("ccode").replace(TO_COW)).cast(pl.Int16),
    )
    check_unique(kept, ("state", "year"), path)
    return kept.rename({name: f"polity_{name}" for name in scores})
