"""Hand chunks of members to workers: threads here, or an existing dask.distributed cluster."""

import pickle
import threading
import time
import zlib
from collections.abc import Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from multipolar.errors import MultipolarError, RunError
from multipolar.members import Chunk, Job, run_members

Params = npt.NDArray[np.float64]
Futures = Collection["Future[Chunk | None]"]
ANSWER = 10.0
"""Seconds to wait for a scheduler."""
PATIENCE = 60.0
"""Seconds to wait for a worker when a cluster has none."""


class Pool(Protocol):
    """Something that runs chunks of members."""

    address: str

    @property
    def room(self) -> int:
        """How many chunks to hand over before the first is back."""

    def submit(self, members: Sequence[int], params: Params) -> "Future[Chunk | None]":
        """Start a chunk."""

    def wait(self, futures: Futures) -> "set[Future[Chunk | None]]":
        """Wait a while; return the chunks that are back."""

    def close(self) -> None:
        """Stop what still runs, after the member at hand."""


class Threads:
    """Threads of this process; a compiled kernel runs in them side by side.

    Parameters
    ----------
    job
        What the members have in common.
    count
        How many threads.
    """

    def __init__(self, job: Job, count: int) -> None:
        self.job = job
        self.address = ""
        self.room = count + 1
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(count, "multipolar")

    def submit(self, members: Sequence[int], params: Params) -> "Future[Chunk | None]":
        """Start a chunk."""
        return self._threads.submit(run_members, self.job, members, params, self._stop)

    def wait(self, futures: Futures) -> "set[Future[Chunk | None]]":
        """Wait a while; return the chunks that are back."""
        return wait(futures, timeout=1.0, return_when=FIRST_COMPLETED).done

    def close(self) -> None:
        """Stop what still runs, after the member at hand."""
        self._stop.set()
        self._threads.shutdown(wait=True, cancel_futures=True)


class Cluster:
    """Workers of a dask.distributed cluster. Results come back here and are written here.

    A chunk whose worker is lost is given to another one; workers may join at
    any time.

    Parameters
    ----------
    job
        What the members have in common.
    address
        Of the scheduler, such as ``tcp://127.0.0.1:8786``, or a ``distributed.Client``.

    Raises
    ------
    RunError
        The package distributed is not here, or nothing answers at the address.
    """

    def __init__(self, job: Job, address: Any) -> None:
        try:
            import distributed
        except ImportError:
            msg = "cluster: needs dask.distributed; type: pip install 'multipolar[cluster]'"
            raise RunError(msg) from None
        make: Any = distributed.Client
        self._own = not isinstance(address, make)
        self.address = str(address) if self._own else address.scheduler.address
        if self._own:
            try:
                self._client: Any = make(address, timeout=ANSWER, set_as_default=False)
            except (OSError, ValueError, TypeError, TimeoutError) as error:
                told = str(error).split("\n")[0]
                msg = (
                    f"cluster {self.address}: no scheduler answers ({told}); start one with "
                    "`dask scheduler` and workers with `dask worker ADDRESS`"
                )
                raise RunError(msg) from None
        else:
            self._client = address
        self._raw = zlib.compress(pickle.dumps(job), 1)
        self._executor = self._client.get_executor(pure=False)
        self._alone_since = 0.0

    @property
    def room(self) -> int:
        """How many chunks to hand over before the first is back."""
        return 2 * max(self._workers(), 1)

    def _workers(self) -> int:
        """Return how many threads the workers have.

        Raises
        ------
        RunError
            The scheduler is gone.
        """
        try:
            return sum(map(int, self._client.nthreads().values()))
        except (OSError, TimeoutError) as error:
            told = str(error).split("\n")[0][:200]
            msg = f"cluster {self.address}: the scheduler is gone ({told}); resume the run"
            raise RunError(msg) from None

    def submit(self, members: Sequence[int], params: Params) -> "Future[Chunk | None]":
        """Start a chunk."""
        future: Future[Chunk | None] = self._executor.submit(run_packed, self._raw, members, params)
        return future

    def wait(self, futures: Futures) -> "set[Future[Chunk | None]]":
        """Wait a while; return the chunks that are back.

        Raises
        ------
        RunError
            The cluster has been without a worker for too long.
        """
        done = wait(futures, timeout=1.0, return_when=FIRST_COMPLETED).done
        if done or self._workers():
            self._alone_since = 0.0
        elif not self._alone_since:
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > PATIENCE:
            msg = f"cluster {self.address}: no worker for {PATIENCE:g} s; start one and resume"
            raise RunError(msg)
        return done

    def close(self) -> None:
        """Let go of what still runs."""
        self._executor.shutdown(wait=False)
        if self._own:
            self._client.close()


def result(future: "Future[Chunk | None]", pool: Pool) -> Chunk:
    """Return what a chunk became, or say why it is lost.

    Raises
    ------
    MultipolarError
        Whatever went wrong in the chunk.
    RunError
        The worker, or the whole cluster, is gone.
    """
    try:
        chunk = future.result()
        assert chunk is not None
    except MultipolarError:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | MemoryError) or not pool.address:
            raise
        told = f"{type(error).__name__}: {error}".split("\n")[0][:300]
        msg = f"cluster {pool.address}: a chunk of members was lost ({told}); resume the run"
        raise RunError(msg) from None
    return chunk


def run_packed(raw: bytes, members: Sequence[int], params: Params) -> Chunk | None:
    """Run members of a packed job; what a worker does."""
    return run_members(_unpacked(raw), members, params)


@lru_cache(maxsize=2)
def _unpacked(raw: bytes) -> Job:
    job: Job = pickle.loads(zlib.decompress(raw))
    return job
