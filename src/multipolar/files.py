"""Read a file of a user with what is wrong told; write a file whole or not at all."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from multipolar.errors import DataError


def read_text(source: Any, name: str, *, most: int) -> str:
    """Return the text of a file that a user gave.

    Parameters
    ----------
    source
        A path, or a file of the package.
    name
        What it is called in messages.
    most
        Bytes that are read at the most.

    Raises
    ------
    DataError
        It cannot be read, is too large, or is not in UTF-8; with the line.
    """
    try:
        raw: bytes = source.read_bytes()
    except OSError as error:
        msg = f"{name}: cannot be read ({error.strerror or error}); needed a file of text"
        raise DataError(msg) from None
    if len(raw) > most:
        msg = f"{name}: {len(raw):,} bytes; needed at most {most:,}"
        raise DataError(msg)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        msg = f"{name}, line {line}: no UTF-8 (byte {raw[error.start]:#04x}); save it as UTF-8"
        raise DataError(msg) from None


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file beside its place, then put it there, making its folder if need be.

    No reader ever sees half of it, and what stood there before stays until the
    new one is complete.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        The place cannot be written to, or the disk is full.
    """
    raw = content.encode() if isinstance(content, str) else content
    return write_stream(path, lambda part: part.write_bytes(raw))


def write_stream(path: Path, writer: Callable[[Path], object]) -> Path:
    """Let a writer fill a file beside its place, then put it there.

    Raises
    ------
    DataError
        The place cannot be written to, or the disk is full.
    """
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            writer(part)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = f"{path}: cannot be written ({reason}); choose another place"
        raise DataError(msg) from None
    return path
