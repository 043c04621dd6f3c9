"""Take one file out of a publisher's archive."""

import os
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from multipolar.errors import DataError


def unpack(archive: Path, wanted: Sequence[str], place: Path) -> Path:
    """Write one file of a zip archive to a place, whole or not at all.

    Parameters
    ----------
    archive
        A zip file; archives inside it are searched too.
    wanted
        Names it may have, with or without folders; the only file of an archive
        is taken whatever its name.
    place
        Where to put it.

    Raises
    ------
    DataError
        The archive is broken or has no such file, or the place cannot be
        written to; the message names what the archive has.
    """
    part = place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with zipfile.ZipFile(archive) as opened:
            if not _extract(opened, wanted, part):
                inside = ", ".join(_files(opened)[:8])
                msg = f"{archive}: has no {wanted[0]}; it has: {inside}"
                raise DataError(msg)
        os.replace(part, place)  # noqa: PTH105
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        msg = f"{archive}: the archive is broken or cut short ({error}); delete it, fetch it again"
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{place}: cannot be written ({error.strerror or error}); choose another place"
        raise DataError(msg) from None
    finally:
        part.unlink(missing_ok=True)
    return place


def _extract(archive: zipfile.ZipFile, wanted: Sequence[str], part: Path) -> bool:
    inside = _files(archive)
    for name in wanted:
        for entry in inside:
            if _same(entry, name):
                return _copy(archive.open(entry), part)
    nested = [n for n in inside if n.lower().endswith(".zip")]
    if len(inside) == 1 and not nested:
        return _copy(archive.open(inside[0]), part)
    for entry in nested:
        with archive.open(entry) as raw, zipfile.ZipFile(raw) as inner:
            if _extract(inner, wanted, part):
                return True
    return False


def _copy(source: IO[bytes], part: Path) -> bool:
    with source, part.open("wb") as out:
        shutil.copyfileobj(source, out, 1 << 20)
    return True


def _files(archive: zipfile.ZipFile) -> list[str]:
    names = archive.namelist()
    return [n for n in names if not n.endswith("/") and not n.startswith("__MACOSX")]


def _same(entry: str, name: str) -> bool:
    """Tell whether an entry ends in a name, folders and case aside."""
    have, want = PurePosixPath(entry.lower()).parts, PurePosixPath(name.lower()).parts
    return have[-len(want) :] == want
