"""What the explorer keeps on disk: a folder for each run, its state in a small file.

::

    multipolar-app/
      scenarios/NAME.toml     scenarios of the user
      runs/ID/job.json        what was asked, and how far it is
      runs/ID/scenario.toml   the scenario as it was asked for (base.toml: what it branches from)
      runs/ID/run.zarr        the futures
      runs/ID/fans.json ...   what they say, written by the worker
      runs/ID/log.txt         what the worker printed

Every file is written whole or not at all.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from multipolar.errors import DataError, RunError
from multipolar.files import write_whole

State = Literal["queued", "running", "done", "cancelled", "failed", "interrupted"]
ENDED = ("done", "cancelled", "failed", "interrupted")
AGAIN = ("cancelled", "failed", "interrupted")
"""States after which a run may go on."""
IDENTIFIER = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{6}")
SCENARIO, BASE, CLAIMS, RUN = "scenario.toml", "base.toml", "claims.toml", "run.zarr"
MEMBERS = (1, 20_000)
SEED = (0, 2**53 - 1)
"""Seeds that a page can write as a number."""
YEARS = 200
"""The most years of a run, as scenarios may have."""


@dataclass
class Job:
    """Something that is worked on: a run, or claims to be checked.

    Parameters
    ----------
    id
        Of its folder.
    kind
        ``run`` or ``claims``.
    title, name
        Of the scenario or the claims.
    created
        When it was asked for, UTC.
    state
        How it stands.
    members, until, seed
        Of a run.
    branch
        ``of``, ``title`` and ``at``: the run it branches from, and the year.
    stage, done, total
        How far it is: futures, or claims.
    error
        Why it failed.
    seconds
        How long it worked.
    note
        What went wrong beside the run, such as a disk that is full.
    """

    id: str
    kind: Literal["run", "claims"]
    title: str
    name: str
    created: str
    state: State = "queued"
    members: int = 0
    until: int = 0
    seed: int = 0
    start: int = 0
    branch: dict[str, Any] | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    error: str | None = None
    seconds: float = 0.0
    note: str | None = None
    pace: tuple[float, int] = field(default=(0.0, 0), compare=False)

    def plain(self) -> dict[str, Any]:
        """Return it for its file."""
        return {k: v for k, v in asdict(self).items() if k != "pace"}

    @classmethod
    def read(cls, value: Any) -> "Job":
        """Return the job of a file.

        Raises
        ------
        TypeError
            Something in it is of another kind.
        """
        known = {f.name: f for f in fields(cls)}
        kept = {k: v for k, v in dict(value).items() if k in known and k != "pace"}
        job = cls(**kept)
        for name, kind in (("id", str), ("title", str), ("state", str), ("done", int),
                           ("total", int), ("members", int)):  # fmt: skip
            if not isinstance(getattr(job, name), kind):
                msg = f"{name} is no {kind.__name__}"
                raise TypeError(msg)
        return job


class Folder:
    """The folder of the explorer; only one explorer uses it at a time.

    Parameters
    ----------
    place
        It is made if it is not there.

    Raises
    ------
    RunError
        It cannot be written to, or another explorer uses it.
    """

    def __init__(self, place: Path) -> None:
        self.place = place.absolute()
        try:
            for part in (self.runs, self.scenarios):
                part.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self.place / ".lock")
        except OSError as error:
            reason = error.strerror or error
            msg = f"--folder {place}: cannot be used ({reason}); choose another place"
            raise RunError(msg) from None

    @property
    def runs(self) -> Path:
        """Where runs are."""
        return self.place / "runs"

    @property
    def scenarios(self) -> Path:
        """Where scenarios of the user are."""
        return self.place / "scenarios"

    def of(self, job: str, *parts: str) -> Path:
        """Return a place in the folder of a job."""
        return self.runs.joinpath(job, *parts)

    def close(self) -> None:
        """Let go of the folder."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def new(self, job: Job, texts: dict[str, str]) -> None:
        """Make the folder of a job with its texts, or nothing.

        Raises
        ------
        DataError
            It cannot be written to, or the disk is full.
        """
        home = self.of(job.id)
        try:
            for name, text in texts.items():
                write_whole(home / name, text)
            self.save(job)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise

    def save(self, job: Job) -> None:
        """Write the state of a job; see ``new``."""
        write_whole(self.of(job.id, "job.json"), json.dumps(job.plain(), ensure_ascii=False))

    def load(self) -> Iterator[Job]:
        """Yield the jobs that are there, oldest first; what cannot be read is left where it is."""
        for home in sorted(self.runs.iterdir()):
            if not IDENTIFIER.fullmatch(home.name):
                continue
            try:
                text = (home / "job.json").read_text(encoding="utf-8")
                job = Job.read(json.loads(text))
            except (OSError, ValueError, TypeError):
                continue
            if job.id == home.name:
                yield job

    def text(self, job: str, name: str) -> str | None:
        """Return a text of a job; nothing if it is not there."""
        try:
            return self.of(job, name).read_text(encoding="utf-8")
        except OSError:
            return None

    def found(self, job: str, name: str) -> Any:
        """Return what a worker wrote down as JSON; nothing if it is not there."""
        text = self.text(job, name)
        return None if text is None else json.loads(text)

    def counted(self, job: str) -> int:
        """Return how many futures of a run are complete, by its markers."""
        try:
            run = self.of(job, RUN)
            facts = json.loads((run / "zarr.json").read_text(encoding="utf-8"))["attributes"]
            chunk, members = int(facts["chunk"]), int(facts["members"])
            marks = [int(p.stem) for p in (run / "done").glob("*.json")]
        except (OSError, ValueError, KeyError, TypeError):
            return 0
        return sum(min((k + 1) * chunk, members) - k * chunk for k in marks)

    def remove(self, job: str) -> None:
        """Delete everything of a job.

        Raises
        ------
        DataError
            It cannot be deleted.
        """
        try:
            shutil.rmtree(self.of(job))
        except FileNotFoundError:
            return
        except OSError as error:
            msg = f"{self.of(job)}: cannot be deleted ({error.strerror or error})"
            raise DataError(msg) from None


def fresh() -> tuple[str, str]:
    """Return a name for a job that sorts by time, and the time."""
    now = datetime.now(UTC)
    stamp = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    return stamp, now.isoformat(timespec="milliseconds")


def _locked(path: Path) -> int:
    """Return a handle on a file that this process alone may lock."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        with contextlib.suppress(OSError):
            os.close(handle)
        msg = f"{path.parent} is used by another explorer; end that, or choose another --folder"
        raise RunError(msg) from None
    return handle
