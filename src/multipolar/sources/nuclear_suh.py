"""Strategic nuclear forces."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.source import Column, File, SourceSpec, source
from multipolar.workbooks import read_sheet

NAMES = {
    "warheads": "suh_warheads",
    "monadicdnuke": "suh_deliverable",
    "monadicEMT": "suh_megatonnage",
}


@source(
    SourceSpec(
        title="Strategic nuclear forces, state-year",
        citation=(
            "Suh, K. (2022). Nuclear balance in asymmetric crises. Journal of Conflict "
            "Resolution. Data: snforce_monadic, version 1."
        ),
        page="https://ourworldindata.org/nuclear-weapons",
        licence="free for research with citation",
        versions={"1": (File("snforce_monadic.xlsx", rows=382),)},
        codes="cow",
        grain="state-year",
        coverage={"1": (1945, 2010)},
        absent="unknown",
        columns=(
            Column("suh_warheads", "warheads", "stockpile", 0, 70_000),
            Column("suh_deliverable", "warheads", "deliverable in a first strike", 0),
            Column("suh_megatonnage", "equivalent megatons", "of those", 0),
        ),
        notes=(
            "Nine nuclear states, from their first warhead; no row for a nuclear state means a "
            "year outside its own coverage.",
            "The citation and the wording of the columns are unverified.",
        ),
    )
)
def nuclear_suh(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read strategic nuclear forces, one row a state and year.

    Parameters
    ----------
    files
        The workbook.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, warheads, deliverable warheads,
        equivalent megatonnage.
    """
    (file,) = nuclear_suh.spec.versions[version]
    path = files[file.name]
    numbers = dict.fromkeys(NAMES, pl.Float64)
    columns = {"ccode": pl.Int16, "year": pl.Int16, **numbers}
    frame = read_sheet(path, "Sheet1", columns, rows=file.rows)
    check_codes(frame, "ccode", "cow", path)
    check_range(frame, "year", *nuclear_suh.spec.coverage[version], path)
    check_unique(frame, ("ccode", "year"), path)
    return frame.rename({"ccode": "state", **NAMES})
