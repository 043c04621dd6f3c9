"""Global Sanctions Data Base: cases."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.errors import DataError
from multipolar.framechecks import check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

SIZES = (1_547, 25)
FLAGS = {
    "trade": "trade",
    "arms": "arms",
    "military": "military assistance",
    "financial": "finance",
    "travel": "travel",
    "other": "other matters",
}
TEXTS = {
    "sanctioned_state": "target, by name",
    "sanctioning_state": "sender, by name; may be an organization",
    "descr_trade": "kind of trade sanction",
    "objective": "objectives, joined by commas",
    "success": "how far each was reached, joined by commas",
}


@source(
    SourceSpec(
        title="Global Sanctions Data Base (GSDB)",
        citation=(
            "Felbermayr, G., Kirilakha, A., Syropoulos, C., Yalcin, E. & Yotov, Y. V. (2020). The "
            "Global Sanctions Data Base. European Economic Review 129, 103561. Give the release."
        ),
        page="https://www.globalsanctionsdatabase.com/",
        licence="sent on request; not to be passed on",
        versions={"4": (File("GSDB_V4.csv", also=("GSDB_V4_layout_sample_25rows.csv",)),)},
        codes="name",
        grain="event",
        coverage={"4": (1949, 2023)},
        absent="unknown",
        columns=(
            Column("gsdb_begin", "year", "first year", 1949, 2023),
            Column("gsdb_end", "year", "last year", 1949, 2023),
            *(Column(f"gsdb_{n}", "text", m) for n, m in TEXTS.items()),
            *(Column(f"gsdb_{n}", "1", f"1 for sanctions on {m}", 0, 1) for n, m in FLAGS.items()),
            Column("gsdb_target_mult", "1", "1 for several targets", 0, 1),
            Column("gsdb_sender_mult", "1", "1 for several senders", 0, 1),
        ),
        notes=(
            "The makers send the file on request: ask them, and save it as GSDB_V4.csv.",
            "Known here by its layout only: 25 of 1,547 cases were at hand. A file of any other "
            "number of cases is refused.",
            "States stand by name as the makers write them, organizations and groups among them.",
            "The last year of the data may be a case that goes on: the table does not tell.",
        ),
    )
)
def gsdb(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read cases of sanctions, one row a case.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` (case_id), first and last year, states by name, kinds.
    """
    (file,) = gsdb.spec.versions[version]
    path = files[file.name]
    years = dict.fromkeys(("case_id", "begin", "end"), pl.Int16)
    flags = dict.fromkeys((*FLAGS, "target_mult", "sender_mult"), pl.Int8)
    frame = read_frame(path, {**years, **dict.fromkeys(TEXTS, pl.String), **flags})
    if frame.height not in SIZES:
        msg = f"{path}: {frame.height:,} lines of data, but this release has {SIZES[0]:,}"
        raise DataError(msg)
    check_unique(frame, ("case_id",), path)
    for name in flags:
        check_range(frame, name, 0, 1, path)
    for name in ("begin", "end"):
        check_range(frame, name, *gsdb.spec.coverage[version], path)
    return frame.rename({c: f"gsdb_{c}" for c in frame.columns[1:]} | {"case_id": "event"})
