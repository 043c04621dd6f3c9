"""The commands `multipolar data …`: what there is, fetch it, check it, cite it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App

from multipolar.errors import DataError
from multipolar.options import Flag, Output

if TYPE_CHECKING:
    from multipolar.output import Table
    from multipolar.source import SourceSpec

data_app = App(
    name="data",
    help="Published data: what there is, fetch it, check it, cite it. "
    "Example: multipolar data fetch cow_contiguity",
)


@data_app.command(name="list")
def list_(*names: str, to: Output = Output()) -> None:
    """List the sources, their versions and whether their files are here.

    Example: multipolar data list

    Parameters
    ----------
    names
        Only these sources.
    """
    _emit(list_table(names), to)


@data_app.command
def fetch(name: str, version: str | None = None, *, folder: Path | None = None,
          yes: Flag = False, renew: Flag = False, quiet: Flag = False) -> None:  # fmt: skip
    """Fetch the files of a source from its publisher, and remember their checksums.

    Shows the terms and the citation first. What is here already is not
    fetched again. A cut download is continued.

    Example: multipolar data fetch cow_contiguity --yes

    Parameters
    ----------
    name
        A source (see multipolar data list).
    version
        One of its versions; the newest if none.
    folder
        Where to keep the files, instead of the cache.
    yes
        Accept the terms of the source.
    renew
        Take the publisher's present file, even if it differs from the one recorded.
    quiet
        Do not tell how far it is.
    """
    from multipolar.download import fetch as bring
    from multipolar.sources import catalogue

    found = bring(catalogue[name], version, folder=folder, progress=not quiet,
                  accept=True if yes else _ask, renew=renew)  # fmt: skip
    for path in found.values():
        print(path)


@data_app.command
def check(*names: str, to: Output = Output()) -> None:
    """Check that the files here are whole, unchanged and as published.

    Reads every file. Exit status 1 if one is not as it should be; files that
    are not here are no fault.

    Example: multipolar data check cow_nmc

    Parameters
    ----------
    names
        Only these sources; all if none.
    """
    table = check_table(names)
    _emit(table, to)
    if any(row[3] in ("changed", "not as published") for row in table.rows):
        raise SystemExit(1)


@data_app.command
def where(*names: str, to: Output = Output()) -> None:
    """Say where the files of sources lie, and where missing ones can be had.

    Example: multipolar data where cow_nmc

    Parameters
    ----------
    names
        Only these sources; all if none.
    """
    _emit(where_table(names), to)


@data_app.command
def cite(*names: str, to: Output = Output()) -> None:
    """Say how the makers of sources ask to be cited, and on which terms they are.

    Example: multipolar data cite cow_nmc

    Parameters
    ----------
    names
        Their names; all if none.
    """
    table = cite_table(names)
    if to.json or to.csv or to.output:
        _emit(table, to)
        return
    for name, citation, licence, page, notes in table.rows:
        print(f"{name}\n{citation}\n{page}\nTerms: {licence}", end="\n\n")
        print(*(f"- {note}" for note in str(notes).split("\n") if note), sep="\n", end="\n\n")


def list_table(names: Sequence[str] = ()) -> "Table":
    """Return sources and versions: years, grain, lines of data, terms, here or missing."""
    from multipolar.download import places
    from multipolar.output import Table
    from multipolar.sources import catalogue

    rows = []
    for name, spec in _specs(names):
        for version, files in spec.versions.items():
            first, last = spec.coverage[version]
            lines = [f.rows for f in files if f.rows is not None]
            have = [p for p in places(catalogue[name], version) if p.path]
            here = "here" if len(have) == len(files) else f"{len(have)} of {len(files)} files"
            rows.append([
                name, version, f"{first}–{last}", spec.grain,
                sum(lines) if len(lines) == len(files) else None,
                spec.licence, here if have else "missing",
            ])  # fmt: skip
    columns = ("source", "version", "years", "grain", "rows", "licence", "files")
    return Table("sources of data", columns, rows, {"rows": ",d"})


def check_table(names: Sequence[str] = ()) -> "Table":
    """Return each file with its state, and the reason if it is not as published."""
    from multipolar.download import places
    from multipolar.output import Table
    from multipolar.sources import catalogue, load

    rows: list[list[str]] = []
    for name, spec in _specs(names):
        for version in spec.versions:
            files = places(catalogue[name], version, thorough=True)
            fault = ""
            if all(p.state in ("here", "whole") for p in files):
                try:
                    load(name, version)
                except DataError as error:
                    fault = str(error)
            for p in files:
                to_blame = fault and (len(files) == 1 or str(p.path) in fault or name in fault)
                state = "not as published" if to_blame else p.state
                state = "whole" if state == "here" and not fault else state
                rows.append([name, version, p.name, state, fault if to_blame else p.reason])
    return Table("files", ("source", "version", "file", "state", "reason"), rows, {})


def where_table(names: Sequence[str] = ()) -> "Table":
    """Return each file with its place, or the address it can be had from."""
    from multipolar.download import places
    from multipolar.output import Table
    from multipolar.sources import catalogue

    rows = []
    for name, spec in _specs(names):
        addresses = {(v, f.name): f.url or spec.page for v, fs in spec.versions.items() for f in fs}
        rows += [
            [name, p.version, p.name, "here" if p.path else "missing",
             str(p.path or addresses[p.version, p.name])]
            for p in places(catalogue[name])
        ]  # fmt: skip
    return Table("files", ("source", "version", "file", "state", "place or address"), rows, {})


def cite_table(names: Sequence[str] = ()) -> "Table":
    """Return the citation, terms, page and notes of sources."""
    from multipolar.output import Table

    rows = [[n, s.citation, s.licence, s.page, "\n".join(s.notes)] for n, s in _specs(names)]
    return Table("", ("source", "citation", "licence", "page", "notes"), rows, {})


def _emit(table: "Table", to: Output) -> None:
    """Print or write a table."""
    from multipolar.output import emit

    value = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    emit([table], value, kind=to.kind, path=to.output)


def _specs(names: Sequence[str]) -> "list[tuple[str, SourceSpec]]":
    """Return the sources named, or all."""
    from multipolar.sources import catalogue

    return [(name, catalogue[name].spec) for name in names or catalogue.names()]


def _ask(terms: str) -> bool:
    """Show the terms of a source and ask for consent, if somebody is there to answer."""
    print(terms, file=sys.stderr)
    if not sys.stdin.isatty():
        return False
    print("Fetch it on these terms? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
