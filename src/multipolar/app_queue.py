"""The queue of the explorer: one job works in a process of its own, the others wait."""

import asyncio
import contextlib
import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, get_args

from multipolar.app_folder import AGAIN, ENDED, RUN, Folder, Job, State
from multipolar.errors import DataError, Problem

WORKER = (sys.executable, "-P", "-m", "multipolar.app_worker")
WAITING = 50
"""Jobs that may wait."""
KEPT = 500
"""Jobs that may be kept."""
SAVED_EVERY = 2.0
"""Seconds between two times that the state of a running job is written."""
GRACE = 3.0
"""Seconds that a process is given to end."""
LONGEST_LINE = 1 << 16
ALIVE = 15.0
"""Seconds after which a stream that has nothing to tell says so."""


class Queue:
    """Jobs, oldest first, and the one that is worked on.

    Everything but the process itself happens in the loop of the server, one
    thing at a time.

    Parameters
    ----------
    folder
        Where they are kept.
    threads
        Of a run; as many as there are processors if none.
    worker
        What starts the process of a job; the folder of the job and the number of threads follow.
    """

    def __init__(
        self, folder: Folder, threads: int | None = None, worker: Sequence[str] = WORKER
    ) -> None:
        self.folder, self.threads, self.worker = folder, threads, worker
        self.jobs: dict[str, Job] = {}
        self.waiting: deque[str] = deque()
        self.process: subprocess.Popen[str] | None = None
        self.closing = False
        self._running: str | None = None
        self._wanted: dict[str, State] = {}
        self._versions: dict[str, int] = {}
        self._fans: dict[str, int] = {}
        self._changed = asyncio.Event()
        self._more = asyncio.Event()
        self._saved = 0.0
        self._loop: asyncio.AbstractEventLoop
        for job in folder.load():
            if job.state not in get_args(State):
                job.state = "failed"
            if job.state in ("queued", "running"):
                job.state, job.done = "interrupted", max(folder.counted(job.id), 0)
                self._save(job)
            self.jobs[job.id] = job

    async def serve(self) -> None:
        """Work on one job after another, until told to end."""
        self._loop = asyncio.get_running_loop()
        while not self.closing:
            self._more.clear()
            if not self.waiting:
                await self._more.wait()
                continue
            job = self.jobs[self.waiting.popleft()]
            self._running = job.id
            try:
                await self._work(job)
            finally:
                self._running = None

    def close(self) -> None:
        """End: the process that works is ended, and streams of events with it."""
        self.closing = True
        if self._running is not None:
            self._wanted.setdefault(self._running, "interrupted")
            self._end_process()
        for name in self.waiting:
            self.jobs[name].state = "interrupted"
            self._save(self.jobs[name])
        self.waiting.clear()
        self._more.set()
        self._changed.set()

    # what pages ask for

    def get(self, name: str) -> Job:
        """Return a job.

        Raises
        ------
        Problem
            404: there is none of that name.
        """
        if name not in self.jobs:
            raise Problem(404, f"no run {name[:60]!r}")
        return self.jobs[name]

    def newest(self) -> list[dict[str, Any]]:
        """Return every job in short, the newest first."""
        return [self.told(j) for j in reversed(self.jobs.values())]

    def told(self, job: Job) -> dict[str, Any]:
        """Return a job as pages see it."""
        out = job.plain() | {"seconds_left": self._left(job), "resumable": job.state in AGAIN,
                             "fans": self._fans.get(job.id, 0)}  # fmt: skip
        if job.state == "queued" and job.id in self.waiting:
            out["place"] = self.waiting.index(job.id) + 1 + (self._running is not None)
        return out

    def _left(self, job: Job) -> float | None:
        began, first = job.pace
        if job.state != "running" or not began or job.done <= first:
            return None
        rate = (job.done - first) / max(time.monotonic() - began, 1e-9)
        return round((job.total - job.done) / rate, 1)

    def check_room(self) -> None:
        """Raise unless another job may wait.

        Raises
        ------
        Problem
            429: the queue or the folder is full.
        """
        if len(self.waiting) >= WAITING:
            raise Problem(429, f"{WAITING} runs wait already; cancel one, or wait", waiting=WAITING)
        if len(self.jobs) >= KEPT:
            raise Problem(429, f"{KEPT} runs are kept; delete some first", kept=KEPT)

    def add(self, job: Job, texts: dict[str, str]) -> dict[str, Any]:
        """Put a job into the queue.

        Raises
        ------
        Problem
            429: the queue is full. 503: the folder cannot be written to.
        """
        self.check_room()
        try:
            self.folder.new(job, texts)
        except DataError as error:
            raise Problem(503, str(error)) from None
        self.jobs[job.id] = job
        self._enter(job)
        return self.told(job)

    def resume(self, name: str) -> dict[str, Any]:
        """Put a job that has ended before its time into the queue again.

        Raises
        ------
        Problem
            409: it is complete, or has not ended. 429: the queue is full.
        """
        job = self.get(name)
        if job.state not in AGAIN:
            raise Problem(409, f"the run is {job.state}; only one that has stopped can go on")
        self.check_room()
        job.state, job.error, job.stage = "queued", None, ""
        self._enter(job)
        return self.told(job)

    async def stopped(self, name: str) -> None:
        """Wait until no process works on a job, some seconds at most."""
        for _ in range(100):
            if self._running != name:
                return
            await asyncio.sleep(0.05)

    def _enter(self, job: Job) -> None:
        self.waiting.append(job.id)
        self._save(job)
        self._tell(job)
        self._more.set()

    def cancel(self, name: str) -> bool:
        """Stop a job that waits or works; say whether it was one."""
        job = self.get(name)
        if job.state in ENDED:
            return False
        if name in self.waiting:
            self.waiting.remove(name)
        elif self._running == name:
            self._wanted[name] = "cancelled"
            self._end_process()
        job.state = "cancelled"
        self._save(job)
        self._tell(job)
        return True

    def forget(self, name: str) -> None:
        """Delete a job that has ended, with its files.

        Raises
        ------
        Problem
            409: its process has not ended yet. 503: its files cannot be deleted.
        """
        job = self.get(name)
        if self._running == name:
            raise Problem(409, "the run is about to stop; ask again in a moment")
        try:
            self.folder.remove(name)
        except DataError as error:
            raise Problem(503, str(error)) from None
        del self.jobs[job.id]
        for kept in (self._versions, self._fans, self._wanted):
            kept.pop(name, None)
        self._announce()

    # events

    async def events(self, name: str | None = None) -> AsyncIterator[str]:
        """Yield what changes, of one job until it has ended or of all, as server-sent events."""
        yield "retry: 1000\n\n"
        seen: dict[str, tuple[int, int]] = {}
        while not self.closing:
            changed = self._changed
            for event in self._news(name, seen):
                yield event
            if name is not None and (name not in self.jobs or self.jobs[name].state in ENDED):
                return
            try:
                await asyncio.wait_for(changed.wait(), ALIVE)
            except TimeoutError:
                yield ": still here\n\n"

    def _news(self, name: str | None, seen: dict[str, tuple[int, int]]) -> Iterator[str]:
        """Yield what has changed since it was last told, and note that it is told."""
        for job in [j for j in self.jobs.values() if name in (None, j.id)]:
            version, fans = self._versions.get(job.id, 0), self._fans.get(job.id, 0)
            before = seen.get(job.id, (-1, 0))
            if before[0] == version:
                continue
            seen[job.id] = version, fans
            yield _event("run" if name is None else "progress", self.told(job))
            text = self.folder.text(name, "fans.json") if name and fans != before[1] else None
            if text is not None:
                yield f"event: fan\ndata: {text}\n\n"
            if name and job.state in ENDED:
                yield _event(job.state, self.told(job))
        for one in [n for n in seen if n not in self.jobs]:
            del seen[one]
            yield _event("gone", {"id": one})

    def _tell(self, job: Job) -> None:
        self._versions[job.id] = self._versions.get(job.id, 0) + 1
        self._announce()

    def _announce(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def _save(self, job: Job) -> None:
        """Write the state of a job; a disk that is full is told and does not stop it."""
        try:
            self.folder.save(job)
        except DataError as error:
            job.note = f"its state could not be kept: {error}"
        else:
            job.note = None

    # the process

    async def _work(self, job: Job) -> None:
        began = time.monotonic()
        before = job.seconds
        job.state, job.stage, job.pace = "running", "starting", (0.0, 0)
        self._save(job)
        self._tell(job)

        def heard(line: str) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is gone
                self._loop.call_soon_threadsafe(self._heard, job, line)

        code, reason = await asyncio.to_thread(self._supervise, job, heard)
        await asyncio.sleep(0)  # what was heard last comes before the end
        job.seconds = round(before + time.monotonic() - began, 2)
        wanted = self._wanted.pop(job.id, None)
        if job.kind == "run":
            job.done = max(self.folder.counted(job.id), 0)
        if job.id in self.waiting:  # asked to go on before it had stopped
            return
        if code == 0 and job.stage == "end" and wanted is None:
            job.state, job.error, job.done = "done", None, job.total
        elif wanted is not None:
            job.state, job.error = wanted, None
        else:
            job.state = "failed"
            job.error = job.error or self._why(job, code, reason)
        job.stage = ""
        self._save(job)
        self._tell(job)

    def _supervise(self, job: Job, heard: Any) -> tuple[int, str]:
        """Start the process of a job, pass on what it tells, and wait for its end."""
        home = self.folder.of(job.id)
        words = [*self.worker, str(home), str(self.threads or 0)]
        try:
            with (home / "log.txt").open("w", encoding="utf-8") as log:
                process = subprocess.Popen(
                    words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                    encoding="utf-8", start_new_session=True,
                )  # fmt: skip
        except OSError as error:
            return 1, f"the process could not be started ({error.strerror or error})"
        with process:
            self.process = process
            if job.id in self._wanted or self.closing:
                self._end_process()
            assert process.stdout is not None
            while line := process.stdout.readline(LONGEST_LINE):
                heard(line)
            code = process.wait()
        self.process = None
        return code, ""

    def _heard(self, job: Job, line: str) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            return
        if job.state != "running" or not isinstance(message, dict):
            return
        if "error" in message:
            job.error = str(message["error"])
        elif "end" in message:
            job.stage = "end"
        elif "fans" in message:
            self._fans[job.id] = int(message["fans"])
        else:
            job.stage, job.done, job.total = (
                str(message["stage"]), int(message["done"]), int(message["total"]),
            )  # fmt: skip
            if job.stage == "running" and not job.pace[0]:
                job.pace = time.monotonic(), job.done
        now = time.monotonic()
        if now - self._saved > SAVED_EVERY:
            self._saved = now
            self._save(job)
        self._tell(job)

    def _end_process(self) -> None:
        process = self.process
        if process is not None and process.poll() is None:
            process.terminate()
            loop = self._loop  # this may be the thread of the process
            loop.call_soon_threadsafe(loop.call_later, GRACE, _kill, process)

    def _why(self, job: Job, code: int, reason: str) -> str:
        """Say why a process ended before its time, and what is kept."""
        kept = f"{job.done:,} of {job.total:,} futures are kept; resume the run to go on"
        if code < 0:
            told = f"the process of the run was ended by signal {-code}"
        elif reason:
            told = reason
        else:
            last = (self.folder.text(job.id, "log.txt") or "").strip().split("\n")[-1]
            told = f"the process of the run failed ({last[:300] or f'exit status {code}'})"
        return f"{told}. {kept}" if job.kind == "run" and (self.folder.of(job.id, RUN)).exists() \
            else f"{told}."  # fmt: skip


def _kill(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.kill()


def _event(kind: str, value: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"
