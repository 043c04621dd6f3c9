"""Global Leader Ideology."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

IDEOLOGY = ("leftist", "centrist", "rightist", "none")
NO_CODE = ("no information", "not applicable")
TIBET = 711


@source(
    SourceSpec(
        title="Global Leader Ideology",
        citation=(
            "Herre, B. (2023). Identifying Ideologues: A Global Dataset on Political Leaders, "
            "1945-2020. British Journal of Political Science 53(2), 740-748."
        ),
        page="https://github.com/bastianherre/global-leader-ideologies",
        licence="free for research with citation",
        versions={
            "2023": (
                File(
                    "global_leader_ideologies.csv",
                    "https://raw.githubusercontent.com/bastianherre/global-leader-ideologies/"
                    "main/global_leader_ideologies.csv",
                    rows=10_992,
                ),
            ),
        },
        codes="cow",
        grain="state-year",
        coverage={"2023": (1945, 2020)},
        absent="unknown",
        columns=(
            Column("gli_leader", "text", "effective leader on 31 December"),
            Column("gli_leader_ideology", "text", "leftist, centrist, rightist or none"),
            Column("gli_hog", "text", "head of government on 31 December"),
            Column("gli_hog_ideology", "text", "leftist, centrist, rightist or none"),
        ),
        notes=(
            "Ideology is economic: left, centre, right. 'none' is coded as without economic "
            "ideology; 'no information' and 'not applicable' are null here.",
            "Tibet (711, 1945-50) is no COW state and is left out.",
            "Germany is 260 for 1949-89 and 255 from 1990; Serbia and Yugoslavia are 345.",
        ),
    )
)
def gli(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the ideology of leaders, one row a state and year.

    Parameters
    ----------
    files
        The country-year table.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, name and ideology of the leader and
        of the head of government.
    """
    (file,) = gli.spec.versions[version]
    path = files[file.name]
    text = dict.fromkeys(("leader", "leader_ideology", "hog", "hog_ideology"), pl.String)
    frame = read_frame(
        path, {"country_code_cow": pl.Int16, "year": pl.Int16, **text}, rows=file.rows
    )
    check_codes(frame, "country_code_cow", "cow", path, extra=(TIBET,))
    check_range(frame, "year", *gli.spec.coverage[version], path)
    check_unique(frame, ("country_code_cow", "year"), path)
    for name in ("leader_ideology", "hog_ideology"):
        check_allowed(frame, name, (*IDEOLOGY, *NO_CODE), path)
    names = {c: f"gli_{c}" for c in text}
    unknown = [pl.col(c).replace(dict.fromkeys(NO_CODE)) for c in text]
    states = frame.filter(pl.col("country_code_cow") != TIBET)
    return states.with_columns(unknown).rename({"country_code_cow": "state", **names})
