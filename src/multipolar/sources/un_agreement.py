"""Agreement of states in the General Assembly, computed from its roll calls."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.rollcalls import read_votes
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="Agreement in United Nations General Assembly votes",
        citation=(
            "Computed here from: Voeten, E., Strezhnev, A. & Bailey, M. United Nations General "
            "Assembly Voting Data. Harvard Dataverse, doi:10.7910/DVN/LEJUQZ; table of Robinson, "
            "D. & Goguen-Compagnoni, N. (2021), unvotes 0.3.0. S: Signorino, C. S. & Ritter, J. M. "
            "(1999). Tau-b or not tau-b. International Studies Quarterly 43, 115-144."
        ),
        page="https://doi.org/10.7910/DVN/LEJUQZ",
        licence="CC0 as far as known: see the page; package MIT",
        versions={
            "unvotes 0.3.0": (
                File("un_votes.csv", rows=870_109, also=("unvotes_un_votes.csv",)),
                File("un_roll_calls.csv", rows=6_203, also=("unvotes_un_roll_calls.csv",)),
            )
        },
        codes="cow",
        grain="dyad-year",
        coverage={"unvotes 0.3.0": (1946, 2019)},
        absent="unknown",
        columns=(
            Column("un_common", "roll calls", "roll calls in which both voted", 1),
            Column("un_agree", "share", "share of them with the same vote", 0, 1),
            Column("un_agree3", "share", "the same, half a point where one abstained", 0, 1),
            Column(
                "un_agree3_divided", "share", "un_agree3 over calls that were not unanimous", 0, 1
            ),
            Column("un_s", "1", "S of Signorino and Ritter, absolute distance, d_max 2", -1, 1),
        ),
        notes=(
            "Votes are 1 yes, 2 abstention, 3 no; un_agree3 is the mean of 1 - |a - b| / 2 over "
            "the roll calls in which both voted, and un_s is 2 un_agree3 - 1 by definition.",
            "un_agree3_divided leaves out roll calls in which all that voted voted alike, as the "
            "published agreement scores of Voeten do; it is null where none is left.",
            "year is the session plus 1945: a vote of January counts with the year before.",
            "1964 (session 19) rests on one roll call, and other early years on few: see "
            "un_common.",
            "The seat of China is 713 up to October 1971 and 710 from November 1971, so that 1971 "
            "has both. 260 and 678 last to the end of 1990.",
            "Some states voted before COW lists them: Belarus, India, the Philippines, Ukraine.",
        ),
    )
)
def un_agreement(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Compute agreement, one row a pair of states and session.

    Parameters
    ----------
    files
        Votes, and roll calls with their sessions.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1`` < ``state2`` (COW numbers), ``year``, the roll calls in which
        both voted and how far they agreed.
    """
    votes, calls = un_agreement.spec.versions[version]
    path, other = files[votes.name], files[calls.name]
    frame = read_votes(path, votes.rows)
    sessions = read_frame(other, {"rcid": pl.Int32, "session": pl.Int16}, rows=calls.rows)
    check_unique(sessions, ("rcid",), other)
    check_range(sessions, "session", 1, 74, other)
    check_allowed(frame, "rcid", sessions["rcid"], path)
    parts = frame.join(sessions, on="rcid").partition_by("session", as_dict=True)
    return pl.concat([_session(parts[key], int(key[0]) + 1945) for key in sorted(parts)])


def _session(votes: pl.DataFrame, year: int) -> pl.DataFrame:
    states, row = np.unique(votes["state"].to_numpy(), return_inverse=True)
    calls, column = np.unique(votes["rcid"].to_numpy(), return_inverse=True)
    cast = np.zeros((3, len(states), len(calls)), dtype=bool)
    cast[votes["vote"].to_numpy() - 1, row, column] = True
    alike = cast.any(axis=1).sum(axis=0) == 1
    yes, abstained, no = np.packbits(cast, axis=-1)
    voted, unanimous = yes | abstained | no, np.packbits(alike)
    first, second = np.triu_indices(len(states), 1)
    common = _count(voted[first] & voted[second])
    take = common > 0
    first, second, n = first[take], second[take], common[take]
    same = sum(_count(one[first] & one[second]) for one in (yes, abstained, no))
    opposed = _count(yes[first] & no[second]) + _count(no[first] & yes[second])
    points = same + (n - same - opposed) / 2
    u = _count(voted[first] & voted[second] & unanimous)
    agree3 = points / n
    with np.errstate(invalid="ignore"):
        agree3_divided = (points - u) / (n - u)
    return pl.DataFrame(
        {
            "state1": states[first],
            "state2": states[second],
            "year": np.full(len(n), year, dtype=np.int16),
            "un_common": n.astype(np.int32),
            "un_agree": same / n,
            "un_agree3": agree3,
            "un_agree3_divided": agree3_divided,
            "un_s": 2 * agree3 - 1,
        }
    ).with_columns(pl.col("un_agree3_divided").fill_nan(None))


def _count(calls: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return how many roll calls, one a bit, are set in each row."""
    number: NDArray[np.float64] = np.bitwise_count(calls).sum(axis=1, dtype=np.float64)
    return number
