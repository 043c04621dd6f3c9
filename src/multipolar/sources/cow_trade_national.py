"""COW national trade."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW Trade: national trade",
        citation=(
            "Barbieri, K., Keshk, O. M. G. & Pollins, B. M. (2009). Trading data: evaluating our "
            "assumptions and coding rules. Conflict Management and Peace Science 26(5), 471-491. "
            "Data: Correlates of War Project, Trade, version 4.0."
        ),
        page="https://correlatesofwar.org/data-sets/bilateral-trade/",
        licence="free for research with citation; not to be passed on",
        versions={
            "4.0": (
                File(
                    "National_COW_4.0.csv",
                    "https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip",
                    rows=14_410,
                    member="COW_Trade_4.0/National_COW_4.0.csv",
                ),
            ),
        },
        codes="cow",
        grain="state-year",
        coverage={"4.0": (1870, 2014)},
        absent="unknown",
        columns=(
            Column("cow_imports", "million USD", "goods imported from all countries", 0),
            Column("cow_exports", "million USD", "goods exported to all countries", 0),
        ),
        notes=(
            "Current US dollars, not corrected for prices.",
            "Imports are unknown in 1,548 of 14,410 state-years, exports in 821.",
            "The columns alt_imports and alt_exports, known in 90 state-years, are not read.",
        ),
    )
)
def cow_trade_national(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read imports and exports, one row a state and year.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, imports and exports.
    """
    (file,) = cow_trade_national.spec.versions[version]
    path = files[file.name]
    whole = dict.fromkeys(("ccode", "year", "version"), pl.Int16)
    flows = dict.fromkeys(("imports", "exports"), pl.Float64)
    frame = read_frame(path, {**whole, **flows}, missing=("-9",), rows=file.rows)
    check_allowed(frame, "version", (4,), path)
    check_codes(frame, "ccode", "cow", path)
    check_range(frame, "year", *cow_trade_national.spec.coverage[version], path)
    check_unique(frame, ("ccode", "year"), path)
    return frame.rename({"ccode": "state", "imports": "cow_imports", "exports": "cow_exports"})
