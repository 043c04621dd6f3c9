"""Bring one file from a publisher's server to its place, whole or not at all.

A cut download stays beside its place as a hidden ``.part`` file and is
continued next time, if the server says that its file is still the same.
"""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from multipolar.errors import DataError

ATTEMPTS = 4
TIMEOUT = 30.0
CHUNK = 1 << 13  # what came of a chunk that was cut is lost


@dataclass(frozen=True, slots=True)
class Downloader:
    """A downloader for pooch that continues what was cut, and tells how far it is.

    Parameters
    ----------
    place
        Where the whole file will stand; decides the name of the ``.part`` file.
    progress
        Write a line to standard error while bytes come.
    advice
        End of every error message: what the user can do instead.
    """

    place: Path
    progress: bool = True
    advice: str = ""

    def __call__(self, url: str, output_file: Any, pooch: Any = None) -> None:
        """Download an address into a file that pooch made.

        Raises
        ------
        DataError
            The server cannot be reached, refuses, or breaks off again and again.
        """
        import requests

        part = self.place.with_name(f".{self.place.name}.part")
        failure = ""
        for attempt in range(ATTEMPTS):
            time.sleep(0.2 * attempt)
            had = _size(part)
            try:
                cut = self._continue(url, part)
            except requests.exceptions.RequestException as error:
                msg = f"{self._refusal(url, error)}; {self.advice}"
                raise DataError(msg) from None
            if not cut:
                part.replace(output_file)
                _tag(part).unlink(missing_ok=True)
                return
            kept = f"{_megabytes(_size(part))} are kept for the next try"
            failure = f"the download broke off ({cut}), {kept}"
            if _size(part) <= had and attempt:
                break
        msg = f"{self.place.name}: {failure}; try again, or {self.advice}"
        raise DataError(msg)

    def _continue(self, url: str, part: Path) -> str:
        """Ask for what is missing of a part, append it, and say why that is not all, if so."""
        import requests

        headers = {"Accept-Encoding": "identity"}
        had, tag = _size(part), _read(_tag(part))
        if had and tag:
            headers |= {"Range": f"bytes={had}-", "If-Range": tag}
        with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT) as answer:
            if answer.status_code == requests.codes.requested_range_not_satisfiable:
                part.unlink(missing_ok=True)
                return "the file had become shorter"
            answer.raise_for_status()
            self._refuse_page(url, answer.headers.get("Content-Type", ""))
            start = had if _continues(answer, had) else 0
            expected = _expected(answer, start)
            with part.open("ab" if start else "wb") as out:
                _tag(part).write_text(_validator(answer.headers), encoding="utf-8")
                cut = self._receive(answer, out, start, expected)
        had = _size(part)
        if expected is None or had == expected:
            return cut if expected is None else ""
        if had > expected:
            part.unlink()
        return cut or f"{had:,} of {expected:,} bytes came"

    def _receive(self, answer: Any, out: IO[bytes], done: int, whole: int | None) -> str:
        from requests.exceptions import ChunkedEncodingError, ConnectionError

        shown = time.monotonic()
        try:
            for chunk in answer.iter_content(CHUNK):
                out.write(chunk)
                done += len(chunk)
                if self.progress and time.monotonic() - shown > 0.2:
                    shown = time.monotonic()
                    self._show(done, whole, end="\r")
        except (ChunkedEncodingError, ConnectionError) as error:
            return _reason(error)
        self._show(done, whole, end="\n")
        return ""

    def _show(self, done: int, whole: int | None, *, end: str) -> None:
        if self.progress and (end == "\n" or sys.stderr.isatty()):
            share = f" of {_megabytes(whole)}" if whole and whole != done else ""
            line = f"{self.place.name}: {_megabytes(done)}{share}"
            print(f"{line:<60}" if sys.stderr.isatty() else line,
                  end=end, file=sys.stderr, flush=True)  # fmt: skip

    def _refuse_page(self, url: str, kind: str) -> None:
        if kind.startswith("text/html") and self.place.suffix.lower() not in (".html", ".htm"):
            msg = (
                f"{url}: the server sent a web page instead of {self.place.name}; "
                f"the file may have moved: {self.advice}"
            )
            raise DataError(msg)

    def _refusal(self, url: str, error: Exception) -> str:
        answer = getattr(error, "response", None)
        if answer is not None:
            said = f"{answer.status_code} {answer.reason}".strip()
            return f"{url}: the server answers {said}; the file may have moved"
        host = urlsplit(url).netloc or url
        return f"no network: {host} cannot be reached for {self.place.name} ({_reason(error)})"


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Keep others, threads or processes, from fetching the same file meanwhile.

    Raises
    ------
    DataError
        The folder cannot be written to.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = place.with_name(f".{place.name}.lock").open("ab")
    except OSError as error:
        msg = f"{place.parent}: cannot be written ({error.strerror or error}); choose another place"
        raise DataError(msg) from None
    with handle:
        _lock(handle)
        yield


def _lock(handle: IO[bytes]) -> None:
    """Wait for the lock; closing the handle gives it up. Where none can be had, go on."""
    with suppress(OSError):
        if sys.platform == "win32":  # pragma: no cover
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)


def _continues(answer: Any, had: int) -> bool:
    """Tell whether a server sends the rest that was asked for, and not the whole again."""
    begins = f"bytes {had}-"
    said = str(answer.headers.get("Content-Range", ""))
    return bool(answer.status_code == 206) and said.startswith(begins)


def _expected(answer: Any, start: int) -> int | None:
    """Return the size of the whole file, if the server says it in bytes of the file."""
    length = answer.headers.get("Content-Length", "")
    encoded = answer.headers.get("Content-Encoding", "identity") != "identity"
    return start + int(length) if length.isdecimal() and not encoded else None


def _validator(headers: Any) -> str:
    """Return what tells whether a server's file is still the same, or nothing."""
    tag = headers.get("ETag", "")
    return "" if headers.get("Content-Encoding") else str(
        tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")
    )  # fmt: skip


def _tag(part: Path) -> Path:
    return part.with_name(part.name + ".tag")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size:,} bytes"


def _reason(error: BaseException) -> str:
    """Return why a connection failed, in a few words.

    >>> _reason(OSError("pool: <urllib3> failed ([Errno 111] Connection refused)"))
    'Connection refused'
    """
    text = str(error)
    told = re.search(r"\[Errno -?\d+\] ([^()'\"]+)", text) or re.search(r"([^:()'\"]+)\W*$", text)
    return told[1].strip()[:80] if told else type(error).__name__
