"""Alliance Treaty Obligations and Provisions: members of alliances."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

FLAGS = {
    "cowsys": "1 where the member was in the COW state system",
    "bilat": "1 where the alliance was founded by two states",
    "wartime": "1 where the alliance was concluded in war",
    "defense": "1 where the member must defend",
    "offense": "1 where the member must attack jointly",
    "neutral": "1 where the member must stay neutral",
    "nonagg": "1 where the member must not attack",
    "consul": "1 where the member must consult",
}
CODES = {
    "phase": "phase of the alliance (0: it has only one)",
    "term": "how the alliance ended, as coded by ATOP",
    "termmode": "how the membership ended, as coded by ATOP",
    "termcaus": "why the membership ended, as coded by ATOP",
}
DATES = ("yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")


@source(
    SourceSpec(
        title="ATOP: member level",
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
                    "atop4_01_member-level.csv",
                    rows=2_398,
                    also=("atop-member-level.csv", "atop4_01m.csv"),
                ),
            )
        },
        codes="cow",
        grain="participant",
        coverage={"4.01": (1815, 2016)},
        absent="zero",
        columns=(
            Column("atopm_since", "date", "day of entry"),
            Column("atopm_until", "date", "day of exit; null for a member at the end of the data"),
            Column("atopm_yrent", "year", "year of entry", 1815, 2016),
            Column("atopm_yrexit", "year", "year of exit; null for a member", 1815, 2016),
            *(Column(f"atopm_{n}", "1", m, 0, 1) for n, m in FLAGS.items()),
            *(Column(f"atopm_{n}", "code", m, 0, 8) for n, m in CODES.items()),
        ),
        notes=(
            "A member has one row for each phase of the alliance and each time it joined: the key "
            "is commitment, state and day of entry, not commitment and state.",
            "yrexit 0 means still a member and becomes null: 1,062 of 2,398 rows.",
            "92 rows are of members that were not in the COW state system (cowsys 0); one of them, "
            "8152 in alliance 1320, has a number that COW gives no state.",
            "Where the day is unknown entry is the earliest possible day and exit the latest "
            "possible one (5 and 31 rows).",
        ),
    )
)
def atop_members(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the members of alliances, one row a membership and phase.

    Parameters
    ----------
    files
        The member-level table.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` (atopid), ``state`` (COW number), days of entry and exit
        and the member's own obligations.
    """
    (file,) = atop_members.spec.versions[version]
    path = files[file.name]
    wanted = dict.fromkeys(("atopid", "member", *DATES, *FLAGS, *CODES), pl.Int16)
    frame = read_frame(path, wanted, rows=file.rows)
    check_codes(frame, "member", "cow", path, extra=(8152,))
    check_range(frame, "yrent", *atop_members.spec.coverage[version], path)
    check_unique(frame, ("atopid", "member", "phase", *DATES[:3]), path)
    open_end = [pl.col(c).replace(0, None) for c in DATES[3:]]
    frame = with_date(frame, "since", DATES[:3], path)
    frame = with_date(frame.with_columns(open_end), "until", DATES[3:], path, last=True)
    check_range(frame, "yrexit", *atop_members.spec.coverage[version], path)
    names = {"atopid": "commitment", "member": "state"}
    return frame.rename({c: f"atopm_{c}" for c in frame.columns[2:]} | names)
