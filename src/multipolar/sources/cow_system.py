"""COW state system: which states were members in each year."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW State System Membership: members by year",
        citation=(
            "Correlates of War Project (2017). State System Membership List, v2016. "
            "https://correlatesofwar.org"
        ),
        page="https://correlatesofwar.org/data-sets/state-system-membership/",
        licence="free for research with citation; not to be passed on",
        versions={
            "2016": (
                File(
                    "system2016.csv",
                    "https://correlatesofwar.org/wp-content/uploads/system2016.csv",
                    rows=15_951,
                ),
            ),
        },
        codes="cow",
        grain="state-year",
        coverage={"2016": (1816, 2016)},
        absent="zero",
        columns=(Column("cow_member", "1", "1 where the state was a member in the year", 1, 1),),
        notes=(
            "A state is listed in a year if it was a member on any day of it: 255, 260 and 265 "
            "(Germany, West and East) and 678, 679 and 680 (Yemen) stand side by side in 1990.",
        ),
    )
)
def cow_system(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the members of the state system, one row a state and year.

    Parameters
    ----------
    files
        The list of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, and 1. Who is not listed was no member.
    """
    (file,) = cow_system.spec.versions[version]
    path = files[file.name]
    frame = read_frame(path, dict.fromkeys(("ccode", "year", "version"), pl.Int16), rows=file.rows)
    check_allowed(frame, "version", (int(version),), path)
    check_codes(frame, "ccode", "cow", path)
    check_range(frame, "year", *cow_system.spec.coverage[version], path)
    check_unique(frame, ("ccode", "year"), path)
    return frame.select(state="ccode", year="year", cow_member=pl.lit(1, pl.Int8))
