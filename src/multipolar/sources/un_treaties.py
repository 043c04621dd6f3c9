"""Treaties deposited with the Secretary-General of the United Nations: who did what when."""

import re
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.codes import resolve
from multipolar.errors import DataError, UnknownState
from multipolar.framechecks import check_unique
from multipolar.frames import read_frame
from multipolar.framestates import with_text
from multipolar.source import Column, File, SourceSpec, source

SCRAPED = "2014-12-31"
LETTERS = {
    "a": "accession",
    "d": "succession",
    "A": "acceptance",
    "AA": "approval",
    "c": "formal confirmation",
    "C": "confirmation",
    "s": "definitive signature",
    "p": "simplified procedure",
    "P": "consent to be bound",
    "n": "provisional application",
}
NAMES = {"Congo": "COG"}
NO_STATES = frozenset(
    {
        "British Virgin Islands",
        "Cayman Islands",
        "Cook Islands",
        "European Union",
        "Hong Kong",
        "Montserrat",
        "Niue",
        "Turks and Caicos Islands",
    }
)
BODIES = re.compile("organi[sz]ation|union|community|nations|council|agency|market", re.IGNORECASE)
DATED = r"^(\d{1,2} [A-Z][a-z]{2} \d{4})(?: (a|d|A|AA|c|C|s|p|P|n))?$"


@source(
    SourceSpec(
        title="Multilateral Treaties Deposited with the Secretary-General: actions of states",
        citation=(
            "United Nations, Treaty Section. Multilateral Treaties Deposited with the "
            "Secretary-General. As collected by Jones, Z. M. (2014), untreaties."
        ),
        page="https://treaties.un.org/pages/ParticipationStatus.aspx",
        licence="public status data of the United Nations",
        versions={
            "2014": (
                File("participation_long.csv", rows=31_992),
                File("index.csv", rows=401, also=("un_mtdsg_index.csv",)),
            )
        },
        codes="own",
        grain="participant",
        coverage={"2014": (1945, 2015)},
        absent="unknown",
        columns=(
            Column("untreaty_action", "text", "signature, ratification, accession ..."),
            Column("untreaty_date", "date", "day of the action"),
            Column(
                "untreaty_chapter", "number", "chapter of the collection; 26 is disarmament", 1, 29
            ),
            Column("untreaty_name", "text", "name of the treaty, place and day of its adoption"),
        ),
        notes=(
            "Collected from the United Nations' pages in 2014 and 2015 and put into long form: no "
            "official file. 323 of 401 treaties have actions.",
            "A state has a row for each action: the key is commitment, state and action.",
            "States are public codes. A name is read as of the end of 2014, and its code as of the "
            "day of the action: actions of the Russian Federation before 1992 are the Soviet "
            "Union's. Where there was no such state on that day, the code of 2014 stands.",
            "Cells that hold no day (numbers of resolutions, volumes, pages and the like) are left "
            "out, as are organizations and territories that are no states in these codes, among "
            "them the European Union, the Cook Islands and Niue.",
            "1-2 holds no ratifications but the days on which admission to the United Nations was "
            "adopted and declarations were registered.",
            "An action counts even if it was withdrawn later: the table does not tell.",
            "The treaty on the non-proliferation of nuclear weapons is deposited with governments "
            "and so is not among them; nor are the Biological Weapons Convention and its like.",
        ),
    )
)
def un_treaties(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read what states did about treaties, one row an action.

    Parameters
    ----------
    files
        Actions, and the names of the treaties.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``commitment`` (chapter and treaty, as 26-4), ``state`` (public code),
        what it did and when.
    """
    actions, index = un_treaties.spec.versions[version]
    path, other = files[actions.name], files[index.name]
    texts = ("chapter_no", "treaty_no", "participant", "action", "value")
    frame = read_frame(path, dict.fromkeys(texts, pl.String), rows=actions.rows)
    check_unique(frame, texts[:4], path)
    wanted = dict.fromkeys(("chapter_no", "treaty_no", "treaty_name"), pl.String)
    titles = read_frame(other, wanted, rows=index.rows)
    check_unique(titles, texts[:2], other)
    found = pl.col("value").str.extract(DATED, 1).str.to_date("%d %b %Y", strict=False)
    suffix = pl.col("value").str.extract(DATED, 2)
    frame = frame.with_columns(date=found, suffix=suffix)
    frame = frame.filter(pl.col("date").is_not_null())
    frame = with_text(frame, "code", ("participant",), lambda name: _listed(name, path))
    frame = with_text(frame, "kind", ("action", "suffix"), _kind)
    frame = frame.filter(pl.col("code").is_not_null())
    frame = with_text(frame, "state", ("code", "date"), _then)
    return frame.join(titles, on=texts[:2], how="left", maintain_order="left").select(
        "state",
        commitment=pl.col("chapter_no") + "-" + pl.col("treaty_no"),
        untreaty_action="kind",
        untreaty_date="date",
        untreaty_chapter=pl.col("chapter_no").cast(pl.Int16),
        untreaty_name="treaty_name",
    )


def _listed(name: str, path: Path) -> str | None:
    if name in NO_STATES:
        return None
    try:
        return NAMES.get(name) or resolve(name, SCRAPED)
    except UnknownState as error:
        if BODIES.search(name):
            return None
        msg = f"{path}, participant: {error}"
        raise DataError(msg) from None


def _then(code: str, day: object) -> str:
    try:
        return resolve(code, str(day))
    except UnknownState:
        return code


def _kind(action: str, suffix: str | None) -> str:
    """Return what a cell under a heading means: its letter, or the heading's own word."""
    if suffix:
        return LETTERS[suffix]
    words = [w for w in action.split(", ") if not re.search(r"\([A-Za-z]{1,2}\)$", w)]
    return (words or [re.sub(r" ?\(\w+\)$", "", action.split(", ")[0])])[0].strip().lower()
