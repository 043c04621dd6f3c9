"""SIPRI Arms Transfers Database: trade registers."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique, refuse
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

TEXT = {
    "Recipient": "arms_recipient",
    "Supplier": "arms_supplier",
    "Weapon designation": "arms_weapon",
    "Weapon description": "arms_category",
    "Year(s) of delivery": "arms_delivery_years",
    "status": "arms_condition",
}
NUMBERS = {
    "Year of order": "arms_ordered_in",
    "Number ordered": "arms_ordered",
    "Number delivered": "arms_delivered",
    "SIPRI TIV per unit": "arms_tiv_unit",
    "SIPRI TIV for total order": "arms_tiv_ordered",
    "SIPRI TIV of delivered weapons": "arms_tiv_delivered",
}
CONDITION = ("New", "Second hand", "Second hand but modernized")


@source(
    SourceSpec(
        title="SIPRI Arms Transfers Database: trade registers of suppliers",
        citation=(
            "Stockholm International Peace Research Institute (2021). SIPRI Arms Transfers "
            "Database. https://www.sipri.org/databases/armstransfers."
        ),
        page="https://www.sipri.org/databases/armstransfers",
        licence="copyright SIPRI; research with citation, large parts only with permission",
        versions={
            "2021": (
                File("uk-trade-register.csv", rows=1_938),
                File("fr-trade-register.csv", rows=2_422),
                File("de-trade-register.csv", rows=1_212),
            ),
        },
        codes="name",
        grain="event",
        coverage={"2021": (1950, 2020)},
        absent="unknown",
        columns=(
            Column("arms_recipient", "text", "recipient, SIPRI's name"),
            Column("arms_supplier", "text", "supplier, SIPRI's name"),
            Column("arms_ordered_in", "year", "year of order", 1940, 2021),
            Column("arms_ordered", "count", "number ordered", 0),
            Column("arms_weapon", "text", "designation of the weapon"),
            Column("arms_category", "text", "description of the weapon"),
            Column("arms_delivered", "count", "number delivered", 0),
            Column("arms_delivery_years", "text", "years of delivery, divided by '; '"),
            Column("arms_delivery_first", "year", "first year of delivery", 1950, 2020),
            Column("arms_delivery_last", "year", "last year of delivery", 1950, 2020),
            Column("arms_condition", "text", "new, second hand, or modernized second hand"),
            Column("arms_tiv_unit", "million TIV", "value of one", 0),
            Column("arms_tiv_ordered", "million TIV", "value of the order", 0),
            Column("arms_tiv_delivered", "million TIV", "value of what was delivered", 0),
        ),
        notes=(
            "One file a supplier, in latin-1, as downloaded from the database: here the United "
            "Kingdom, France and Germany. Events are numbered by file and line.",
            "Several years of delivery stand in one cell and SIPRI does not say how many came in "
            "which: do not divide the value among them silently.",
            "Names are SIPRI's of the time of download; recipients include rebels (*) and "
            "organisations (**).",
        ),
    )
)
def sipri_register(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read orders of major arms, one row an order.

    Parameters
    ----------
    files
        The registers of three suppliers.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` (file and line), parties by name, weapon, numbers, years and
        value.
    """
    parts = []
    text = dict.fromkeys((*TEXT, "Comments"), pl.String)
    columns = {**text, **dict.fromkeys(NUMBERS, pl.Float64)}
    for file in sipri_register.spec.versions[version]:
        path = files[file.name]
        frame = read_frame(path, columns, encoding="latin-1", rows=file.rows)
        check_allowed(frame, "status", CONDITION, path)
        check_range(frame, "Year of order", 1940, 2021, path)
        check_unique(frame, frame.columns, path)
        _check_letters(frame, path)
        line = pl.int_range(2, pl.len() + 2).cast(pl.String)
        parts.append(frame.with_columns(event=pl.lit(file.name.split("-")[0] + "-") + line))
    years = pl.col("Year(s) of delivery").str.extract_all(r"\d{4}").cast(pl.List(pl.Int16))
    return (
        pl.concat(parts)
        .with_columns(
            pl.col("Year of order").cast(pl.Int16),
            arms_delivery_first=years.list.min(),
            arms_delivery_last=years.list.max(),
        )
        .rename({**TEXT, **NUMBERS})
    )


def _check_letters(frame: pl.DataFrame, path: Path) -> None:
    """Refuse UTF-8 read as latin-1, which never fails but garbles accents."""
    for name in ("Recipient", "Comments"):
        wrong = frame[name].str.contains("[\u00c2\u00c3][\u0080-\u00bf]|[\u0000-\u0008]")
        refuse(wrong, path, f", {name}: garbled letters; needed the file in latin-1".format)
