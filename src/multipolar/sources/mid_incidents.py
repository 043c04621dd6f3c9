"""Militarized incidents, the acts that make up the disputes since 1993."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

ZIP = "https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip"


@source(
    SourceSpec(
        title="COW Militarized Interstate Disputes: incidents (MIDI)",
        citation=(
            "Palmer, G., McManus, R. W., D'Orazio, V., Kenwick, M. R., Karstens, M., Bloch, C., "
            "Dietrich, N., Kahn, K., Ritter, K. & Soules, M. J. (2022). The MID5 dataset, "
            "2011-2014: Procedures, coding rules, and description. Conflict Management and Peace "
            "Science 39(4), 470-482."
        ),
        page="https://correlatesofwar.org/data-sets/mids/",
        licence="free for research with citation; not to be passed on",
        versions={"5.0": (File("MIDI 5.0.csv", ZIP, rows=4_483, member="MIDI 5.0.csv"),)},
        codes="cow",
        grain="event",
        coverage={"5.0": (1993, 2014)},
        absent="zero",
        columns=(
            Column("midi_dispute", "number", "dispute the incident belongs to"),
            Column("midi_since", "date", "first day, or the first possible"),
            Column("midi_until", "date", "last day, or the last possible"),
            Column("midi_action", "code", "action, 1 to 21", 1, 21),
            Column(
                "midi_hostlev",
                "level",
                "hostility: 2 threat, 3 display, 4 use of force, 5 war",
                2,
                5,
            ),
            Column("midi_fatality", "level", "deaths, 0 none to 6 over 999", 0, 6),
            Column("midi_fatalities", "persons", "deaths where the number is known", 0),
        ),
        notes=(
            "Incidents were coded from 1993 on; those of disputes then under way reach back to "
            "1992. Earlier disputes have no incidents here.",
            "Three dates lack the month: they span the whole year.",
            "A corrected file 5.01 exists at the publisher; it is not read here.",
        ),
    )
)
def mid_incidents(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the incidents, one row each.

    Parameters
    ----------
    files
        MIDI.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` is the incident number. -9 is unknown.
    """
    (file,) = mid_incidents.spec.versions[version]
    path = files[file.name]
    short = ("stday", "stmon", "styear", "endday", "endmon", "endyear")
    long = ("dispnum", "incidnum", "fatalpre")
    codes = {"action": (1, 21), "hostlev": (2, 5), "fatality": (0, 6)}
    types = dict.fromkeys((*short, *codes), pl.Int16) | dict.fromkeys(long, pl.Int32)
    frame = read_frame(path, types | {"version": pl.Float64}, missing=("-9",), rows=file.rows)
    check_allowed(frame, "version", (float(version),), path)
    check_unique(frame, ("incidnum",), path)
    for column, (low, high) in codes.items():
        check_range(frame, column, low, high, path)
    for column in ("styear", "endyear"):
        check_range(frame, column, 1992, 2014, path)
    frame = with_date(frame, "midi_since", ("styear", "stmon", "stday"), path)
    frame = with_date(frame, "midi_until", ("endyear", "endmon", "endday"), path, last=True)
    return frame.select(
        pl.col("incidnum").alias("event"),
        pl.col("dispnum").alias("midi_dispute"),
        "midi_since",
        "midi_until",
        *(pl.col(c).alias(f"midi_{c}") for c in codes),
        pl.col("fatalpre").alias("midi_fatalities"),
    )
