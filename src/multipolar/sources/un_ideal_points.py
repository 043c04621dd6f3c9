"""Ideal points of states from votes in the General Assembly of the United Nations."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

SERIES = ("fp", "all", "legacy")


@source(
    SourceSpec(
        title="Ideal points from United Nations General Assembly votes",
        citation=(
            "Bailey, M. A., Strezhnev, A. & Voeten, E. (2017). Estimating dynamic state "
            "preferences from United Nations voting data. Journal of Conflict Resolution 61, "
            "430-456. Give the release and the series."
        ),
        page="https://doi.org/10.7910/DVN/LEJUQZ",
        licence="CC0 as far as known: see the page",
        versions={
            "July 2025": (File("IdealpointsJuly2025.csv", rows=11_440),),
            "June 2024": (File("IdealpointestimatesAll_Jun2024.csv", rows=11_238),),
        },
        codes="cow",
        grain="state-year",
        coverage={"July 2025": (1946, 2024), "June 2024": (1946, 2023)},
        absent="unknown",
        columns=tuple(
            Column(f"idealpoint_{name}", "1", meaning, -5, 5)
            for name, meaning in zip(
                SERIES,
                ("from votes on final passage", "from all votes", "series as estimated to 2024"),
                strict=True,
            )
        ),
        notes=(
            "Three series (final passage, all votes, legacy) differ in level: never mix or join "
            "them.",
            "The column IdealPointAll of June 2024 is the series that July 2025 calls Legacy; it "
            "is given as idealpoint_legacy, and the other two are null in that release.",
            "The release of July 2025 is published for Stata; save it as CSV with the same name "
            "to read it here.",
            "year is the session plus 1945: votes of January count with the year before.",
            "Session 19 (1964) held almost no votes and has no estimates.",
            "17 rows of July 2025 have a legacy value only, for states that had just one vote or "
            "changed number, as 260 and 678 in 1990.",
            "The seat of China is 713 until 1971 and 710 from 1971: both stand in 1971.",
        ),
    )
)
def un_ideal_points(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read ideal points, one row a state and year.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year`` and three series, null where unknown.
    """
    (file,) = un_ideal_points.spec.versions[version]
    path = files[file.name]
    early = version == "June 2024"
    year = "session" if early else "year"
    names = {"IdealPointAll": "legacy"} if early else {f"idealpoint{s}": s for s in SERIES}
    wanted = {"ccode": pl.Int16, year: pl.Int16, **dict.fromkeys(names, pl.Float64)}
    frame = read_frame(path, wanted, missing=("NA",), rows=file.rows)
    shift = 1945 if early else 0
    first, last = un_ideal_points.spec.coverage[version]
    check_codes(frame, "ccode", "cow", path)
    check_range(frame, year, first - shift, last - shift, path)
    check_unique(frame, ("ccode", year), path)
    empty = [
        pl.lit(None, pl.Float64).alias(f"idealpoint_{s}") for s in SERIES if s not in names.values()
    ]
    return frame.with_columns(pl.col(year) + shift, *empty).rename(
        {"ccode": "state", year: "year"} | {n: f"idealpoint_{s}" for n, s in names.items()}
    )
