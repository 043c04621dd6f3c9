"""Integrated Crisis Early Warning System: coded events."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_range, check_unique
from multipolar.framedates import as_dates
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

TEXT = {
    "Event Date": "icews_date",
    "Source Name": "icews_source",
    "Source Country": "icews_source_country",
    "Target Name": "icews_target",
    "Target Country": "icews_target_country",
    "CAMEO Code": "icews_cameo",
    "Event Text": "icews_text",
}


@source(
    SourceSpec(
        title="ICEWS Coded Event Data",
        citation=(
            "Boschee, E., Lautenschlager, J., O'Brien, S., Shellman, S., Starz, J. & Ward, M. "
            "(2015). ICEWS Coded Event Data. Harvard Dataverse."
        ),
        page="https://dataverse.harvard.edu/dataverse/icews",
        licence="free for research with citation",
        versions={"2018-sample": (File("events.2018.sample.tab", rows=3_705),)},
        codes="name",
        grain="event",
        coverage={"2018-sample": (2018, 2018)},
        absent="unknown",
        columns=(
            Column("icews_date", "date", "day of the event"),
            Column("icews_source", "text", "name of the actor"),
            Column("icews_source_country", "text", "country of the actor"),
            Column("icews_target", "text", "name of the target"),
            Column("icews_target_country", "text", "country of the target"),
            Column("icews_cameo", "text", "CAMEO code"),
            Column("icews_text", "text", "CAMEO category"),
            Column("icews_intensity", "-10 to 10", "Goldstein intensity of the category", -10, 10),
        ),
        notes=(
            "Tabs, and quotation marks are letters. CAMEO codes are text: 040 is not 40.",
            "NA is missing (147 events without a country of the actor). Countries are names.",
            "The version is a sample of two days (1-2 June 2018) that shows the layout; put a "
            "year of your own under its name only with the number of lines in mind: another is "
            "refused.",
            "Reports are machine-coded from news and may repeat one event.",
        ),
    )
)
def icews(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read coded events, one row an event.

    Parameters
    ----------
    files
        A file of events.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` (number), day, actor and target with their countries by name,
        CAMEO category and intensity.
    """
    (file,) = icews.spec.versions[version]
    path = files[file.name]
    columns = {
        "Event ID": pl.Int64,
        "Intensity": pl.Float64,
        **dict.fromkeys(TEXT, pl.String),
    }
    frame = read_frame(path, columns, missing=("NA",), separator="\t", quoted=False, rows=file.rows)
    check_unique(frame, ("Event ID",), path)
    frame = as_dates(frame, ("Event Date",), path)
    check_range(frame.select(year=pl.col("Event Date").dt.year()), "year", 2018, 2018, path)
    return frame.rename({"Event ID": "event", "Intensity": "icews_intensity", **TEXT})
