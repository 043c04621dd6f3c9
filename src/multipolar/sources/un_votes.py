"""Roll-call votes in the General Assembly of the United Nations."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.rollcalls import read_votes
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="United Nations General Assembly votes",
        citation=(
            "Voeten, E., Strezhnev, A. & Bailey, M. United Nations General Assembly Voting Data. "
            "Harvard Dataverse, doi:10.7910/DVN/LEJUQZ. Table: Robinson, D. & "
            "Goguen-Compagnoni, N. (2021). unvotes 0.3.0."
        ),
        page="https://doi.org/10.7910/DVN/LEJUQZ",
        licence="CC0 as far as known: see the page; package MIT",
        versions={
            "unvotes 0.3.0": (File("un_votes.csv", rows=870_109, also=("unvotes_un_votes.csv",)),)
        },
        codes="cow",
        grain="participant",
        coverage={"unvotes 0.3.0": (1946, 2020)},
        absent="unknown",
        columns=(Column("un_vote", "code", "vote: 1 yes, 2 abstention, 3 no", 1, 3),),
        notes=(
            "The layout is that of the R package unvotes: roll call (rcid), name and ISO2 letters. "
            "States are read by name, for NA is Namibia and three states have no letters.",
            "Absent states and those that were not members yet have no row; the original file "
            "tells them apart (8 and 9).",
            "The seat of China is 713 up to October 1971 and 710 from November 1971.",
            "The Federal Republic of Germany stays 260, and the Yemen Arab Republic 678, to the "
            "end of 1990; Germany (255) and Yemen (679) begin with 1991.",
            "Belarus, India, the Philippines, Ukraine and a few others voted before COW lists them "
            "as states; Serbia votes as Yugoslavia (345).",
        ),
    )
)
def un_votes(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read votes, one row a roll call and state that voted.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` (roll call), ``state`` (COW number) and the vote.
    """
    (file,) = un_votes.spec.versions[version]
    votes = read_votes(files[file.name], file.rows)
    return votes.rename({"rcid": "commitment", "vote": "un_vote"})
