"""What the fetched files are: address, SHA-256, size and date, in ``checksums.json``.

A file that is used is compared with what was recorded when it came. One that
has been compared is not read again while its size and time stay the same.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from multipolar.errors import DataError
from multipolar.files import write_whole
from multipolar.transfer import alone

NAME = "checksums.json"
Record = dict[str, Any]


def recorded(root: Path, path: Path) -> Record | None:
    """Return what is recorded of a file of a folder, if anything."""
    found: Record | None = _read(root)["files"].get(_key(root, path))
    return found


def record(root: Path, path: Path, url: str = "") -> Record:
    """Record a file as it is now.

    Raises
    ------
    DataError
        The folder cannot be written to.
    """
    stat = path.stat()
    facts = {
        "url": url,
        "sha256": sha256(path),
        "bytes": stat.st_size,
        "date": datetime.now(tz=UTC).date().isoformat(),
        "modified": stat.st_mtime_ns,
    }
    with _changed(root) as content:
        content["files"][_key(root, path)] = facts
    return facts


def forget(root: Path, path: Path) -> None:
    """Remove a file's record."""
    with _changed(root) as content:
        content["files"].pop(_key(root, path), None)


def verify(root: Path, path: Path, *, thorough: bool = False) -> bool:
    """Compare a file with its record.

    Parameters
    ----------
    root, path
        The folder with the records, and a file in it.
    thorough
        Read the file even if its size and time are those recorded.

    Returns
    -------
    bool
        Whether there is a record.

    Raises
    ------
    DataError
        The file is no longer the one recorded.
    """
    known = recorded(root, path)
    if known is None:
        return False
    stat = path.stat()
    if not thorough and (stat.st_size, stat.st_mtime_ns) == (known["bytes"], known["modified"]):
        return True
    if stat.st_size != known["bytes"] or sha256(path) != known["sha256"]:
        msg = (
            f"{path}: has changed since {known['date']}, when it was recorded "
            f"({stat.st_size:,} bytes, then {known['bytes']:,}); delete it and fetch it again"
        )
        raise DataError(msg)
    with suppress(DataError), _changed(root) as content:
        content["files"][_key(root, path)] = known | {"modified": stat.st_mtime_ns}
    return True


def accepted(root: Path, source: str, licence: str) -> bool:
    """Tell whether these terms of a source were accepted."""
    return bool(_read(root)["accepted"].get(source) == licence)


def accept(root: Path, source: str, licence: str) -> None:
    """Remember that the terms of a source were accepted."""
    with _changed(root) as content:
        content["accepted"][source] = licence


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal.

    Raises
    ------
    DataError
        The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error})"
        raise DataError(msg) from None


@contextmanager
def _changed(root: Path) -> Iterator[Record]:
    with alone(root / NAME):
        content = _read(root)
        yield content
        write_whole(root / NAME, json.dumps(content, indent=1, sort_keys=True) + "\n")


def _read(root: Path) -> Record:
    path = root / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        files, terms = content["files"], content["accepted"]
        whole = all(
            {"url", "sha256", "bytes", "date", "modified"} <= f.keys() for f in files.values()
        )
    except (FileNotFoundError, NotADirectoryError):
        return {"files": {}, "accepted": {}}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        files, terms, whole = {}, {}, False
    if not whole or not isinstance(terms, dict):
        msg = f"{path}: not the record of fetched files; restore or delete it, then check the files"
        raise DataError(msg)
    return {"files": files, "accepted": terms}


def _key(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
