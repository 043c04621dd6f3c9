"""COW direct contiguity by year."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique, refuse
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW Direct Contiguity: directed dyad-years",
        citation=(
            "Stinnett, D. M., Tir, J., Schafer, P., Diehl, P. F. & Gochman, C. (2002). The "
            "Correlates of War Project Direct Contiguity data, version 3. Conflict Management "
            "and Peace Science 19(2), 58-66. Data: version 3.2."
        ),
        page="https://correlatesofwar.org/data-sets/direct-contiguity/",
        licence="free for research with citation; not to be passed on",
        versions={
            "3.2": (
                File(
                    "contdird.csv",
                    "https://correlatesofwar.org/wp-content/uploads/DirectContiguity320.zip",
                    rows=82_498,
                    member="DirectContiguity320/contdird.csv",
                ),
            ),
        },
        codes="cow",
        grain="directed-dyad-year",
        coverage={"3.2": (1816, 2016)},
        absent="zero",
        columns=(
            Column(
                "contiguity_type",
                "class",
                "1 land or river border; sea within 2 to 12, 3 to 24, 4 to 150, 5 to 400 miles",
                1,
                5,
            ),
        ),
        notes=(
            "Where the type changes inside a year the file has both; the closer one is kept "
            "(58 of 82,498 lines fall away).",
            "A pair of member states without a row is not contiguous. 1 is the closest type: "
            "never fill 0 into the scale.",
            "Every pair stands in both directions with the same type.",
            "Colonies and other dependencies do not count here; the project has a table of "
            "them apart.",
        ),
    )
)
def cow_contiguity(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read contiguity, one row a directed dyad and year.

    Parameters
    ----------
    files
        The directed dyad-years of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1``, ``state2`` (COW numbers), ``year`` and the closest type of
        contiguity in the year.
    """
    (file,) = cow_contiguity.spec.versions[version]
    path = files[file.name]
    whole = dict.fromkeys(("state1no", "state2no", "year"), pl.Int16)
    frame = read_frame(
        path,
        {"dyad": pl.Int32, **whole, "conttype": pl.Int8, "version": pl.String},
        rows=file.rows,
    )
    check_allowed(frame, "version", (version,), path)
    for state in ("state1no", "state2no"):
        check_codes(frame, state, "cow", path)
    _check_dyads(frame, path)
    check_range(frame, "year", *cow_contiguity.spec.coverage[version], path)
    check_allowed(frame, "conttype", range(1, 6), path)
    check_unique(frame, ("state1no", "state2no", "year", "conttype"), path)
    keys = {"state1": "state1no", "state2": "state2no", "year": "year"}
    return (
        frame.select(**keys, contiguity_type="conttype")
        .group_by(list(keys), maintain_order=True)
        .min()
    )


def _check_dyads(frame: pl.DataFrame, path: Path) -> None:
    """Refuse a dyad number other than that of its states: lower * 1000 + higher."""
    low, high = pl.min_horizontal("state1no", "state2no"), pl.max_horizontal("state1no", "state2no")
    wrong = frame.select(pl.col("dyad") != low.cast(pl.Int32) * 1000 + high)["dyad"]

    def told(at: int) -> str:
        pair = f"{frame['state1no'][at]} and {frame['state2no'][at]}"
        return f", dyad: {frame['dyad'][at]} is not that of states {pair}"

    refuse(wrong, path, told)
