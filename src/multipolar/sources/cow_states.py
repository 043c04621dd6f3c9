"""COW state list: when each state was a member of the system."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import (
    check_allowed,
    check_codes,
    check_order,
    check_range,
    check_unique,
)
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW State System Membership: list of states",
        citation=(
            "Correlates of War Project (2017). State System Membership List, v2016. "
            "https://correlatesofwar.org"
        ),
        page="https://correlatesofwar.org/data-sets/state-system-membership/",
        licence="free for research with citation; not to be passed on",
        versions={
            "2016": (
                File(
                    "states2016.csv",
                    "https://correlatesofwar.org/wp-content/uploads/states2016.csv",
                    rows=243,
                    also=("peacesciencer_cow_states.csv",),
                ),
            ),
        },
        codes="cow",
        grain="state-spell",
        coverage={"2016": (1816, 2016)},
        absent="zero",
        columns=(
            Column("stateabb", "code", "three letters by which COW calls the state"),
            Column("statenme", "text", "name of the state"),
        ),
        notes=(
            "A state may have several spells, as France (to 1942 and from 1944) or Estonia: never "
            "take a number as the key.",
            "A spell that lasts to the end of the list (2016-12-31) has no end: until is null.",
            "Spells open on 1816-01-01 where the state is older than the list.",
            "Russia and the Soviet Union are both 365, Sardinia and Italy 325, Prussia and Germany "
            "255; West Germany is 260 and East Germany 265.",
        ),
    )
)
def cow_states(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the list of states, one row a spell of membership.

    Parameters
    ----------
    files
        The list of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``since``, ``until`` (null: a member when the
        list ends), abbreviation and name.
    """
    (file,) = cow_states.spec.versions[version]
    path = files[file.name]
    dates = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")
    frame = read_frame(
        path,
        {
            "ccode": pl.Int16,
            "stateabb": pl.String,
            "statenme": pl.String,
            **dict.fromkeys((*dates, "version"), pl.Int16),
        },
        rows=file.rows,
    )
    check_allowed(frame, "version", (int(version),), path)
    check_codes(frame, "ccode", "cow", path)
    for year in ("styear", "endyear"):
        check_range(frame, year, *cow_states.spec.coverage[version], path)
    check_unique(frame, ("ccode", "styear", "stmonth", "stday"), path)
    frame = with_date(frame, "since", ("styear", "stmonth", "stday"), path)
    frame = with_date(frame, "until", ("endyear", "endmonth", "endday"), path, last=True)
    check_order(frame, "since", "until", path)
    end = pl.date(cow_states.spec.coverage[version][1], 12, 31)
    return frame.rename({"ccode": "state"}).with_columns(
        until=pl.when(pl.col("until") < end).then("until")
    )
