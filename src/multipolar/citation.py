"""What to cite for a result: the package, the formulas, the data."""

import inspect
import re
from collections.abc import Iterable
from importlib.metadata import version

from multipolar.embedded import sources
from multipolar.errors import UnknownName, suggest
from multipolar.indices import catalogue as indices
from multipolar.measures import catalogue as measures
from multipolar.rules import catalogue as rules

PACKAGE = (
    "The multipolar developers (2026). multipolar: a laboratory for the international system "
    "(version {})."
)


def cite(*names: str) -> list[str]:
    """Return the references of measures, indices, rules and data sources.

    Parameters
    ----------
    names
        Names of measures, indices, rules or source keys; the package alone
        if none.

    Returns
    -------
    list of str
        One reference a line, without repetition, the package first.

    Raises
    ------
    UnknownName
        Nothing has that name.

    Examples
    --------
    >>> cite("con")[1][:24]
    'Mansfield, E. D. (1993).'
    """
    found: set[str] = set()
    for name in names:
        found.update(references(name))
    return [PACKAGE.format(version("multipolar")), *sorted(found)]


def references(name: str) -> Iterable[str]:
    """Return the references that the docstring of a leaf, or a source key, names."""
    for catalogue in (measures, indices, rules):
        if name in catalogue:
            return _from_docstring(inspect.getdoc(catalogue[name]) or "")
    if name in sources():
        s = sources()[name]
        year = f" ({s.year})" if s.year else ""
        return [f"{s.publisher}{year}. {s.title}. {s.url} [{s.licence}]".strip()]
    from multipolar.sources import catalogue as published  # needs Polars

    if name in published:
        spec = published[name].spec
        return [f"{spec.citation} {spec.page} [{spec.licence}]"]
    known = {
        *measures.names(), *indices.names(), *rules.names(), *sources(), *published.names()
    }  # fmt: skip
    msg = f"nothing to cite is called {name!r}{suggest(name, known)}"
    raise UnknownName(msg)


def _from_docstring(doc: str) -> list[str]:
    section = re.search(r"^References\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", doc, re.M | re.S)
    entries = re.split(r"^\.\. \[\w+\]", section[1], flags=re.M)[1:] if section else []
    return [" ".join(entry.replace("*", "").split()) for entry in entries]
