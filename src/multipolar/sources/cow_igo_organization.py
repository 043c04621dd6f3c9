"""COW IGO: who belongs to which intergovernmental organization, and when."""

import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl

from multipolar.errors import DataError
from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_wide
from multipolar.source import Column, File, SourceSpec, source

ORGANIZATIONS = 534
NAMES = 0x178AFE27
"""CRC-32 of the organizations' short names, in small letters, sorted, with blanks between."""

MEMBER = {1: "full", 2: "associate", 3: "observer"}
AFTER = {-9: "unknown", -1: "organization ended", 0: "left", -5: "not a state"}
NO_ROW = -5
"""Stands for the year after the last one in which the state has a row."""


@source(
    SourceSpec(
        title="COW Intergovernmental Organizations: spells of membership",
        citation=(
            "Pevehouse, J. C. W., Nordstrom, T., McManus, R. W. & Jamison, A. S. (2020). Tracking "
            "organizations in the world: the Correlates of War IGO version 3.0 datasets. Journal "
            "of Peace Research 57(3), 492-503."
        ),
        page="https://correlatesofwar.org/data-sets/IGOs/",
        licence="free for research with citation; not to be passed on",
        versions={
            "3.0": (
                File(
                    "state_year_formatv3.csv",
                    "https://correlatesofwar.org/wp-content/uploads/state_year_formatv3.zip",
                    rows=15_557,
                    also=("state_year_format3.csv",),
                    member="state_year_formatv3.csv",
                ),
            ),
        },
        codes="cow",
        grain="participant",
        coverage={"3.0": (1816, 2014)},
        absent="unknown",
        columns=(
            Column("igo_since", "year", "first year of the spell", 1816, 2014),
            Column("igo_until", "year", "last year of the spell", 1816, 2013),
            Column("igo_status", "class", "full, associate or observer"),
            Column("igo_after", "class", "what follows: left, another status, unknown, ..."),
        ),
        notes=(
            "commitment is the project's short name of the organization, in small letters.",
            "A state has a row for each unbroken spell of years of one status in an "
            "organization, so a pair may have several. A spell to 2014, where the data end, has "
            "no end: igo_until is null.",
            "igo_after says what the next year holds: left, another status, organization ended, "
            "not a state (no row for the state) or unknown. Unknown is no exit.",
            "Before 1965 the project observed memberships every five years, so that years of "
            "entry and exit are less sure.",
        ),
    )
)
def cow_igo_organization(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read memberships, one row an organization, state and spell.

    Parameters
    ----------
    files
        The table of states and years: one column an organization.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` (organization), ``state`` (COW number), first and last
        year, status, and what follows.
    """
    (file,) = cow_igo_organization.spec.versions[version]
    path = files[file.name]
    frame = read_wide(
        path,
        dict.fromkeys(("ccode", "year"), pl.Int16),
        pl.Int8,
        without=("state",),
        rows=file.rows,
    )
    bodies = frame.columns[2:]
    if len(bodies) != ORGANIZATIONS:
        msg = f"{path}, line 1: {len(bodies)} organizations; version 3.0 has {ORGANIZATIONS}"
        raise DataError(msg)
    if zlib.crc32(" ".join(sorted(bodies)).encode()) != NAMES:
        msg = f"{path}, line 1: its organizations are not those of version 3.0; was one renamed?"
        raise DataError(msg)
    first, last = cow_igo_organization.spec.coverage[version]
    check_codes(frame, "ccode", "cow", path)
    check_range(frame, "year", first, last, path)
    check_unique(frame, ("ccode", "year"), path)
    _check_cells(frame.select(bodies), path)
    return _spells(frame.sort("ccode", "year"), bodies, last)


def _check_cells(frame: pl.DataFrame, path: Path) -> None:
    """Refuse a cell that is none of the project's codes."""
    line, column = np.nonzero(~np.isin(frame.to_numpy(), (-9, -1, 0, *MEMBER), kind="table"))
    if line.size:
        name = frame.columns[column[0]]
        msg = (
            f"{path}, line {line[0] + 2}, {name}: {frame[name][int(line[0])]}; "
            "needed -9, -1, 0, 1, 2 or 3"
        )
        raise DataError(msg)


def _spells(frame: pl.DataFrame, bodies: list[str], last: int) -> pl.DataFrame:
    state, year = frame["ccode"].to_numpy(), frame["year"].to_numpy()
    status = frame.select(bodies).to_numpy()
    goes_on = (state[1:] == state[:-1]) & (year[1:] == year[:-1] + 1)
    none = np.full((1, len(bodies)), NO_ROW, status.dtype)
    before = np.vstack([none, np.where(goes_on[:, None], status[:-1], NO_ROW)])
    after = np.vstack([np.where(goes_on[:, None], status[1:], NO_ROW), none])
    member = status > 0
    body, start = np.nonzero((member & (before != status)).T)
    same, end = np.nonzero((member & (after != status)).T)
    then = pl.Series(after[end, same])
    open_ended = pl.Series(year[end] == last)
    named = pl.Series(status[start, body]).replace_strict(MEMBER)
    return pl.DataFrame(
        {
            "commitment": pl.Series(bodies).gather(pl.Series(body)),
            "state": state[start],
            "igo_since": year[start],
            "igo_until": pl.Series(year[end]).set(open_ended, None),
            "igo_status": named,
            "igo_after": then.replace_strict(AFTER | MEMBER).set(open_ended, None),
        }
    )
