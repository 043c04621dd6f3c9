"""COW IGO: how many intergovernmental organizations a state belongs to."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.errors import DataError
from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_wide
from multipolar.source import Column, File, SourceSpec, source

ORGANIZATIONS = 534


@source(
    SourceSpec(
        title="COW Intergovernmental Organizations: memberships by state and year",
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
        grain="state-year",
        coverage={"3.0": (1816, 2014)},
        absent="unknown",
        columns=(
            Column("igo_memberships", "count", "organizations with full membership", 0, 534),
            Column("igo_associate", "count", "organizations with associate membership", 0, 534),
            Column("igo_observer", "count", "organizations with observer status", 0, 534),
            Column("igo_unknown", "count", "organizations whose membership is unknown", 0, 534),
        ),
        notes=(
            "Cells are 0 no, 1 full, 2 associate, 3 observer, -9 unknown, -1 the organization "
            "did not exist. They are counted, never summed.",
            "In 12,411 of 15,557 state-years some membership is unknown: igo_memberships is "
            "then a lower bound, and igo_unknown says by how much it may be short.",
            "Members of 260, 265, 678 and 680 in 1990 have no row.",
            "Before 1965 the project observed memberships every five years.",
        ),
    )
)
def cow_igo_state(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Count memberships, one row a state and year.

    Parameters
    ----------
    files
        The table of states and years: one column an organization.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, full, associate and observer
        memberships, and those unknown.
    """
    (file,) = cow_igo_state.spec.versions[version]
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
    check_codes(frame, "ccode", "cow", path)
    check_range(frame, "year", *cow_igo_state.spec.coverage[version], path)
    check_unique(frame, ("ccode", "year"), path)
    codes = {-9: "igo_unknown", -1: "none", 0: "no", 1: "igo_memberships", 2: "igo_associate"}
    counts = frame.select(
        pl.col("ccode").alias("state"),
        "year",
        *(
            pl.sum_horizontal(pl.col(bodies) == code).cast(pl.Int16).alias(name)
            for code, name in {**codes, 3: "igo_observer"}.items()
        ),
    )
    total = counts.select(total=pl.sum_horizontal(pl.exclude("state", "year")))
    check_range(total, "total", ORGANIZATIONS, ORGANIZATIONS, path)
    return counts
