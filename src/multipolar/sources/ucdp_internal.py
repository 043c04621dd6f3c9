"""Armed conflict within states, by state and year, from the UCDP/PRIO list."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

HYDERABAD = 751


@source(
    SourceSpec(
        title="UCDP/PRIO Armed Conflict Dataset: conflict within states (derived)",
        citation=(
            "Gleditsch, N. P., Wallensteen, P., Eriksson, M., Sollenberg, M. & Strand, H. (2002). "
            "Armed conflict 1946-2001: A new dataset. Journal of Peace Research 39(5), 615-637. "
            "Davies, S., Pettersson, T., Sollenberg, M. & Oberg, M. (2025), Journal of Peace "
            "Research. By state by multipolar."
        ),
        page="https://ucdp.uu.se/downloads/",
        licence="CC BY 4.0",
        versions={
            "25.1": (
                File(
                    "UcdpPrioConflict_v25_1.csv",
                    "https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-251-csv.zip",
                    rows=2_751,
                    also=("ucdp-prio-acd-251_tidy.csv",),
                    member="UcdpPrioConflict_v25_1.csv",
                ),
            )
        },
        codes="gw",
        grain="state-year",
        coverage={"25.1": (1946, 2024)},
        absent="zero",
        columns=(
            Column(
                "ucdp_internal",
                "level",
                "highest intensity of conflict within the state: "
                "1 25-999 battle deaths, 2 war: 1,000 or more; no row: 0",
                0,
                2,
            ),
            Column("ucdp_internal_conflicts", "conflicts", "conflicts within the state", 1),
            Column("ucdp_internal_foreign", "1", "1 where foreign troops took part in one", 0, 1),
            Column("ucdp_over_government", "1", "1 where one was over the government", 0, 1),
            Column("ucdp_over_territory", "1", "1 where one was over territory", 0, 1),
        ),
        redistributable=True,
        notes=(
            "Conflicts of type 3 (intrastate) and 4 (internationalized), counted for the state "
            "whose government is side A; states that send troops to it are not counted.",
            "Hyderabad (751) is left out: it is in no list of states that multipolar has.",
            "Incompatibility 3 is over both the government and territory.",
            "A state-year without a row has 0 if the state existed: the list has no row for "
            "peace. Extrasystemic (colonial) and interstate conflicts are left out.",
        ),
    )
)
def ucdp_internal(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Sum up the conflicts within each state and year.

    Parameters
    ----------
    files
        The conflict table.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (GW number), ``year``: only those with conflict.
    """
    (file,) = ucdp_internal.spec.versions[version]
    path = files[file.name]
    short = ("year", "intensity_level", "type_of_conflict", "incompatibility")
    frame = read_frame(
        path,
        dict.fromkeys(short, pl.Int16)
        | {"conflict_id": pl.Int32, "gwno_loc": pl.String, "version": pl.String},
        rows=file.rows,
    )
    check_allowed(frame, "version", (version,), path)
    check_allowed(frame, "intensity_level", (1, 2), path)
    check_allowed(frame, "type_of_conflict", (1, 2, 3, 4), path)
    check_allowed(frame, "incompatibility", (1, 2, 3), path)
    check_range(frame, "year", *ucdp_internal.spec.coverage[version], path)
    check_unique(frame, ("conflict_id", "year"), path)
    one = frame.with_columns(pl.col("gwno_loc").cast(pl.Int16, strict=False))
    check_codes(one, "gwno_loc", "gw", path, extra=(HYDERABAD,))
    inside = pl.col("type_of_conflict") >= 3
    unknown = (inside & pl.col("gwno_loc").is_null()).cast(pl.Int8)
    check_allowed(one.with_columns(unknown.alias("gwno_loc")), "gwno_loc", (0,), path)
    return (
        one.filter(inside)
        .filter(pl.col("gwno_loc") != HYDERABAD)
        .group_by(pl.col("gwno_loc").alias("state"), "year")
        .agg(
            pl.col("intensity_level").max().alias("ucdp_internal"),
            pl.len().cast(pl.Int16).alias("ucdp_internal_conflicts"),
            (pl.col("type_of_conflict") == 4).any().cast(pl.Int8).alias("ucdp_internal_foreign"),
            (pl.col("incompatibility") >= 2).any().cast(pl.Int8).alias("ucdp_over_government"),
            (pl.col("incompatibility") != 2).any().cast(pl.Int8).alias("ucdp_over_territory"),
        )
        .sort("state", "year")
    )
