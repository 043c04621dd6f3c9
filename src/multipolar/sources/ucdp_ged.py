"""Events of organized violence, one row an event, as first reported by UCDP."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")


@source(
    SourceSpec(
        title="UCDP Candidate Events Dataset",
        citation=(
            "Hegre, H., Croicu, M., Eck, K. & Hogbladh, S. (2020). Introducing the UCDP Candidate "
            "Events Dataset. Research & Politics 7(3). Events as defined in Sundberg, R. & "
            "Melander, E. (2013). Introducing the UCDP Georeferenced Event Dataset. Journal of "
            "Peace Research 50(4), 523-532."
        ),
        page="https://ucdp.uu.se/downloads/",
        licence="CC BY 4.0",
        versions={
            "22.0.2": (
                File(
                    "GEDEvent_v22_0_2.csv",
                    "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v22_0_2.csv",
                    rows=984,
                ),
            )
        },
        codes="gw",
        grain="event",
        coverage={"22.0.2": (2022, 2022)},
        absent="unknown",
        columns=(
            Column("ged_since", "date", "first day"),
            Column("ged_until", "date", "last day"),
            Column(
                "ged_type",
                "code",
                "1 state-based conflict, 2 non-state conflict, 3 one-sided violence",
                1,
                3,
            ),
            Column("ged_conflict", "number", "UCDP conflict"),
            Column("ged_dyad", "number", "UCDP dyad"),
            Column("ged_dyad_name", "text", "the two sides by name"),
            Column("ged_country", "GW number", "where it took place"),
            Column("ged_side_a", "GW number", "state on side A; null: none"),
            Column("ged_side_b", "GW number", "state on side B; null: none"),
            Column("ged_lat", "degrees", "latitude", -90, 90),
            Column("ged_lon", "degrees", "longitude", -180, 180),
            Column("ged_best", "persons", "deaths, best estimate", 0),
            Column("ged_low", "persons", "deaths, low estimate", 0),
            Column("ged_high", "persons", "deaths, high estimate", 0),
            Column("ged_civilians", "persons", "civilian deaths within the best estimate", 0),
        ),
        redistributable=True,
        notes=(
            "A monthly candidate file: events as first reported, before the yearly check, from "
            "January and February 2022 only. Months are not the finished dataset (GED).",
            "In 18 events the best estimate lies outside the low and the high one.",
            "date_prec and where_prec of the file tell how exact day and place are.",
        ),
    )
)
def ucdp_ged(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the events, one row each.

    Parameters
    ----------
    files
        A monthly file of candidate events, plain or in an archive.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` is the UCDP event number.
    """
    (file,) = ucdp_ged.spec.versions[version]
    path = files[file.name]
    whole = ("id", "year", "type_of_violence", "conflict_new_id", "dyad_new_id", "country_id")
    frame = read_frame(
        path,
        dict.fromkeys((*whole, "gwnoa", "gwnob", *DEATHS), pl.Int32)
        | dict.fromkeys(("latitude", "longitude"), pl.Float64)
        | dict.fromkeys(("dyad_name", "date_start", "date_end"), pl.String),
        rows=file.rows,
    )
    check_unique(frame, ("id",), path)
    check_range(frame, "year", *ucdp_ged.spec.coverage[version], path)
    check_allowed(frame, "type_of_violence", (1, 2, 3), path)
    for column in ("country_id", "gwnoa", "gwnob"):
        check_codes(frame, column, "gw", path)
    check_range(frame, "latitude", -90, 90, path)
    check_range(frame, "longitude", -180, 180, path)
    for column in ("date_start", "date_end"):
        day = pl.col(column).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
        frame = frame.with_columns(day)
        check_allowed(frame.with_columns(pl.col(column).dt.year()), column, (2022,), path)
    named = {"type_of_violence": "type", "conflict_new_id": "conflict", "dyad_new_id": "dyad"}
    named |= {"dyad_name": "dyad_name", "country_id": "country", "gwnoa": "side_a"}
    named |= {"gwnob": "side_b", "latitude": "lat", "longitude": "lon", "best": "best"}
    named |= {"low": "low", "high": "high", "deaths_civilians": "civilians"}
    named |= {"date_start": "since", "date_end": "until"}
    return frame.select(
        pl.col("id").alias("event"), *(pl.col(c).alias(f"ged_{n}") for c, n in named.items())
    )
