"""Alliance Treaty Obligations and Provisions: alliances."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

FLAGS = {
    "ineffect": "1 where the alliance was in force at the end of the data",
    "bilat": "1 where it was founded by two states",
    "wartime": "1 where it was concluded in war",
    "defense": "1 where it obliges to defend",
    "offense": "1 where it obliges to attack jointly",
    "neutral": "1 where it obliges to neutrality",
    "nonagg": "1 where it obliges not to attack",
    "consul": "1 where it obliges to consult",
    "active": "1 where it obliges to active military support",
    "conditio": "1 where the obligations hold under conditions",
    "asymm": "1 where the obligations of the members differ",
}
CODES = {
    "speclgth": "whether a length is specified, as coded by ATOP",
    "renounce": "provisions for renouncing, as coded by ATOP",
    "proren": "provisions for renewal, as coded by ATOP",
    "term": "how it ended, as coded by ATOP",
    "maxphase": "number of phases (0: the terms never changed)",
}
MONTHS = {"length": "length specified", "renewlgt": "length of a renewal specified"}
DATES = ("begyr", "begmo", "begday", "endyr", "endmo", "endday")


@source(
    SourceSpec(
        title="ATOP: alliance level",
        citation=(
            "Leeds, B. A., Ritter, J. M., Mitchell, S. McL. & Long, A. G. (2002). Alliance treaty "
            "obligations and provisions, 1815-1944. International Interactions 28, 237-260. Give "
            "the version."
        ),
        page="http://www.atopdata.org/data.html",
        licence="free for research with citation; not to be passed on",
        versions={
            "4.01": (
                File(
                    "atop4_01_alliance-level.csv",
                    rows=745,
                    also=("atop-alliance-level.csv", "atop4_01al.csv"),
                ),
            )
        },
        codes="cow",
        grain="commitment",
        coverage={"4.01": (1815, 2016)},
        absent="zero",
        columns=(
            Column("atop_since", "date", "first day"),
            Column("atop_until", "date", "last day; null where in force"),
            Column("atop_begyr", "year", "year of the first day", 1815, 2016),
            Column("atop_endyr", "year", "year of the last day; null where in force", 1815, 2016),
            *(Column(f"atop_{n}", "1", m, 0, 1) for n, m in FLAGS.items()),
            *(Column(f"atop_{n}", "code", m, 0, 5) for n, m in CODES.items()),
            *(
                Column(f"atop_{n}", "months", m + "; 0 for none", 0, 1200)
                for n, m in MONTHS.items()
            ),
        ),
        notes=(
            "endyr 0 means in force at the end of the data and becomes null: 334 of 745 alliances.",
            "term is 0 also for 49 alliances that did end; see the codebook before use.",
            "Where the day is unknown the first day is the earliest possible one and the last day "
            "the latest possible one (1 and 13 alliances).",
            "An alliance whose terms changed has phases; obligations here are those of the whole "
            "alliance, those of a phase stand in atop_members.",
        ),
    )
)
def atop(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the alliances of ATOP, one row an alliance.

    Parameters
    ----------
    files
        The alliance-level table.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` (atopid), dates, obligations and terms under ATOP's own
        names with ``atop_`` before them.
    """
    (file,) = atop.spec.versions[version]
    path = files[file.name]
    wanted = dict.fromkeys(("atopid", *DATES, *FLAGS, *CODES, *MONTHS), pl.Int16)
    frame = read_frame(path, wanted, rows=file.rows)
    check_unique(frame, ("atopid",), path)
    check_range(frame, "begyr", *atop.spec.coverage[version], path)
    open_end = [pl.col(c).replace(0, None) for c in ("endyr", "endmo", "endday")]
    frame = with_date(frame, "since", DATES[:3], path)
    frame = with_date(frame.with_columns(open_end), "until", DATES[3:], path, last=True)
    check_range(frame, "endyr", *atop.spec.coverage[version], path)
    return frame.rename({c: f"atop_{c}" for c in frame.columns[1:]} | {"atopid": "commitment"})
