"""Threat and Imposition of Economic Sanctions: cases."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.source import Column, File, SourceSpec, source
from multipolar.workbooks import read_sheet

SENDERS = ("sender1", "sender2", "sender3", "sender4", "sender5")
DATES = ("startyear", "startmonth", "startday", "endyear", "endmonth", "endday")
CODES = {
    "issue1": ("first issue, as coded by TIES", 1, 15),
    "threat": ("1 where sanctions were threatened", 0, 1),
    "imposition": ("1 where sanctions were imposed", 0, 1),
    "institution": ("1 where an international institution was involved", 0, 1),
    "bspecif": ("how specific the threat was, as coded by TIES", 1, 3),
    "scommit": ("commitment of the sender, as coded by TIES", 1, 3),
    "anticipatedtargetcosts": ("costs to the target that were expected: 1 minor to 3 severe", 1, 3),
    "anticipatedsendercosts": ("costs to the sender that were expected: 1 minor to 3 severe", 1, 3),
    "targetcosts": ("costs to the target: 1 minor to 3 severe", 1, 3),
    "sendercosts": ("costs to the sender: 1 minor to 3 severe", 1, 3),
    "finaloutcome": ("how it ended, as coded by TIES", 1, 10),
    "settlementnaturesender": ("settlement for the sender: 0 worst to 10 best", 0, 10),
    "settlementnaturetarget": ("settlement for the target: 0 worst to 10 best", 0, 10),
}
TYPES = ("sanctiontypethreat", "sanctiontype")


@source(
    SourceSpec(
        title="Threat and Imposition of Economic Sanctions (TIES)",
        citation=(
            "Morgan, T. C., Bapat, N. & Kobayashi, Y. (2014). Threat and imposition of economic "
            "sanctions 1945-2005: updating the TIES dataset. Conflict Management and Peace Science "
            "31, 541-558."
        ),
        page="https://sanctions.web.unc.edu/",
        licence="free for research with citation; not to be passed on",
        versions={"4.1": (File("TIESv4-1.xls", rows=1_412),)},
        codes="cow",
        grain="event",
        coverage={"4.1": (1945, 2005)},
        absent="zero",
        columns=(
            Column("ties_since", "date", "first day of the case"),
            Column("ties_until", "date", "last day of the case; null where unknown or ongoing"),
            Column("ties_senders", "list", "COW numbers of up to five senders"),
            Column("ties_primarysender", "COW number", "primary sender", 1, 1000),
            Column("ties_targetstate", "COW number", "target", 1, 1000),
            *(Column(f"ties_{n}", "code", *facts) for n, facts in CODES.items()),
            *(Column(f"ties_{n}", "text", "kinds of sanction, as coded by TIES") for n in TYPES),
        ),
        notes=(
            "absent is zero for threats and impositions that began in 1945-2005 only; ends run "
            "to 2012.",
            "1000 is no COW state but the European Community or Union (from memory: see the "
            "codebook): 44 targets and 56 senders. All other numbers are COW's.",
            "Where the day is unknown the case begins on the earliest possible day and ends on the "
            "latest possible one; 451 cases have no year of end.",
            "-9 is unknown. Kinds of sanction hold several numbers with blanks between.",
            "The meanings of costs and settlements are from memory: see the codebook.",
        ),
    )
)
def ties(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read cases of sanctions, one row a case.

    Parameters
    ----------
    files
        The Excel workbook of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` (caseid), dates, senders and target as COW numbers, course
        and outcome under TIES' own names with ``ties_`` before them.
    """
    (file,) = ties.spec.versions[version]
    path = files[file.name]
    numbers = dict.fromkeys((*DATES, *SENDERS, "primarysender", "targetstate", *CODES), pl.Int16)
    wanted = {"caseid": pl.Int64, **numbers, **dict.fromkeys(TYPES, pl.String)}
    frame = read_sheet(path, None, wanted, missing=("-9",), rows=file.rows)
    check_unique(frame, ("caseid",), path)
    check_range(frame, "startyear", *ties.spec.coverage[version], path)
    check_range(frame, "endyear", 1945, 2013, path)
    for name in ("targetstate", "primarysender", *SENDERS):
        check_codes(frame, name, "cow", path, extra=(1000,))
    for name, (_, low, high) in CODES.items():
        check_range(frame, name, low, high, path)
    frame = with_date(frame, "since", DATES[:3], path)
    frame = with_date(frame, "until", DATES[3:], path, last=True)
    frame = frame.with_columns(senders=pl.concat_list(SENDERS).list.drop_nulls())
    return frame.rename({c: f"ties_{c}" for c in frame.columns[1:]} | {"caseid": "event"})
