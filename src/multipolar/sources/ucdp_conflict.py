"""Armed conflicts with a state on at least one side, one row a conflict and year."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.errors import DataError
from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.framedates import as_dates
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

HYDERABAD = 751
STATES = {
    "gwno_a": "side_a",
    "gwno_a_2nd": "side_a_second",
    "gwno_b": "side_b",
    "gwno_b_2nd": "side_b_second",
    "gwno_loc": "location",
}
NUMBERS = {
    "intensity_level": ("intensity", (1, 2)),
    "cumulative_intensity": ("cumulative", (0, 1)),
    "type_of_conflict": ("type", (1, 2, 3, 4)),
    "incompatibility": ("incompatibility", (1, 2, 3)),
}
DATES = {"start_date": "conflict_since", "start_date2": "since", "ep_end_date": "until"}
TEXT = ("conflict_id", "side_b", "territory_name", "year", "version", *STATES, *NUMBERS, *DATES)
MOVED = {
    "year": "location",
    "intensity_level": "side_a",
    "cumulative_intensity": "side_a_id",
    "type_of_conflict": "side_a_2nd",
    "start_date": "side_b",
    "start_date2": "side_b_2nd",
    "ep_end_date": "year",
    "gwno_a": "intensity_level",
    "gwno_loc": "type_of_conflict",
    "version": "start_prec",
}
RESAVED = "UcdpPrioConflict_v25_1_semicolon.csv"


@source(
    SourceSpec(
        title="UCDP/PRIO Armed Conflict Dataset",
        citation=(
            "Gleditsch, N. P., Wallensteen, P., Eriksson, M., Sollenberg, M. & Strand, H. (2002). "
            "Armed conflict 1946-2001: A new dataset. Journal of Peace Research 39(5), 615-637. "
            "Davies, S., Pettersson, T., Sollenberg, M. & Oberg, M. (2025), Journal of Peace "
            "Research."
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
            ),
            "25.1-resaved": (File(RESAVED, rows=2_752),),
        },
        codes="gw",
        grain="event",
        coverage={"25.1": (1946, 2024), "25.1-resaved": (1946, 2024)},
        absent="zero",
        columns=(
            Column("ucdp_conflict", "number", "conflict, the same in all its years"),
            Column("ucdp_year", "year", "year of observation", 1946),
            Column("ucdp_intensity", "level", "1 25-999 battle deaths, 2 war: 1,000 or more", 1, 2),
            Column("ucdp_cumulative", "1", "1 once the conflict has had 1,000 deaths", 0, 1),
            Column(
                "ucdp_type",
                "code",
                "1 extrasystemic, 2 interstate, 3 intrastate, 4 internationalized intrastate",
                1,
                4,
            ),
            Column("ucdp_incompatibility", "code", "1 territory, 2 government, 3 both", 1, 3),
            Column("ucdp_territory", "text", "territory in dispute"),
            Column("ucdp_side_a", "GW numbers", "states on side A, joined by ;"),
            Column("ucdp_side_a_second", "GW numbers", "states with troops on its side"),
            Column("ucdp_side_b", "GW numbers", "states on side B; null: none"),
            Column("ucdp_side_b_second", "GW numbers", "states with troops on its side"),
            Column("ucdp_location", "GW numbers", "states whose rule or land is in dispute"),
            Column("ucdp_opponent", "text", "side B by name"),
            Column("ucdp_conflict_since", "date", "first death of the conflict"),
            Column("ucdp_since", "date", "start of the episode"),
            Column("ucdp_until", "date", "end of the episode, in its last year only"),
        ),
        redistributable=True,
        notes=(
            "A conflict is listed in each year with 25 battle deaths or more in one of its dyads.",
            "Numbers are Gleditsch and Ward's, not COW's: Germany is 260, Yemen 678, Hyderabad "
            "751. Lists keep the order of the file. ucdp_location names all sides of an "
            "interstate conflict.",
            "No episode that lasts into the last year has an end.",
            "Version 25.1-resaved reads a copy re-saved with semicolons and day-month-year dates, "
            "in which one record (11349, 2008) is broken over two lines; it is joined here.",
        ),
    )
)
def ucdp_conflict(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the conflict-years.

    Parameters
    ----------
    files
        The conflict table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` is conflict and year (``11349-2008``).
    """
    (file,) = ucdp_conflict.spec.versions[version]
    path = files[file.name]
    resaved = file.name == RESAVED
    frame = read_frame(
        path,
        dict.fromkeys((*TEXT, *MOVED.values()), pl.String),
        separator=";" if resaved else ",",
        rows=file.rows,
    )
    if resaved:
        frame = _joined(frame, path)
    check_allowed(frame, "version", (version.removesuffix("-resaved"),), path)
    for column in ("conflict_id", "year", *NUMBERS):
        frame = _whole(frame, column, path)
    for column, (_, codes) in NUMBERS.items():
        check_allowed(frame, column, codes, path)
    check_range(frame, "year", *ucdp_conflict.spec.coverage[version], path)
    check_unique(frame, ("conflict_id", "year"), path)
    for column in STATES:
        frame = frame.with_columns(pl.col(column).str.replace_all(r"\s*,\s*", ";"))
        _check_states(frame, column, path)
    whole = pl.col(list(DATES)).str.replace_all(r"\b(\d)-", "0${1}-")
    frame = as_dates(
        frame.with_columns(whole) if resaved else frame,
        list(DATES),
        path,
        pattern="%d-%m-%Y" if resaved else "%Y-%m-%d",
    )
    return frame.select(
        pl.format("{}-{}", "conflict_id", "year").alias("event"),
        pl.col("conflict_id").alias("ucdp_conflict"),
        pl.col("year").alias("ucdp_year"),
        *(pl.col(c).alias(f"ucdp_{name}") for c, (name, _) in NUMBERS.items()),
        *(pl.col(c).alias(f"ucdp_{name}") for c, name in (STATES | DATES).items()),
        pl.col("territory_name").alias("ucdp_territory"),
        pl.col("side_b").alias("ucdp_opponent"),
    )


def _joined(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Join the broken record: its second line has no number, and its cells slid left."""
    head = frame.filter(pl.col("year").is_null())
    rest = frame.filter(pl.col("conflict_id").is_null())
    if (head.height, rest.height) != (1, 1):
        msg = f"{path}: {head.height} records are broken over two lines; this copy has one"
        raise DataError(msg)
    cells = rest.row(0, named=True)
    moved = {column: (cells[place] or "").strip(",") for column, place in MOVED.items()}
    whole = head.with_columns(pl.lit(cell).alias(column) for column, cell in moved.items())
    both_known = pl.col("year").is_not_null() & pl.col("conflict_id").is_not_null()
    return pl.concat([frame.filter(both_known), whole])


def _whole(frame: pl.DataFrame, column: str, path: Path) -> pl.DataFrame:
    typed = frame.with_columns(pl.col(column).cast(pl.Int32, strict=False))
    wrong = (typed[column].is_null()).cast(pl.Int8)
    check_allowed(typed.with_columns(wrong), column, (0,), path)
    return typed


def _check_states(frame: pl.DataFrame, column: str, path: Path) -> None:
    items = frame[column].str.split(";").list
    for i in range(int(items.len().max() or 0)):  # type: ignore[arg-type]
        item = items.get(i, null_on_oob=True).cast(pl.Int32, strict=False)
        check_codes(pl.DataFrame({column: item}), column, "gw", path, extra=(HYDERABAD,))
