"""Published data sets, each read from its official files. One file each."""

from functools import cache
from pathlib import Path

import polars as pl

from multipolar.catalogue import Catalogue
from multipolar.download import locate
from multipolar.errors import DataError, UnknownName, suggest
from multipolar.source import KEYS, Source, SourceSpec

catalogue: Catalogue[Source] = Catalogue(__name__)


def load(name: str, version: str | None = None, *, folder: Path | None = None) -> pl.DataFrame:
    """Read a source into a tidy frame.

    Parameters
    ----------
    name
        A source of ``multipolar data list``.
    version
        One of its versions; the newest by default.
    folder
        Where the files are; the folder ``MULTIPOLAR_DATA`` or what was
        fetched, by default.

    Returns
    -------
    polars.DataFrame
        The key columns of its grain (``KEYS``), then its variables; unknown is
        null. States are in the source's own code system.

    Raises
    ------
    UnknownName
        There is no such source or version; the message names the nearest.
    DataError
        A file is missing or not as published; the message says what to do.
    """
    spec = catalogue[name].spec
    if version is None:
        version = spec.version
    if version not in spec.versions:
        hint = suggest(version, spec.versions)
        msg = f"{name} has no version {version!r}{hint} It has: {', '.join(spec.versions)}"
        raise UnknownName(msg)
    return _read(name, version, folder)


@cache
def _read(name: str, version: str, folder: Path | None) -> pl.DataFrame:
    reader = catalogue[name]
    files = {f.name: locate(name, f, folder) for f in reader.spec.versions[version]}
    return as_declared(reader(files, version), name, reader.spec)


def as_declared(frame: pl.DataFrame, name: str, spec: SourceSpec) -> pl.DataFrame:
    """Return the frame if it is what the source declares: columns and ranges.

    Raises
    ------
    DataError
        A column is missing or a value lies outside its range.
    """
    wanted = [*KEYS[spec.grain], *(c.name for c in spec.columns)]
    if lost := [c for c in wanted if c not in frame.columns]:
        msg = f"{name}: yields no column {lost[0]!r}; it declares {', '.join(wanted)}"
        raise DataError(msg)
    for column in spec.columns:
        values = frame[column.name]
        if values.dtype.is_numeric():
            wrong = (values < column.low) | (values > column.high)
            if wrong.any():
                at = int(wrong.arg_true()[0])
                key = ", ".join(f"{k} {frame[k][at]}" for k in KEYS[spec.grain])
                msg = (
                    f"{name}, {key}: {column.name} is {values[at]}; "
                    f"needed {column.low:g} to {column.high:g} {column.unit}"
                )
                raise DataError(msg)
    return frame.select(wanted)
