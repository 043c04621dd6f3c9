"""Gleditsch and Ward's list of independent states."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_order, check_unique
from multipolar.framedates import as_dates
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

LAYOUT = {
    "2020": ("gw_abb", "gw_name", "start", "end"),
    "2017": ("stateabb", "statename", "startdate", "enddate"),
}


@source(
    SourceSpec(
        title="Gleditsch and Ward list of independent states",
        citation=(
            "Gleditsch, K. S. & Ward, M. D. (1999). A revised list of independent states since "
            "the Congress of Vienna. International Interactions 25(4), 393-413."
        ),
        page="http://ksgleditsch.com/data-4.html",
        licence="free for research with citation",
        versions={
            "2020": (File("gw_system.csv", rows=239, also=("isard_gw_system.csv",)),),
            "2017": (File("gw_states.csv", rows=216, also=("peacesciencer_gw_states.csv",)),),
        },
        codes="gw",
        grain="state-spell",
        coverage={"2020": (1816, 2020), "2017": (1816, 2017)},
        absent="zero",
        columns=(
            Column("gw_abb", "code", "letters by which the list calls the state"),
            Column("gw_name", "text", "name of the state"),
            Column("gw_microstate", "1", "1 where it stands in the list of microstates", 0, 1),
        ),
        notes=(
            "These files are conversions, the tables of the R packages isard (to 2020) and "
            "peacesciencer (to 2017); the authors' own files are tab-separated texts without "
            "these headers.",
            "The list of 2020 holds 23 microstates, that of 2017 none: there gw_microstate is 0.",
            "A spell that lasts to the end of the list has no end: until is null.",
            "GW numbers are not COW numbers: Germany after 1990 is 260, Yemen 678, Serbia 340, "
            "Gran Colombia 99, and 970 is Kiribati (COW: Nauru).",
        ),
    )
)
def gw_states(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the list of states, one row a spell of independence.

    Parameters
    ----------
    files
        The list of a version.
    version
        One of ``spec.versions``. Their columns have other names.

    Returns
    -------
    polars.DataFrame
        ``state`` (GW number), ``since``, ``until`` (null: independent when the
        list ends), letters, name and whether it is a microstate.
    """
    (file,) = gw_states.spec.versions[version]
    path = files[file.name]
    text = dict.fromkeys(LAYOUT[version], pl.String)
    columns: dict[str, type[pl.DataType]] = {"gwcode": pl.Int16, **text}
    if version == "2020":
        columns["microstate"] = pl.Int8
    frame = read_frame(path, columns, rows=file.rows)
    if version == "2020":
        check_allowed(frame, "microstate", (0, 1), path)
    else:
        frame = frame.with_columns(microstate=pl.lit(0, pl.Int8))
    check_codes(frame, "gwcode", "gw", path)
    abb, name, start, end = LAYOUT[version]
    frame = as_dates(frame, (start, end), path)
    check_unique(frame, ("gwcode", start), path)
    check_order(frame, start, end, path)
    last = pl.date(gw_states.spec.coverage[version][1], 12, 31)
    return frame.select(
        state="gwcode",
        since=start,
        until=pl.when(pl.col(end) < last).then(end),
        gw_abb=abb,
        gw_name=name,
        gw_microstate="microstate",
    )
