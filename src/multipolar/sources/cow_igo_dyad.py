"""COW IGO: how many organizations two states share."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_order, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW Intergovernmental Organizations: shared memberships (peacesciencer)",
        citation=(
            "Pevehouse, J. C. W., Nordstrom, T., McManus, R. W. & Jamison, A. S. (2020). Tracking "
            "organizations in the world: the Correlates of War IGO version 3.0 datasets. Journal "
            "of Peace Research 57(3), 492-503. As counted in peacesciencer (Miller 2022)."
        ),
        page="https://correlatesofwar.org/data-sets/IGOs/",
        licence="free for research with citation; not to be passed on",
        versions={
            "3.0": (
                File("cow_igo_ndy.csv", rows=917_695, also=("peacesciencer_cow_igo_ndy.csv",)),
            ),
        },
        codes="cow",
        grain="dyad-year",
        coverage={"3.0": (1816, 2014)},
        absent="unknown",
        columns=(
            Column("igo_shared", "count", "organizations that both states are members of", 0, 534),
        ),
        notes=(
            "The file is the table cow_igo_ndy of the R package peacesciencer; the project's own "
            "dyadic file has a column for each organization and is not read here.",
            "Its documentation says full members; the numbers count full and associate members "
            "of the state-year file alike, not observers.",
            "Every pair of states with a row in the state-year file is there; 0 means none "
            "shared that is known.",
            "Memberships that are unknown are not counted.",
        ),
    )
)
def cow_igo_dyad(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read shared memberships, one row a dyad and year.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1`` < ``state2`` (COW numbers), ``year`` and the number of
        organizations shared.
    """
    (file,) = cow_igo_dyad.spec.versions[version]
    path = files[file.name]
    whole = dict.fromkeys(("ccode1", "ccode2", "year", "dyadigos"), pl.Int16)
    frame = read_frame(path, whole, rows=file.rows)
    for state in ("ccode1", "ccode2"):
        check_codes(frame, state, "cow", path)
    check_order(frame, "ccode1", "ccode2", path)
    check_range(frame, "year", *cow_igo_dyad.spec.coverage[version], path)
    check_range(frame, "dyadigos", 0, 534, path)
    check_unique(frame, ("ccode1", "ccode2", "year"), path)
    return frame.rename({"ccode1": "state1", "ccode2": "state2", "dyadigos": "igo_shared"})
