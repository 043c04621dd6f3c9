"""GDELT: events coded from the news."""

import io
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.errors import DataError
from multipolar.framechecks import check_range, check_unique, refuse
from multipolar.frames import read_text, take
from multipolar.source import Column, File, SourceSpec, source

NAMES = {
    "Actor1Code": "gdelt_actor1",
    "Actor2Code": "gdelt_actor2",
    "Actor1CountryCode": "gdelt_country1",
    "Actor2CountryCode": "gdelt_country2",
    "EventCode": "gdelt_cameo",
    "EventRootCode": "gdelt_root",
    "QuadClass": "gdelt_quad",
    "GoldsteinScale": "gdelt_goldstein",
    "NumMentions": "gdelt_mentions",
    "NumArticles": "gdelt_articles",
    "AvgTone": "gdelt_tone",
}
KINDS = {
    "QuadClass": pl.Int8,
    "GoldsteinScale": pl.Float64,
    "NumMentions": pl.Int32,
    "NumArticles": pl.Int32,
    "AvgTone": pl.Float64,
}


@source(
    SourceSpec(
        title="GDELT Event Database",
        citation=(
            "Leetaru, K. & Schrodt, P. A. (2013). GDELT: Global Data on Events, Location and "
            "Tone, 1979-2012. ISA Annual Convention. The GDELT Project."
        ),
        page="https://www.gdeltproject.org/data.html",
        licence="free for any use with citation",
        versions={
            "2.0": (
                File("gdelt-2.0-events.csv"),
                File("GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv", rows=61),
            ),
            "1.0": (
                File("gdelt-1.0-events.csv"),
                File("GDELT_1.0_event_Column_Labels_Header_Row_Sep2016.tsv", rows=58),
            ),
        },
        codes="own",
        grain="event",
        coverage={"2.0": (1979, 2100), "1.0": (1979, 2100)},
        absent="unknown",
        columns=(
            Column("gdelt_date", "date", "day of the event"),
            Column("gdelt_actor1", "text", "CAMEO code of the actor"),
            Column("gdelt_actor2", "text", "CAMEO code of the target"),
            Column("gdelt_country1", "text", "three-letter CAMEO country of the actor"),
            Column("gdelt_country2", "text", "three-letter CAMEO country of the target"),
            Column("gdelt_cameo", "text", "CAMEO code of the event"),
            Column("gdelt_root", "text", "its first level"),
            Column("gdelt_quad", "1 to 4", "verbal and material cooperation and conflict", 1, 4),
            Column("gdelt_goldstein", "-10 to 10", "Goldstein intensity", -10, 10),
            Column("gdelt_mentions", "count", "mentions in the news", 0),
            Column("gdelt_articles", "count", "articles", 0),
            Column("gdelt_tone", "-100 to 100", "mean tone of the articles", -100, 100),
        ),
        notes=(
            "Files of events have no header: it is published as a file of its own, and both are "
            "needed. Join the files you want and save them as gdelt-2.0-events.csv (61 columns, "
            "with ADM2 codes) or gdelt-1.0-events.csv (58 columns).",
            "Codes of events are text: 010 is not 10. Countries are CAMEO letters, near ISO.",
            "The number of lines is not checked, so a file cut at the end of a line is not "
            "noticed.",
        ),
    )
)
def gdelt(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read a user's file of GDELT events, one row an event.

    Parameters
    ----------
    files
        The events, and the published names of their columns.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` (number), day, actors, CAMEO code, Goldstein scale, mentions
        and tone.
    """
    events, labels = gdelt.spec.versions[version]
    path, header = files[events.name], files[labels.name]
    names = _names(header, labels.rows or 0)
    text = read_text(path)
    width = text.split("\n", 1)[0].count("\t") + 1
    if width != len(names):
        msg = f"{path}, line 1: {width} fields; GDELT {version} has {len(names)}"
        raise DataError(msg)
    try:
        raw = pl.read_csv(
            io.BytesIO(text.encode()),
            separator="\t",
            quote_char=None,
            has_header=False,
            new_columns=names,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError as error:
        msg = f"{path}: lines of different length ({str(error)[:80]}); fetch it again"
        raise DataError(msg) from None
    kinds = {name: KINDS.get(name, pl.String) for name in NAMES}
    columns = {"GLOBALEVENTID": pl.Int64, "SQLDATE": pl.String, **kinds}
    frame = take(path, raw, columns, first=1)
    day = frame["SQLDATE"].str.to_date("%Y%m%d", strict=False).alias("gdelt_date")
    cells = frame["SQLDATE"]
    told = ", SQLDATE: {!r}; needed a day, 20180601".format
    refuse(day.is_null(), path, lambda at: told(cells[at]), first=1)
    check_range(frame, "GoldsteinScale", -10, 10, path)
    check_unique(frame, ("GLOBALEVENTID",), path)
    return frame.with_columns(day).rename({"GLOBALEVENTID": "event", **NAMES})


def _names(path: Path, rows: int) -> list[str]:
    """Return the names of the columns: the first field of each line after ``tableId``."""
    import csv

    lines = [row for row in csv.reader(io.StringIO(read_text(path))) if row]
    names = [row[0].strip() for row in lines[1:]]
    if lines[0][0].strip() != "tableId" or len(names) != rows or len({*names}) != rows:
        msg = f"{path}: needed the line tableId and {rows} names of columns after it"
        raise DataError(msg)
    return names
