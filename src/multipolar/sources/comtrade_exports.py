"""Bilateral goods exports every fourth year, from UN Comtrade."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

OLD = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "SVU": "SUN", "MNT": "MNE", "YDR": "YMD"}
"""Codes of the file that are not those of ISO 3166."""

YEARS = tuple(range(1964, 2017, 4))


@source(
    SourceSpec(
        title="Bilateral exports, UN Comtrade (penppml)",
        citation=(
            "Breinlich, H., Corradi, V., Rocha, N., Ruta, M., Santos Silva, J. M. C. & Zylkin, T. "
            "(2021). Machine learning in international trade research: evaluating the impact of "
            "trade agreements. Working paper. Trade: UN Comtrade."
        ),
        page="https://github.com/tomzylkin/penppml",
        licence="MIT as part of its package; trade values from UN Comtrade",
        versions={
            "2021": (File("trade.csv", rows=316_317, also=("penppml_dyadic_exports.csv",)),),
        },
        codes="iso3",
        grain="directed-dyad-year",
        coverage={"2021": (1964, 2016)},
        absent="unknown",
        columns=(
            Column("comtrade_exports", "USD", "goods exported by the first to the second", 0),
            Column("comtrade_agreement", "text", "trade agreement in force between them"),
        ),
        notes=(
            "The file is the table trade of the R package penppml, written out as text; the "
            "release on CRAN has fewer rows (194,092).",
            "Every fourth year from 1964 to 2016. There are from 12,228 (1964) to 30,672 (2012) "
            "pairs: a missing pair is not a zero.",
            "125,104 of 316,317 values are 0. These are real zeros or flows that nobody "
            "reported; the file does not tell which.",
            "ROM, ZAR, TMP, SVU, MNT and YDR are read as ROU, COD, TLS, SUN, MNE and YMD; the "
            "last three by their years and size. Other codes stay: BLX is Belgium and "
            "Luxembourg, SRB also stands for Yugoslavia from 1992, DEU for West Germany before "
            "1990, YEM for North Yemen, and some are no states (SPE, UNS, FRE, BUN, NZE; "
            "KN1 and ZW1 have a digit).",
            "An empty agreement is none in the package's selection, not none at all.",
        ),
    )
)
def comtrade_exports(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read exports, one row a directed pair and year.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1`` (exporter), ``state2`` (importer), both ISO 3166 letters,
        ``year``, exports, and the agreement between them.
    """
    (file,) = comtrade_exports.spec.versions[version]
    path = files[file.name]
    text = dict.fromkeys(("exp", "imp", "agreement"), pl.String)
    frame = read_frame(path, {**text, "time": pl.Int16, "export": pl.Float64}, rows=file.rows)
    for country in ("exp", "imp"):
        widths = frame.select(pl.col(country).str.len_chars())
        check_allowed(widths, country, (3,), path)
    check_allowed(frame, "time", YEARS, path)
    check_range(frame, "export", 0, float("inf"), path)
    check_unique(frame, ("exp", "imp", "time"), path)
    return frame.select(
        state1=pl.col("exp").replace(OLD),
        state2=pl.col("imp").replace(OLD),
        year="time",
        comtrade_exports="export",
        comtrade_agreement="agreement",
    )
