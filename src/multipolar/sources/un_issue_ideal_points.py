"""Ideal points of states on single issues before the General Assembly."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

SITE = (
    "https://raw.githubusercontent.com/evoeten/United-Nations-General-Assembly-Votes-and-"
    "Ideal-Points/0348475673253b6b9d74b1baac58940bb3b39c39/Output/"
)
ISSUES = {
    "Nuclear": ("nuclear", "nuclear weapons and materials"),
    "MiddleEast": ("middle_east", "the Middle East"),
    "HumanRights": ("human_rights", "human rights"),
}


def _file(issue: str, rows: int) -> File:
    name = f"Idealpointestimates{issue}_Apr2020.csv"
    return File(name, SITE + name, rows=rows)


@source(
    SourceSpec(
        title="Ideal points by issue from United Nations General Assembly votes",
        citation=(
            "Bailey, M. A., Strezhnev, A. & Voeten, E. (2017). Estimating dynamic state "
            "preferences from United Nations voting data. Journal of Conflict Resolution 61, "
            "430-456. Give the release and the issue."
        ),
        page="https://github.com/evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points",
        licence="CC0 as far as known: see the page",
        versions={
            "April 2020": (
                _file("Nuclear", 7_203),
                _file("MiddleEast", 7_896),
                _file("HumanRights", 8_440),
            )
        },
        codes="cow",
        grain="state-year",
        coverage={"April 2020": (1970, 2019)},
        absent="unknown",
        columns=tuple(
            Column(f"idealpoint_{short}", "1", f"ideal point on {words}", -6, 6)
            for short, words in ISSUES.values()
        ),
        notes=(
            "Each issue is estimated by itself: levels are not comparable between issues or with "
            "un_ideal_points.",
            "The files are in latin-1.",
            "year is the session plus 1945. Human rights begin with session 25 (1970), the Middle "
            "East with 29 (1974), nuclear matters with 33 (1978).",
        ),
    )
)
def un_issue_ideal_points(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read ideal points by issue, one row a state and year.

    Parameters
    ----------
    files
        Three tables, one an issue.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year`` and one column an issue, null where the
        state has no estimate.
    """
    out: pl.DataFrame | None = None
    first, last = un_issue_ideal_points.spec.coverage[version]
    keys = ["ccode", "session"]
    for file, (issue, (short, _)) in zip(
        un_issue_ideal_points.spec.versions[version], ISSUES.items(), strict=True
    ):
        path, value = files[file.name], f"IdealPoint{issue}"
        wanted = {"ccode": pl.Int16, "session": pl.Int16, value: pl.Float64}
        frame = read_frame(path, wanted, missing=("NA",), encoding="latin-1", rows=file.rows)
        check_codes(frame, "ccode", "cow", path)
        check_range(frame, "session", first - 1945, last - 1945, path)
        check_unique(frame, keys, path)
        frame = frame.rename({value: f"idealpoint_{short}"})
        out = frame if out is None else out.join(frame, on=keys, how="full", coalesce=True)
    assert out is not None
    year = (pl.col("session") + 1945).alias("year")
    return out.rename({"ccode": "state"}).with_columns(year).sort("state", "year")
