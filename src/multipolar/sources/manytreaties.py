"""Treaties on the environment, trade and health of the manytreaties collection: parties."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.codes import resolve
from multipolar.errors import DataError, UnknownState
from multipolar.framechecks import check_unique, refuse
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.framestates import with_text
from multipolar.source import Column, File, SourceSpec, source

DATES = {
    "since": ("StateForce", False),
    "until": ("StateEnd", True),
    "signed": ("StateSignature", False),
    "ratified": ("StateRatification", False),
}
FORM = r"^(\d{4})(?:-(\d\d|XX))?(?:-(\d\d|XX))?[?~]?$"
NAMES = {"ROM": "ROU", "BZL": "BLZ", "GDR": "DDR"}
NO_STATES = (
    "ABW AIA ANT ATF BES COK CUW CYM DZG EAT EAZ ECS ESH EUE EUU FLK FRO GGY GLP GRL HKG HSG "
    "IMN JEY LES MAC MAF MSR MYT NCL NIU PCN PRU PYF QAR SAR SGS SHN SPM TCA TKL UNK VAE VGB "
    "WLF YPR"
)


@source(
    SourceSpec(
        title="manytreaties (HUGGO): parties to treaties",
        citation=(
            "Hollway, J., Sposito, H. & Tan, J. manytreaties: agreements on the environment, trade "
            "and health (PANARCHIC), data set HUGGO."
        ),
        page="https://github.com/globalgov/manytreaties",
        licence="CC BY 4.0",
        redistributable=True,
        versions={
            "2024": (
                File("manytreaties_GGO_parties.csv", rows=95_818),
                File("manytreaties_GGO_agreements.csv", rows=4_532),
            )
        },
        codes="own",
        grain="participant",
        coverage={"2024": (1351, 2023)},
        absent="unknown",
        columns=(
            Column("huggo_since", "date", "day on which it came into force for the state"),
            Column("huggo_until", "date", "day on which it ended for the state; null for none"),
            Column("huggo_signed", "date", "day of the state's signature"),
            Column("huggo_ratified", "date", "day of the state's ratification"),
            Column("huggo_title", "text", "name of the treaty; null where it is not listed"),
            Column("huggo_domain", "text", "Environment, Trade, Health ..."),
        ),
        notes=(
            "The layout is that of the R package, with the long text columns dropped and equal "
            "rows removed; the package was named PANARCHIC, and the data set GGO, before.",
            "A treaty and state may have several rows, with other days: 19,566 of 95,818 do.",
            "Dates may be a year, a month or a guess (? or ~): the first possible day of since, "
            "signed and ratified and the last possible of until are given. Ranges, days that do "
            "not exist, years before 1300 and 9999 are null.",
            "Letters are read as of the day of signature or entry into force; where there was no "
            "such state then, as of today. Rows of organizations, territories and letters that "
            "name no state here are left out.",
            "One identifier may stand for several treaties (4,301 for 4,532): the first title is "
            "given. 339 identifiers of parties have no treaty, and 1,130 treaties no parties.",
        ),
    )
)
def manytreaties(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the parties to treaties, one row a state and treaty.

    Parameters
    ----------
    files
        Parties, and the treaties themselves.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` (treatyID), ``state`` (public code), days of signature,
        ratification, force and end, title and domain.
    """
    parties, agreements = manytreaties.spec.versions[version]
    path, other = files[parties.name], files[agreements.name]
    days = [column for column, _ in DATES.values()]
    texts = ["stateID", "treatyID", "Begin", "End", "Signature", "Force", *days]
    frame = read_frame(path, dict.fromkeys(texts, pl.String), rows=parties.rows)
    check_unique(frame, texts, path)
    wanted = dict.fromkeys(("treatyID", "Title", "TypeDomain"), pl.String)
    titles = read_frame(other, wanted, rows=agreements.rows)
    for table, place in ((frame, path), (titles, other)):
        _check_identifiers(table, place)
    titles = titles.unique("treatyID", keep="first", maintain_order=True)
    for name, (column, last) in DATES.items():
        frame = _dated(frame, name, column, path, last=last)
    frame = frame.with_columns(year=pl.col("Begin").str.extract(r"^(\d{4})", 1))
    frame = with_text(
        frame, "state", ("stateID", "year"), lambda letters, year: _code(letters, year, path)
    )
    frame = frame.filter(pl.col("state").is_not_null())
    return frame.join(titles, on="treatyID", how="left", maintain_order="left").select(
        "state",
        *(pl.col(name).alias(f"huggo_{name}") for name in DATES),
        commitment="treatyID",
        huggo_title="Title",
        huggo_domain="TypeDomain",
    )


def _check_identifiers(frame: pl.DataFrame, path: Path) -> None:
    wrong = ~frame["treatyID"].str.contains(r"_\d{4}[A-Z]").fill_null(value=False)
    needed = "needed an identifier such as ESP-GBR_1351A; are its columns shifted?"
    refuse(wrong, path, lambda at: f", treatyID: {frame['treatyID'][at]!r}; {needed}")


def _dated(frame: pl.DataFrame, name: str, column: str, path: Path, *, last: bool) -> pl.DataFrame:
    cells = pl.col(column)
    parts = [cells.str.extract(FORM, n).cast(pl.Int32, strict=False) for n in (1, 2, 3)]
    frame = frame.with_columns(y=parts[0], m=parts[1], d=parts[2])
    known = pl.col("y").is_between(1300, 2100)
    known &= pl.col("m").is_null() | pl.col("m").is_between(1, 12)
    frame = frame.with_columns(pl.when(known).then(pl.col(c)).alias(c) for c in "ymd")
    return with_date(frame, name, ("y", "m", "d"), path, last=last)


def _code(letters: str | None, year: str | None, path: Path) -> str | None:
    if letters is None or letters in NO_STATES or len(letters) != 3 or not letters.isupper():
        return "XKX" if letters == "Kosovo" else None
    letters = NAMES.get(letters, letters)
    for when in (year, None):
        try:
            return resolve(letters, when)
        except UnknownState:
            continue
    for when in ("1985", "2005", "1900"):
        try:
            return resolve(letters, when)
        except UnknownState as error:
            wrong = error
    msg = f"{path}, stateID: {wrong}"
    raise DataError(msg) from None
