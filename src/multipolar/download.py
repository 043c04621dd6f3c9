"""Find the publishers' files: in a folder of yours, or fetched once and checked after.

Nothing is downloaded unless asked for. ``MULTIPOLAR_DATA`` names a folder that
is searched first, however deep the files lie in it. What is fetched lies in a
cache folder, with its SHA-256 in ``checksums.json``; a file that is no longer
what it was is refused.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from multipolar import checksums
from multipolar.errors import DataError, MissingData, UnknownName, suggest
from multipolar.source import File, Source, SourceSpec
from multipolar.transfer import Downloader, alone
from multipolar.unpack import unpack

VARIABLE = "MULTIPOLAR_DATA"
SUFFIXES = ("", ".gz", ".xz", ".zip")

Accept = bool | Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a publisher's file is, and whether it is what was fetched.

    ``state`` is ``missing``; ``here`` for a file of yours, of which no checksum
    is known; ``whole`` for one that is as it was fetched; or ``changed``.
    """

    version: str
    name: str
    path: Path | None
    state: Literal["missing", "here", "whole", "changed"]
    reason: str = ""


def locate(source: str, file: File, folder: Path | None = None) -> Path:
    """Return where a publisher's file lies.

    Parameters
    ----------
    source
        Name of the source, for the message.
    file
        Looked for under its own name and the others it circulates under,
        plain or compressed (``.gz``, ``.xz``, ``.zip``).
    folder
        Where to look; ``MULTIPOLAR_DATA``, then the cache, by default.

    Raises
    ------
    DataError
        It is nowhere, or has changed since it was fetched; the message says
        what to do.
    """
    for root in _roots(folder):
        if path := _found(source, file, root):
            if root == cache_folder() and not checksums.recorded(root, path):
                _try_to_record(root, path)
            checksums.verify(root, path)
            return path
    fetch_it = f"type `multipolar data fetch {source}`, or " if file.url else ""
    msg = (
        f"{source} needs {file.name}: {fetch_it}put it into a folder "
        f"and set {VARIABLE} to that folder"
    )
    raise MissingData(msg)


def fetch(
    source: Source,
    version: str | None = None,
    *,
    folder: Path | None = None,
    progress: bool = True,
    accept: Accept = False,
    renew: bool = False,
) -> dict[str, Path]:
    """Fetch the files of a version from its publisher, unless they are here.

    Parameters
    ----------
    source
        A source, such as ``sources.catalogue["cow_nmc"]``.
    version
        One of its versions; the newest by default.
    folder
        Where to keep them; the cache by default. The folder
        ``MULTIPOLAR_DATA`` is searched first.
    progress
        Tell on standard error how far it is.
    accept
        Whether you accept the source's terms, or a function that is shown
        them and says so. It is asked before the first download only.
    renew
        Take the file the publisher has now, even if another was recorded.

    Returns
    -------
    dict of str to Path
        The publisher's file name → where it lies.

    Raises
    ------
    UnknownName
        There is no such version.
    DataError
        The terms are not accepted, a file cannot be had, has changed, or
        cannot be written.
    """
    name, spec = source.__name__, source.spec
    version = chosen(name, spec, version)
    root = folder or cache_folder()
    found: dict[str, Path] = {}
    for file in spec.versions[version]:
        path = None if renew else _here(name, file, folder)
        if path is None and file.url:
            _agree(name, spec, root, accept)
            path = _fetch(name, spec, file, root / name, root, progress=progress, renew=renew)
        if path is not None:
            found[file.name] = path
    if lost := [f.name for f in spec.versions[version] if f.name not in found]:
        msg = (
            f"{name} {version} needs {', '.join(lost)}, which has no address of its own: get it "
            f"from {spec.page} and put it into the folder {VARIABLE} names"
        )
        raise DataError(msg)
    return found


def places(
    source: Source, version: str | None = None, *, folder: Path | None = None,
    thorough: bool = False,
) -> list[Place]:  # fmt: skip
    """Tell where the files of a source are; of all its versions, if none is named.

    Parameters
    ----------
    source, version, folder
        As for `fetch`.
    thorough
        Read the fetched files again, even if their size and time are as they were.

    Raises
    ------
    UnknownName
        There is no such version.
    """
    name, spec = source.__name__, source.spec
    versions = [chosen(name, spec, version)] if version else list(spec.versions)
    return [
        _place(name, v, file, folder, thorough=thorough)
        for v in versions
        for file in spec.versions[v]
    ]


def terms(name: str, spec: SourceSpec) -> str:
    """Return what is shown before the first download: terms and citation."""
    return f"{spec.title} ({name})\nTerms: {spec.licence}\nCite: {spec.citation}\nPage: {spec.page}"


def chosen(name: str, spec: SourceSpec, version: str | None) -> str:
    """Return a version of a source, the newest if none is named.

    Raises
    ------
    UnknownName
        There is no such version; the message names those there are.
    """
    if version is None:
        return spec.version
    if version not in spec.versions:
        hint = suggest(version, spec.versions)
        msg = f"{name} has no version {version!r}{hint} It has: {', '.join(spec.versions)}"
        raise UnknownName(msg)
    return version


def cache_folder() -> Path:
    """Return the folder that fetched files are kept in."""
    import pooch

    return Path(pooch.os_cache("multipolar"))


def _roots(folder: Path | None) -> list[Path]:
    named = os.environ.get(VARIABLE)
    return [folder] if folder else [*([Path(named)] if named else []), cache_folder()]


def _found(source: str, file: File, root: Path) -> Path | None:
    """Return a file below a folder, if it is there; in a folder of the source's name rather."""
    names = [(name + end).lower() for name in (file.name, *file.also) for end in SUFFIXES]
    for _ in range(2):
        index = _index(root)
        for name in names:
            if paths := [p for p in index.get(name, ()) if p.exists()]:
                return next((p for p in paths if p.parent.name == source), paths[0])
        _index.cache_clear()  # it may have been put there meanwhile
    return None


@cache
def _index(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        found.setdefault(path.name.lower(), []).append(path)
    return {name: [p for p in paths if p.is_file()] for name, paths in found.items()}


def _here(name: str, file: File, folder: Path | None) -> Path | None:
    """Return a file that need not be fetched, checked; the folder of yours comes first."""
    named = os.environ.get(VARIABLE)
    for root in dict.fromkeys([*([Path(named)] if named else []), folder or cache_folder()]):
        if _found(name, file, root):
            return locate(name, file, root)
    return None


def _place(
    name: str, version: str, file: File, folder: Path | None, *, thorough: bool
) -> Place:  # fmt: skip
    for root in _roots(folder):
        if path := _found(name, file, root):
            try:
                known = checksums.verify(root, path, thorough=thorough)
            except DataError as error:
                return Place(version, file.name, path, "changed", str(error))
            return Place(version, file.name, path, "whole" if known else "here")
    return Place(version, file.name, None, "missing")


def _try_to_record(root: Path, path: Path) -> None:
    try:
        checksums.record(root, path)
    except DataError:
        return  # a cache that cannot be written to can still be read


def _agree(name: str, spec: SourceSpec, root: Path, accept: Accept) -> None:
    if checksums.accepted(root, name, spec.licence):
        return
    if not (accept(terms(name, spec)) if callable(accept) else accept):
        msg = (
            f"{name}: not fetched, because its terms were not accepted: {spec.licence} "
            f"({spec.page}); type `multipolar data fetch {name} --yes`"
        )
        raise DataError(msg)
    checksums.accept(root, name, spec.licence)


def _fetch(
    name: str, spec: SourceSpec, file: File, home: Path, root: Path, *, progress: bool, renew: bool
) -> Path:
    """Fetch one file, out of its archive if it comes in one."""
    advice = f"see {spec.page} and put it into the folder {VARIABLE} names"
    served = unquote(urlsplit(file.url).path.rpartition("/")[2]) or file.name
    packed = served.lower().endswith(".zip") and file.name.lower() != served.lower()
    packed = packed or bool(file.member)
    place = home / (served if packed else _stored(file.name, served))
    with alone(place):
        downloader = Downloader(place, progress, advice)
        _retrieve(name, file.url, place, root, downloader, renew=renew)
        if packed:
            wanted = (file.member,) if file.member else (file.name, *file.also)
            place = unpack(place, wanted, home / file.name)
            checksums.record(root, place, file.url)
    _index.cache_clear()
    return place


def _retrieve(
    name: str, url: str, place: Path, root: Path, downloader: Downloader, *, renew: bool
) -> None:
    """Have pooch fetch an address, unless another thread or process just did."""
    import pooch

    known = checksums.recorded(root, place)
    if renew or (known and known["url"] != url):  # another release under the same name
        known = None
    if known and place.exists():
        checksums.verify(root, place)
        return
    fresh = place.with_name(f".{place.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        with _quiet():
            pooch.retrieve(
                url,
                known_hash=known and f"sha256:{known['sha256']}",
                fname=fresh.name,
                path=place.parent,
                downloader=downloader,
            )
        fresh.replace(place)
    except ValueError as error:
        if isinstance(error, DataError) or known is None:
            raise
        msg = (
            f"{place.name}: the publisher's file is no longer the one recorded on "
            f"{known['date']} ({url}); to take the new one: "
            f"`multipolar data fetch {name} --renew`"
        )
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{place}: cannot be written ({error.strerror or error}); choose another place"
        raise DataError(msg) from None
    checksums.record(root, place, url)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pooch from telling what the progress line tells."""
    import pooch

    logger = pooch.get_logger()
    before = logger.level
    logger.setLevel("WARNING")
    try:
        yield
    finally:
        logger.setLevel(before)


def _stored(name: str, served: str) -> str:
    """Return a file's name with the compression that its address says it has."""
    ends = [e for e in SUFFIXES[1:3] if served.lower().endswith(e)]
    return name + ends[0] if ends and not name.lower().endswith(ends[0]) else name
