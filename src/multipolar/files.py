"""Write a file whole or not at all."""

import secrets
from collections.abc import Callable
from pathlib import Path

from multipolar.errors import DataError


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
