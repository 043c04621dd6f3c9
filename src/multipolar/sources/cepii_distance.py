"""CEPII GeoDist: distance, language and colonial ties of country pairs."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

OLD = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE"}
"""Codes of the file that ISO 3166 has replaced."""

FLAGS = (
    "contig",
    "comlang_off",
    "comlang_ethno",
    "colony",
    "comcol",
    "curcol",
    "col45",
    "smctry",
)
DISTANCES = ("dist", "distcap", "distw", "distwces")


@source(
    SourceSpec(
        title="CEPII GeoDist: bilateral distances",
        citation=(
            "Mayer, T. & Zignago, S. (2011). Notes on CEPII's distances measures: the GeoDist "
            "database. CEPII Working Paper 2011-25."
        ),
        page="http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
        licence="Etalab open licence 2.0",
        versions={"2011": (File("dist_cepii.csv", rows=50_176, also=("cepii_dist.csv",)),)},
        codes="iso3",
        grain="directed-dyad-spell",
        coverage={"2011": (1945, 2011)},
        absent="unknown",
        redistributable=True,
        columns=(
            Column("cepii_contig", "1", "1 where they share a border", 0, 1),
            Column("cepii_comlang_off", "1", "1 where they share an official language", 0, 1),
            Column(
                "cepii_comlang_ethno", "1", "1 where 9 % of both populations share a language", 0, 1
            ),
            Column("cepii_colony", "1", "1 where one was ever a colony of the other", 0, 1),
            Column("cepii_comcol", "1", "1 where they had one colonizer after 1945", 0, 1),
            Column("cepii_curcol", "1", "1 where one is a colony of the other now", 0, 1),
            Column("cepii_col45", "1", "1 where one was a colony of the other after 1945", 0, 1),
            Column("cepii_smctry", "1", "1 where they were or are one country", 0, 1),
            Column("cepii_dist", "km", "distance between the largest cities", 0, 20_100),
            Column("cepii_distcap", "km", "distance between the capitals", 0, 20_100),
            Column("cepii_distw", "km", "distance weighted by city populations", 0, 20_100),
            Column("cepii_distwces", "km", "the same, weights with elasticity -1", 0, 20_100),
        ),
        notes=(
            "Nothing here has a date: since and until are null, and the countries are those of "
            "the time of the release, with dependencies and without Serbia and Montenegro apart.",
            "CEPII gives an old .xls workbook; this reads the same table saved as text, with its "
            "columns.",
            "ROM, ZAR, TMP and PAL are read as ROU, COD, TLS and PSE. YUG is Serbia and "
            "Montenegro, ANT the Netherlands Antilles; both stay as they are.",
            "The distance of a country to itself (224 lines) is left out.",
            "cepii_smctry and the weighted distances differ by direction for some pairs.",
        ),
    )
)
def cepii_distance(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read distances and ties, one row a directed pair of countries.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1``, ``state2`` (ISO 3166 letters), empty dates, ties, km.
    """
    (file,) = cepii_distance.spec.versions[version]
    path = files[file.name]
    pair = ("iso_o", "iso_d")
    columns: dict[str, type[pl.DataType]] = {
        **dict.fromkeys(pair, pl.String),
        **dict.fromkeys(FLAGS, pl.Int8),
        **dict.fromkeys(DISTANCES, pl.Float64),
    }
    frame = read_frame(path, columns, missing=(".",), rows=file.rows)
    check_unique(frame, pair, path)
    for flag in FLAGS:
        check_allowed(frame, flag, (0, 1), path)
    for distance in DISTANCES:
        check_range(frame, distance, 0, 20_100, path)
    countries = frame["iso_o"].unique()
    check_allowed(frame, "iso_d", countries.to_list(), path)
    never = pl.lit(None, pl.Date)
    return frame.filter(pl.col("iso_o") != pl.col("iso_d")).select(
        pl.col("iso_o").replace(OLD).alias("state1"),
        pl.col("iso_d").replace(OLD).alias("state2"),
        never.alias("since"),
        never.alias("until"),
        *(pl.col(name).alias(f"cepii_{name}") for name in (*FLAGS, *DISTANCES)),
    )
