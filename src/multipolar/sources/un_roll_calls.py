"""Roll calls of the General Assembly of the United Nations."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.framedates import as_dates
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

ISSUES = ("me", "nu", "di", "co", "hr", "ec")


@source(
    SourceSpec(
        title="United Nations General Assembly roll calls",
        citation=(
            "Voeten, E., Strezhnev, A. & Bailey, M. United Nations General Assembly Voting Data. "
            "Harvard Dataverse, doi:10.7910/DVN/LEJUQZ. Table: Robinson, D. & "
            "Goguen-Compagnoni, N. (2021). unvotes 0.3.0."
        ),
        page="https://doi.org/10.7910/DVN/LEJUQZ",
        licence="CC0 as far as known: see the page; package MIT",
        versions={
            "unvotes 0.3.0": (
                File("un_roll_calls.csv", rows=6_203, also=("unvotes_un_roll_calls.csv",)),
                File(
                    "un_roll_call_issues.csv", rows=5_745, also=("unvotes_un_roll_call_issues.csv",)
                ),
            )
        },
        codes="own",
        grain="event",
        coverage={"unvotes 0.3.0": (1946, 2020)},
        absent="unknown",
        columns=(
            Column("un_session", "number", "regular session: the year it began less 1945", 1, 74),
            Column("un_date", "date", "day of the vote"),
            Column("un_resolution", "text", "number of the resolution"),
            Column("un_important", "1", "1 where the United States called it important", 0, 1),
            Column("un_amendment", "1", "1 where it was on an amendment", 0, 1),
            Column("un_paragraph", "1", "1 where it was on a paragraph", 0, 1),
            Column(
                "un_issues",
                "text",
                "issues, joined by ';': me Palestinian conflict, nu nuclear weapons, di arms "
                "control and disarmament, co colonialism, hr human rights, ec economic "
                "development; null for none",
            ),
            Column("un_title", "text", "short title"),
        ),
        notes=(
            "The layout is that of the R package unvotes.",
            "Session s is the year s + 1945; its votes may fall into the January after or later.",
            "Some dates of the 1940s to 1960s are rough: two roll calls of sessions 22 and 23 are "
            "dated a year early.",
            "Session 19 (1964) has one roll call, of February 1965.",
            "Whether a vote was on an amendment or a paragraph is unknown for about half of them.",
        ),
    )
)
def un_roll_calls(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read roll calls, one row each.

    Parameters
    ----------
    files
        Roll calls, and their issues.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` (roll call), session, date, what it was about.
    """
    calls, issues = un_roll_calls.spec.versions[version]
    path, other = files[calls.name], files[issues.name]
    flags = {"importantvote": pl.Int8, "amend": pl.Int8, "para": pl.Int8}
    texts = dict.fromkeys(("date", "unres", "short"), pl.String)
    wanted = {"rcid": pl.Int32, "session": pl.Int16, **flags, **texts}
    frame = read_frame(path, wanted, rows=calls.rows)
    check_unique(frame, ("rcid",), path)
    check_range(frame, "session", 1, 74, path)
    for flag in flags:
        check_range(frame, flag, 0, 1, path)
    frame = as_dates(frame, ("date",), path)
    tags = read_frame(other, {"rcid": pl.Int32, "short_name": pl.String}, rows=issues.rows)
    check_allowed(tags, "short_name", ISSUES, other)
    check_unique(tags, ("rcid", "short_name"), other)
    check_allowed(tags, "rcid", frame["rcid"], other)
    joined = (
        tags.sort("rcid", "short_name")
        .group_by("rcid")
        .agg(un_issues=pl.col("short_name").str.join(";"))
    )
    names = {"rcid": "event", "session": "un_session", "date": "un_date", "unres": "un_resolution"}
    names |= {"importantvote": "un_important", "amend": "un_amendment", "para": "un_paragraph"}
    return frame.join(joined, on="rcid", how="left", maintain_order="left").rename(
        {**names, "short": "un_title"}
    )
