"""Militarized interstate disputes, one row a state's spell in a dispute."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

ZIP = "https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip"
CODES = {
    "sidea": (0, 1),
    "orig": (0, 1),
    "revstate": (0, 1),
    "revtype1": (0, 4),
    "hiact": (0, 21),
    "hostlev": (1, 5),
    "fatality": (0, 6),
}


@source(
    SourceSpec(
        title="COW Militarized Interstate Disputes: participants (MIDB)",
        citation=(
            "Palmer, G., McManus, R. W., D'Orazio, V., Kenwick, M. R., Karstens, M., Bloch, C., "
            "Dietrich, N., Kahn, K., Ritter, K. & Soules, M. J. (2022). The MID5 dataset, "
            "2011-2014: Procedures, coding rules, and description. Conflict Management and Peace "
            "Science 39(4), 470-482."
        ),
        page="https://correlatesofwar.org/data-sets/mids/",
        licence="free for research with citation; not to be passed on",
        versions={"5.0": (File("MIDB 5.0.csv", ZIP, rows=5_883, member="MIDB 5.0.csv"),)},
        codes="cow",
        grain="participant",
        coverage={"5.0": (1816, 2014)},
        absent="zero",
        columns=(
            Column("midp_since", "date", "first day of the spell, or the first possible"),
            Column("midp_until", "date", "last day of the spell, or the last possible"),
            Column("midp_side_a", "1", "1 on side A, which acted first; 0 on side B", 0, 1),
            Column("midp_orig", "1", "1 for an originator, on the first day; 0 joined", 0, 1),
            Column("midp_hiact", "code", "the state's highest action, 0 none", 0, 21),
            Column(
                "midp_hostlev",
                "level",
                "the state's highest hostility: 1 none, 2 threat, 3 display, 4 use of force, 5 war",
                1,
                5,
            ),
            Column("midp_revstate", "1", "1 where it wanted to change the status quo", 0, 1),
            Column(
                "midp_revtype",
                "code",
                "the change wanted: 0 none, 1 territory, 2 policy, 3 regime or government, 4 other",
                0,
                4,
            ),
            Column("midp_fatality", "level", "its deaths, 0 none to 6 over 999", 0, 6),
            Column("midp_fatalities", "persons", "its deaths where the number is known", 0),
        ),
        notes=(
            "A state that leaves a dispute and returns, or changes sides, has a row for each "
            "spell: 29 rows repeat a dispute and state. Keys are unique with midp_since.",
            "Unknown days are the first (midp_since) or last (midp_until) of their month. A "
            "spell that lasts to the end of 2014 may be cut off there: see mid_disputes.",
            "The Soviet Union and Russia are both 365.",
        ),
    )
)
def mid_participants(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the participants, one row a spell of a state in a dispute.

    Parameters
    ----------
    files
        MIDB.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` is the dispute number, ``state`` a COW number. -9 is
        unknown.
    """
    (file,) = mid_participants.spec.versions[version]
    path = files[file.name]
    short = ("ccode", "stday", "stmon", "styear", "endday", "endmon", "endyear", *CODES)
    types = dict.fromkeys(short, pl.Int16) | dict.fromkeys(("dispnum", "fatalpre"), pl.Int32)
    frame = read_frame(path, types | {"version": pl.Float64}, missing=("-9",), rows=file.rows)
    check_allowed(frame, "version", (float(version),), path)
    check_codes(frame, "ccode", "cow", path)
    for column, (low, high) in CODES.items():
        check_range(frame, column, low, high, path)
    for column in ("styear", "endyear"):
        check_range(frame, column, *mid_participants.spec.coverage[version], path)
    frame = with_date(frame, "midp_since", ("styear", "stmon", "stday"), path)
    frame = with_date(frame, "midp_until", ("endyear", "endmon", "endday"), path, last=True)
    check_unique(frame, ("dispnum", "ccode", "midp_since"), path)
    return frame.select(
        pl.col("dispnum").alias("commitment"),
        pl.col("ccode").alias("state"),
        "midp_since",
        "midp_until",
        pl.col("sidea").alias("midp_side_a"),
        *(pl.col(c).alias(f"midp_{c}") for c in ("orig", "hiact", "hostlev", "revstate")),
        pl.col("revtype1").alias("midp_revtype"),
        pl.col("fatality").alias("midp_fatality"),
        pl.col("fatalpre").alias("midp_fatalities"),
    )
