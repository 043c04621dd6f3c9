"""Least distance between the territories of two states."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_order, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="Minimum distance between COW states (CShapes 2.0)",
        citation=(
            "Schvitz, G., Girardin, L., Ruegger, S., Weidmann, N. B., Cederman, L.-E. & "
            "Gleditsch, K. S. (2022). Mapping the international system, 1886-2019: the CShapes "
            "2.0 dataset. Journal of Conflict Resolution 66(1), 144-161. As computed in "
            "peacesciencer (Miller 2022)."
        ),
        page="https://icr.ethz.ch/data/cshapes/",
        licence="CC BY-NC-SA 4.0: not for commercial use; share alike",
        versions={
            "2.0": (
                File(
                    "cow_mindist_spells.csv",
                    rows=25_714,
                    also=("peacesciencer_cow_mindist_spells.csv",),
                ),
            ),
        },
        codes="cow",
        grain="dyad-spell",
        coverage={"2.0": (1886, 2019)},
        absent="unknown",
        columns=(Column("mindist", "km", "least distance between the two territories", 0, 20_100),),
        notes=(
            "The file is the table of 952,244 dyad-years of the R package peacesciencer, with "
            "years of the same distance joined into spells of whole years and km rounded to 0.1.",
            "Distances are those of 1 January: Alaska, a state since 3 January 1959, counts from "
            "1960 (United States to Russia 3,243 km, then 80).",
            "A spell to 2019, where the borders end, has no end: until is null.",
            "Borders are simplified shapes without dependencies: 0 is a common border or close "
            "to it, not the same as direct contiguity.",
        ),
    )
)
def minimum_distance(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read least distances, one row a dyad and spell of one distance.

    Parameters
    ----------
    files
        The spells of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1`` < ``state2`` (COW numbers), ``since`` (1 January), ``until``
        (31 December) and kilometres.
    """
    (file,) = minimum_distance.spec.versions[version]
    path = files[file.name]
    states = ("ccode1", "ccode2")
    whole = dict.fromkeys((*states, "styear", "endyear"), pl.Int16)
    frame = read_frame(path, {**whole, "mindist": pl.Float64}, rows=file.rows)
    for state in states:
        check_codes(frame, state, "cow", path)
    check_order(frame, "ccode1", "ccode2", path)
    first, last = minimum_distance.spec.coverage[version]
    for year in ("styear", "endyear"):
        check_range(frame, year, first, last, path)
    check_order(frame, "styear", "endyear", path)
    check_unique(frame, (*states, "styear"), path)
    check_range(frame, "mindist", 0, 20_100, path)
    return frame.select(
        state1="ccode1",
        state2="ccode2",
        since=pl.date("styear", 1, 1),
        until=pl.when(pl.col("endyear") < last).then(pl.date("endyear", 12, 31)),
        mindist="mindist",
    )
