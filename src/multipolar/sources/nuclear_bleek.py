"""Nuclear proliferation."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.framestates import with_states
from multipolar.source import Column, File, SourceSpec, source

STATUS = {0: "none", 1: "consideration", 2: "pursuit", 3: "possession"}
ALIASES = {"Congo": "COG", "Serbia": 345, "Timor": "TLS"}


@source(
    SourceSpec(
        title="Nuclear weapons proliferation",
        citation=(
            "Bleek, P. C. (2017). When Did (and Didn't) States Proliferate? Chronicling the Spread "
            "of Nuclear Weapons. Project on Managing the Atom; with data of the Nuclear Threat "
            "Initiative to 2022, compiled by Our World in Data."
        ),
        page="https://ourworldindata.org/nuclear-weapons",
        licence="CC BY 4.0 (compilation)",
        versions={
            "2022": (
                File(
                    "nuclear_weapons_proliferation_owid.csv",
                    rows=16_848,
                    also=("bleek_nti_nuclear_weapons_proliferation_owid.csv",),
                ),
            ),
        },
        codes="iso3",
        grain="state-year",
        coverage={"2022": (1938, 2022)},
        absent="unknown",
        columns=(
            Column("bleek_status", "0 to 3", "none, consideration, pursuit, possession", 0, 3),
        ),
        notes=(
            "Every country of today has a row in every year; those before it was a state are left "
            "out. Serbia before 2006 is Yugoslavia, then Serbia and Montenegro; Russia is the "
            "Soviet Union to 1991.",
            "Read in the layout of Our World in Data, which holds the highest status of a year.",
        ),
    )
)
def nuclear_bleek(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the nuclear status of states, one row a state and year.

    Parameters
    ----------
    files
        The compiled table.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (ISO alpha-3 or letters of a former state), ``year``, status.
    """
    (file,) = nuclear_bleek.spec.versions[version]
    path = files[file.name]
    columns = {"country_name": pl.String, "year": pl.Int16, "nuclear_weapons_status": pl.Int8}
    frame = read_frame(path, columns, rows=file.rows)
    check_allowed(frame, "nuclear_weapons_status", STATUS, path)
    check_range(frame, "year", *nuclear_bleek.spec.coverage[version], path)
    check_unique(frame, ("country_name", "year"), path)
    found = with_states(frame, "country_name", path, aliases=ALIASES).drop_nulls("state")
    check_unique(found, ("state", "year"), path)
    return found.rename({"nuclear_weapons_status": "bleek_status"})
