"""Capitals of the COW states."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_order, check_unique
from multipolar.framedates import as_dates
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="Capitals of COW states (peacesciencer)",
        citation=(
            "Miller, S. V. (2022). peacesciencer: An R package for quantitative peace science "
            "research. Conflict Management and Peace Science 39(6), 755-779."
        ),
        page="http://svmiller.com/peacesciencer/",
        licence="GPL-2 as part of its package",
        versions={
            "2024": (File("cow_capitals.csv", rows=242, also=("peacesciencer_cow_capitals.csv",)),)
        },
        codes="cow",
        grain="state-spell",
        coverage={"2024": (1816, 2024)},
        absent="unknown",
        columns=(
            Column("capital", "text", "name of the capital"),
            Column("capital_lat", "degree", "latitude of the capital", -90, 90),
            Column("capital_lng", "degree", "longitude of the capital", -180, 180),
        ),
        notes=(
            "The file is the table cow_capitals of the R package, written out as text.",
            "A first spell begins on 1 January of a state's first year, and a last one runs to "
            "2024 even if the state is gone (Mecklenburg-Schwerin): until is null there. Join "
            "with the list of states; the spells do not say that a state exists.",
            "Moves of the capital have their day.",
            "Three places are those of the middle of the country: Brasilia is 836 km from the "
            "capital of CShapes 2.0, Tunis 337 km, Riyadh 206 km. Turkey has Ankara since 1816, "
            "though the capital was Istanbul until 1923. All is given as published.",
        ),
    )
)
def cow_capitals(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the capitals, one row a state and spell of its capital.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``since``, ``until`` (null: no later capital in
        the table), name, latitude and longitude.
    """
    (file,) = cow_capitals.spec.versions[version]
    path = files[file.name]
    text = dict.fromkeys(("capital", "stdate", "enddate"), pl.String)
    place = dict.fromkeys(("lat", "lng"), pl.Float64)
    frame = read_frame(path, {"ccode": pl.Int16, **text, **place}, rows=file.rows)
    check_codes(frame, "ccode", "cow", path)
    frame = as_dates(frame, ("stdate", "enddate"), path)
    check_unique(frame, ("ccode", "stdate"), path)
    check_order(frame, "stdate", "enddate", path)
    end = pl.date(cow_capitals.spec.coverage[version][1], 12, 31)
    return frame.select(
        state="ccode",
        since="stdate",
        until=pl.when(pl.col("enddate") < end).then("enddate"),
        capital="capital",
        capital_lat="lat",
        capital_lng="lng",
    )
