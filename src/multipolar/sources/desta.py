"""Design of Trade Agreements: treaties and events about them."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

KINDS = (
    "base_treaty",
    "accession",
    "negotiation",
    "withdrawal",
    "protocol or amendment",
    "consolidated",
)
SLOTS = tuple(f"c{n}" for n in range(1, 92))


@source(
    SourceSpec(
        title="DESTA: trade agreements",
        citation=(
            "Dür, A., Baccini, L. & Elsig, M. (2014). The design of international trade "
            "agreements: introducing a new dataset. Review of International Organizations 9, "
            "353-375. Give the version."
        ),
        page="https://www.designoftradeagreements.org/downloads/",
        licence="free for research with citation",
        versions={"2.1": (File("desta_2_1_treaties.csv", rows=1_340),)},
        codes="own",
        grain="commitment",
        coverage={"2.1": (1948, 2021)},
        absent="zero",
        columns=(
            Column("desta_base", "number", "treaty that the entry belongs to", 1),
            Column("desta_name", "text", "name"),
            Column("desta_entry", "text", "base_treaty, accession, withdrawal ..."),
            Column("desta_year", "year", "year of signature", 1948, 2021),
            Column(
                "desta_force", "year", "year of entry into force; null where unknown", 1948, 2022
            ),
            Column("desta_kind", "code", "1 bilateral to 7, as coded by DESTA (typememb)", 1, 7),
            Column("desta_region", "text", "continent, or Intercontinental"),
            Column("desta_wto", "1", "1 where notified to the World Trade Organization", 0, 1),
            Column("desta_members", "states", "members listed", 1, 91),
        ),
        notes=(
            "Of 1,340 entries 852 are treaties (base_treaty); the others are accessions, "
            "withdrawals, amendments and the like, with the number of their base treaty.",
            "The layout is that of the R package desta, version 2.1 of the data.",
            "A treaty has no end: withdrawals are entries of their own.",
        ),
    )
)
def desta(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read trade agreements, one row an entry.

    Parameters
    ----------
    files
        The table of treaties.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` (number, as 3 or 3+1), name, kind, years, members.
    """
    (file,) = desta.spec.versions[version]
    path = files[file.name]
    texts = dict.fromkeys(("number", "name", "entry_type", "regioncon"), pl.String)
    numbers = ("base_treaty", "year", "entryforceyear", "typememb", "wto_listed", *SLOTS)
    frame = read_frame(path, {**texts, **dict.fromkeys(numbers, pl.Int16)}, rows=file.rows)
    check_unique(frame, ("number",), path)
    check_allowed(frame, "entry_type", KINDS, path)
    check_range(frame, "year", *desta.spec.coverage[version], path)
    check_range(frame, "entryforceyear", 1948, 2022, path)
    check_range(frame, "typememb", 1, 7, path)
    check_range(frame, "wto_listed", 0, 1, path)
    for slot in SLOTS:
        check_range(frame, slot, 4, 900, path)
    count = pl.concat_list(SLOTS).list.drop_nulls().list.unique().list.len()
    return frame.select(
        commitment="number",
        desta_base="base_treaty",
        desta_name="name",
        desta_entry="entry_type",
        desta_year="year",
        desta_force="entryforceyear",
        desta_kind="typememb",
        desta_region="regioncon",
        desta_wto="wto_listed",
        desta_members=count.cast(pl.Int16),
    )
