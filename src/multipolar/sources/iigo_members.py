"""Members of informal intergovernmental organizations."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_order, check_range, check_unique, refuse
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

CODES = {"ALG": "DZA", "GIN - GNQ": "GNQ", "KOS": "XKX"}
"""Codes of the file that are not those of ISO 3166."""

WRONG = {
    ("Quadrilateral Security Dialogue", "AUH"): "AUS",
    ("Salzburg Forum", "AUS"): "AUT",
    ("Independent European Programme Group", "DDR"): "DEU",
    ("Committee On Payments And Market Infrastructures", "DDR"): "DEU",
    ("Financial Stability Board", "DDR"): "DEU",
    ("Quint", "DDR"): "DEU",
}
"""Members whose code is that of another state of a like name."""


@source(
    SourceSpec(
        title="Informal intergovernmental organizations: members (manyios)",
        citation=(
            "Roger, C. B. & Rowan, S. S. (2022). The new terrain of global governance: mapping "
            "membership in informal international organizations. Journal of Conflict Resolution "
            "67. As distributed in the R package manyios."
        ),
        page="https://github.com/globalgov/manyios",
        licence="CC BY 4.0 as part of its package",
        versions={
            "2022": (
                File("IIGO_memberships.csv", rows=3_502, also=("manyios_IIGO_memberships.csv",)),
            ),
        },
        codes="iso3",
        grain="participant",
        coverage={"2022": (1815, 2017)},
        absent="unknown",
        redistributable=True,
        columns=(
            Column("iigo_short", "text", "short name of the organization; two share CG"),
            Column("iigo_since", "year", "first year of the organization", 1815, 2017),
            Column("iigo_until", "year", "last year of the organization", 1815, 2017),
        ),
        notes=(
            "The file is a table of the R package manyios, written out as text. commitment is "
            "the title of the organization.",
            "Members are those of 2017, or of the organization's last year. The years are those "
            "of the organization, not of the state's membership: South Africa stands under BRICS "
            "since 2009, and states that left are not there.",
            "The first year is unknown in 233 lines. An empty last year: it existed in 2017.",
            "Six codes of the file belong to another state of a like name (Austria-Hungary for "
            "Australia in the Quadrilateral Security Dialogue of 2007, Australia for Austria in "
            "the Salzburg Forum, East Germany for Germany four times) and are set right; ALG, "
            "KOS, GIN - GNQ and an empty code are read as DZA, XKX, GNQ and COD. More such errors "
            "are possible.",
        ),
    )
)
def iigo_members(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the members, one row an organization and state.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` (title), ``state`` (ISO 3166 letters), short name, first
        and last year of the organization.
    """
    (file,) = iigo_members.spec.versions[version]
    path = files[file.name]
    text = dict.fromkeys(("stateID", "StateName", "igoID", "Title"), pl.String)
    years = dict.fromkeys(("Begin", "End"), pl.Int16)
    frame = read_frame(path, {**text, **years}, rows=file.rows)
    congo = pl.col("StateName") == "Democratic Republic of the Congo"
    code = pl.when(pl.col("stateID").is_null() & congo).then(pl.lit("COD")).otherwise("stateID")
    frame = frame.with_columns(stateID=code.replace(CODES))
    _check_members(frame, path)
    for year in years:
        check_range(frame, year, *iigo_members.spec.coverage[version], path)
    check_order(frame, "Begin", "End", path)
    for (title, wrong), right in WRONG.items():
        here = (pl.col("Title") == title) & (pl.col("stateID") == wrong)
        frame = frame.with_columns(stateID=pl.when(here).then(pl.lit(right)).otherwise("stateID"))
    check_unique(frame, ("Title", "stateID"), path)
    return frame.select(
        commitment="Title",
        state="stateID",
        iigo_short="igoID",
        iigo_since="Begin",
        iigo_until="End",
    )


def _check_members(frame: pl.DataFrame, path: Path) -> None:
    """Refuse a line without an organization or with a code that is not three letters."""
    good = frame["stateID"].str.contains("^[A-Z]{3}$") & frame["Title"].is_not_null()
    wrong = ~good.fill_null(value=False)

    def told(at: int) -> str:
        said = f", stateID: {frame['stateID'][at]!r} in {frame['Title'][at]!r}; "
        return said + "needed an organization and a code of three letters"

    refuse(wrong, path, told)
