"""Design of Trade Agreements: members of treaties."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.codes import resolve
from multipolar.errors import DataError, UnknownState
from multipolar.framechecks import check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

NOW = "2021-12-31"
PLACES = range(1, 92)
UNNAMED = frozenset(
    {86, 92, 136, 175, 238, 239, 248, 258, 260, 530, 533, 540, 612, 654, 660, 666, 796, 876}
)
NO_STATES = frozenset(
    {
        "Cook Islands",
        "Faroe Islands",
        "Greenland",
        "Hong Kong SAR China",
        "Macao SAR China",
        "Montserrat",
        "Niue",
        "Western Sahara",
    }
)


@source(
    SourceSpec(
        title="DESTA: members of trade agreements",
        citation=(
            "Dür, A., Baccini, L. & Elsig, M. (2014). The design of international trade "
            "agreements: introducing a new dataset. Review of International Organizations 9, "
            "353-375. Give the version."
        ),
        page="https://www.designoftradeagreements.org/downloads/",
        licence="free for research with citation",
        versions={
            "2.1": (
                File("desta_2_1_treaties.csv", rows=1_340),
                File("desta_2_1_treaties_dyads.csv", rows=18_329),
            )
        },
        codes="own",
        grain="participant",
        coverage={"2.1": (1948, 2021)},
        absent="zero",
        columns=(
            Column("destam_iso", "number", "ISO 3166 number as published", 4, 900),
            Column("destam_year", "year", "year of signature of the entry", 1948, 2021),
            Column("destam_role", "code", "role in the entry, as coded by DESTA (mc)", 0, 3),
        ),
        notes=(
            "The layout is that of the R package desta: members in columns c1 to c91 by ISO "
            "number. Names of the numbers come from its table of dyads, and states are read from "
            "these as of the end of 2021.",
            "Territories are left out (Greenland, Hong Kong and others: 26). 900 is Kosovo.",
            "Germany, Russia and the like have one number throughout, also for treaties of 1948.",
            "Role 0 stands in base treaties; in accessions and withdrawals 1 marks who acceded or "
            "withdrew, 2 the others. 3 is not explained in the files.",
            "Three members stand twice in one entry and are given once.",
        ),
    )
)
def desta_members(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the members of trade agreements, one row a state and entry.

    Parameters
    ----------
    files
        Treaties with their members, and dyads with the names of the numbers.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` (number, as 3 or 3+1), ``state`` (public code), its ISO
        number, year and role.
    """
    treaties, dyads = desta_members.spec.versions[version]
    path, other = files[treaties.name], files[dyads.name]
    slots = dict.fromkeys([f"{kind}{n}" for n in PLACES for kind in ("c", "mc")], pl.Int16)
    wanted = {"number": pl.String, "year": pl.Int16, **slots}
    frame = read_frame(path, wanted, rows=treaties.rows)
    check_unique(frame, ("number",), path)
    check_range(frame, "year", *desta_members.spec.coverage[version], path)
    parts = [
        frame.select("number", "year", iso=f"c{n}", role=f"mc{n}", place=pl.lit(n)) for n in PLACES
    ]
    long = pl.concat(parts).filter(pl.col("iso").is_not_null())
    states = _states(other, dyads.rows)
    if lost := set(long["iso"]) - states.keys() - UNNAMED:
        msg = f"{path}: no name for the ISO number {min(lost)}; are its columns shifted?"
        raise DataError(msg)
    long = long.unique(["number", "iso"], keep="first", maintain_order=True)
    check_range(long, "role", 0, 3, path)
    code = pl.col("iso").replace_strict(states, default=None, return_dtype=pl.String)
    return (
        long.with_columns(state=code)
        .filter(pl.col("state").is_not_null())
        .rename({"number": "commitment", "iso": "destam_iso", "year": "destam_year"})
        .rename({"role": "destam_role"})
    )


def _states(path: Path, rows: int | None) -> dict[int, str | None]:
    texts = dict.fromkeys(("country1", "country2"), pl.String)
    numbers = dict.fromkeys(("iso1", "iso2"), pl.Int16)
    frame = read_frame(path, {**texts, **numbers, "number": pl.String}, rows=rows)
    check_unique(frame, ("iso1", "iso2", "number"), path)
    pairs = {*frame.select("iso1", "country1").rows(), *frame.select("iso2", "country2").rows()}
    return {number: _state(name, path) for number, name in pairs}


def _state(name: str | None, path: Path) -> str | None:
    if name in NO_STATES:
        return None
    try:
        return resolve((name or "").partition(" (")[0], NOW)
    except UnknownState as error:
        msg = f"{path}, country: {error}"
        raise DataError(msg) from None
