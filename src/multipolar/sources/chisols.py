"""CHISOLS: changes in the source of leader support."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

NAMES = {
    "totalldrtrans": "chisols_transitions",
    "leadertrans": "chisols_transition",
    "solschange": "chisols_changes",
    "solschdum": "chisols_change",
    "solschange30": "chisols_changes30",
    "solsch30dum": "chisols_change30",
    "solsminchange": "chisols_minor_changes",
    "solsminchdum": "chisols_minor_change",
    "nonindep": "chisols_not_independent",
}


@source(
    SourceSpec(
        title="Change in Source of Leader Support (CHISOLS), state-year",
        citation=(
            "Mattes, M., Leeds, B. A. & Matsumura, N. (2016). Measuring change in source of "
            "leader support: The CHISOLS dataset. Journal of Peace Research 53(2), 259-267. "
            "Version 4.0."
        ),
        page="http://www.chisols.org",
        licence="free for research with citation",
        versions={"4.0": (File("CHISOLSstyr4_0.csv", rows=9_703),)},
        codes="cow",
        grain="state-year",
        coverage={"4.0": (1919, 2008)},
        absent="unknown",
        columns=(
            Column("chisols_leader", "text", "effective leaders of the year, in order"),
            Column("chisols_transitions", "count", "changes of leader", 0, 7),
            Column("chisols_transition", "0 or 1", "any change of leader", 0, 1),
            Column("chisols_changes", "count", "changes in the source of leader support", 0, 7),
            Column("chisols_change", "0 or 1", "any change in the source of support", 0, 1),
            Column("chisols_changes30", "count", "those by leaders of 30 days or more", 0, 7),
            Column("chisols_change30", "0 or 1", "any of those", 0, 1),
            Column("chisols_minor_changes", "count", "minor changes in the source", 0, 7),
            Column("chisols_minor_change", "0 or 1", "any minor change", 0, 1),
            Column("chisols_not_independent", "0 or 1", "state not independent that year", 0, 1),
        ),
        notes=(
            "The count and the flag of changes of leader disagree in two rows, as published: "
            "Albania 1939 and Latvia 1940.",
            "162 state-years are kept though the state was not independent: see "
            "chisols_not_independent.",
            "Leaders of one year stand in one cell, divided by commas.",
        ),
    )
)
def chisols(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read CHISOLS, one row a state and year.

    Parameters
    ----------
    files
        The state-year table.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, leaders, and counts and flags of
        changes of leader and of the source of leader support.
    """
    (file,) = chisols.spec.versions[version]
    path = files[file.name]
    numbers = dict.fromkeys(("ccode", "year", *NAMES), pl.Int16)
    frame = read_frame(path, {**numbers, "leader": pl.String}, rows=file.rows)
    check_codes(frame, "ccode", "cow", path)
    check_range(frame, "year", *chisols.spec.coverage[version], path)
    check_unique(frame, ("ccode", "year"), path)
    return frame.rename({"ccode": "state", "leader": "chisols_leader", **NAMES})
