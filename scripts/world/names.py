"""Resolve the names inside border and partner lists to state codes."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from world.factbook import State
from world.table import read_csv
from world.text import clean

#: Short forms in the Factbook that are no names.
_NO_NAME = {"", "none", "the dominican"}


def plain(name: str) -> str:
    """Return a name in lower case without accents, articles and abbreviations."""
    folded = unicodedata.normalize("NFKD", name.replace("\u2019", "'"))
    text = "".join(c for c in folded if not unicodedata.combining(c)).lower().strip()
    text = text.replace("&", "and").replace("st. ", "saint ")
    return re.sub(r"^the |, the$", "", text)


class Names:
    """Names of states, of territories counted with a state, and of territories left out."""

    def __init__(self, states: Iterable[State], aliases: Path) -> None:
        self._codes: dict[str, str | None] = {}
        for state in states:
            self._add(state.name, state.code)
            for form in ("conventional short form", "conventional long form"):
                name = state.text("Government", "Country name", form)
                if plain(name) not in _NO_NAME and len(state.records) == 1:
                    self._add(name, state.code)
        for row in read_csv(aliases, ("alias", "state", "use", "note")):
            self._add(row["alias"], row["state"] or None)

    def _add(self, name: str, code: str | None) -> None:
        key = plain(name)
        if self._codes.setdefault(key, code) != code:
            msg = f"the name {name!r} means both {self._codes[key]} and {code}"
            raise ValueError(msg)

    def resolve(self, name: str) -> str | None:
        """Return the state a name stands for, or None for a territory that is left out.

        Raises
        ------
        KeyError
            If the name is unknown: nothing is dropped silently.
        """
        key = plain(clean(name))
        if key not in self._codes:
            msg = f"unresolved name: {name!r}"
            raise KeyError(msg)
        return self._codes[key]
