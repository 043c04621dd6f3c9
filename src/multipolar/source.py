"""What a source is. The sources themselves are in ``sources/``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, cast, runtime_checkable

import polars as pl

Codes = Literal["cow", "gw", "iso3", "name", "own"]
Grain = Literal[
    "state-year",
    "dyad-year",
    "directed-dyad-year",
    "state-spell",
    "dyad-spell",
    "directed-dyad-spell",
    "commitment",
    "participant",
    "event",
]

KEYS: dict[Grain, tuple[str, ...]] = {
    "state-year": ("state", "year"),
    "dyad-year": ("state1", "state2", "year"),
    "directed-dyad-year": ("state1", "state2", "year"),
    "state-spell": ("state", "since", "until"),
    "dyad-spell": ("state1", "state2", "since", "until"),
    "directed-dyad-spell": ("state1", "state2", "since", "until"),
    "commitment": ("commitment",),
    "participant": ("commitment", "state"),
    "event": ("event",),
}
"""Columns that a table of each grain must have, besides its variables."""


@dataclass(frozen=True, slots=True)
class File:
    """One published file.

    Parameters
    ----------
    name
        The publisher's own file name.
    url
        Where the publisher offers it; empty if it must be asked for.
    rows
        Lines of data after the header in that release, where known. Another
        number means a truncated, repeated or changed file, and is refused.
    also
        Other names under which the same content circulates.
    member
        Name inside the archive, if ``url`` is a zip file.
    """

    name: str
    url: str = ""
    rows: int | None = None
    also: tuple[str, ...] = ()
    member: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One variable that a source yields: name, unit, range and meaning."""

    name: str
    unit: str
    meaning: str
    low: float = float("-inf")
    high: float = float("inf")


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """The facts of a source that a machine checks.

    Parameters
    ----------
    title, citation, page, licence
        What it is called, how its makers ask to be cited, where it is
        published, on which terms.
    versions
        Version → files, the newest first. The first is the default.
    codes
        Code system of its states: ``cow``, ``gw`` or ``iso3`` numbers and
        letters, ``name`` for names only, ``own`` where the leaf translates.
    grain
        What a row is. The table has the columns ``KEYS[grain]`` and those
        declared here.
    coverage
        Version → first and last year in which it observes.
    absent
        What a missing row inside the coverage means: ``unknown`` or ``zero``.
    columns
        The variables it yields, each name unique over all sources.
    redistributable
        Whether its terms let others pass it on.
    notes
        What a user must know: breaks in series, codes, known errors.
    """

    title: str
    citation: str
    page: str
    licence: str
    versions: Mapping[str, tuple[File, ...]]
    codes: Codes
    grain: Grain
    coverage: Mapping[str, tuple[int, int]]
    absent: Literal["unknown", "zero"]
    columns: tuple[Column, ...]
    redistributable: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def version(self) -> str:
        """The default version, the newest."""
        return next(iter(self.versions))


@runtime_checkable
class Source(Protocol):
    """A reader of published files, with its facts attached."""

    spec: SourceSpec
    __name__: str

    def __call__(self, files: Mapping[str, Path], version: str) -> pl.DataFrame:
        """Read the files of a version: publisher's file name → path."""
        ...


def source(
    spec: SourceSpec,
) -> Callable[[Callable[[Mapping[str, Path], str], pl.DataFrame]], Source]:
    """Attach the facts to a reader, which stays a plain function."""

    def attach(function: Callable[[Mapping[str, Path], str], pl.DataFrame]) -> Source:
        function.spec = spec  # type: ignore[attr-defined]
        return cast("Source", function)

    return attach
