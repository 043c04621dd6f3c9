"""The same chunks on a dask.distributed cluster on this machine: the same bits, whoever is lost."""

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from toymodel import TOY

from multipolar import cluster
from multipolar.ensemble import open_run
from multipolar.errors import RunError
from multipolar.kernel import Kernel
from multipolar.plan import make_plan

distributed = pytest.importorskip("distributed")
TESTS = str(Path(__file__).parents[1])
LONG = {"years": 400, "members": 48, "chunk": 2}


@contextlib.contextmanager
def scheduler():
    """Start a scheduler on the loopback address without a worker, and yield its address."""
    with distributed.LocalCluster(
        n_workers=0, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as local:
        yield local.scheduler_address


@contextlib.contextmanager
def worker(address, *, name="w"):
    """Start a worker process of one thread, without anyone who would start it again."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "distributed.cli.dask_worker", address,
         "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name, "--host", "127.0.0.1"],
        env={**os.environ, "PYTHONPATH": TESTS}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(address, count):
    """Wait until so many workers have joined."""
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


def test_two_worker_processes_give_the_same_bits(toy, same, tmp_path):
    options = {"members": 10, "chunk": 2, "keep": ("gdp_ppp", "alignment", "trade")}
    with scheduler() as address, worker(address, name="a"), worker(address, name="b"):
        wait_for(address, 2)
        shared = toy(**options, cluster=address, output=tmp_path / "run.zarr")
        with distributed.Client(address, set_as_default=False) as client:
            same(shared, toy(**options, cluster=client))
            assert client.status == "running"
    same(toy(**options), shared)


@pytest.mark.slow
def test_a_worker_that_is_killed_and_one_that_joins_late_change_no_bit(toy, same, tmp_path):
    place, seen = tmp_path / "run.zarr", []
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(scheduler())
        first = stack.enter_context(worker(address, name="a"))
        stack.enter_context(worker(address, name="b"))
        wait_for(address, 2)

        def watch(stage, done, total):
            seen.append(done)
            if done == 8:
                first.send_signal(signal.SIGKILL)
            if done == 14:
                stack.enter_context(worker(address, name="late"))
                wait_for(address, 2)

        shared = toy(**LONG, cluster=address, output=place, progress=watch)
    assert first.poll() == -signal.SIGKILL
    assert seen[-1] == 48
    same(toy(**LONG), shared)


@pytest.mark.slow
def test_a_run_goes_on_when_every_worker_was_lost_and_another_joins(toy, same):
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(scheduler())
        only = stack.enter_context(worker(address, name="a"))
        wait_for(address, 1)

        def rescue():
            time.sleep(1.5)
            stack.enter_context(worker(address, name="b"))

        thread = threading.Thread(target=rescue)

        def watch(stage, done, total):
            if done == 4 and only.poll() is None:
                only.kill()
                thread.start()

        shared = toy(**LONG, cluster=address, progress=watch)
        thread.join()
    same(toy(**LONG), shared)


@pytest.mark.slow
def test_a_cluster_that_loses_all_workers_is_reported_and_the_run_resumed_here(
    toy, same, tmp_path, monkeypatch
):
    monkeypatch.setattr(cluster, "PATIENCE", 2.0)
    place = tmp_path / "run.zarr"
    with scheduler() as address, worker(address) as only:
        wait_for(address, 1)

        def watch(stage, done, total):
            if done == 4:
                only.kill()

        with pytest.raises(RunError, match=r"no worker for 2 s; start one and resume"):
            toy(**LONG, cluster=address, output=place, progress=watch)
    assert 4 <= len(open_run(place).members) < 48
    same(toy(**LONG), toy(**LONG, output=place, resume=True))


@pytest.mark.slow
def test_an_error_of_a_member_comes_back_from_the_worker(toy):
    from multipolar.fields import Field
    from multipolar.mechanism import Mechanism, Param
    from multipolar.steps import each_state

    @each_state(sets="scar")
    def wound(scar, year, when):
        return (year - when) * 0.0 / (year - when)

    bad = Mechanism("bad", "system", (wound,), {"when": Param(2004.0)}, (Field("scar", "state"),))
    with scheduler() as address, worker(address):
        wait_for(address, 1)
        with pytest.raises(RunError, match=r"scar of USA is nan in 2004 of member \d"):
            toy(model=TOY.with_(bad), keep=("scar",), cluster=address)


def test_a_cluster_that_does_not_answer_is_refused_and_leaves_no_folder(toy, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    for address in ("tcp://127.0.0.1:9", "127.0.0.1:9", "nonsense://x", "tcp://:"):
        with pytest.raises(RunError, match=r"no scheduler answers .*dask scheduler"):
            toy(cluster=address, output=tmp_path / "run.zarr")
    assert not list(tmp_path.iterdir())


def test_a_cluster_without_the_package_for_it_is_refused(toy, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=r"pip install 'multipolar\[cluster\]'"):
        toy(cluster="tcp://127.0.0.1:9")


def test_a_kernel_travels_as_text_and_not_to_other_versions(monkeypatch):
    kernel = Kernel(make_plan(TOY))
    sent = pickle.dumps(kernel)
    there = pickle.loads(sent)
    assert there.name == kernel.name
    assert there.text == kernel.text
    monkeypatch.setattr("multipolar.kernel.numba.__version__", "0.1")
    with pytest.raises(RunError, match=r"numba \(0\.1\).*install the same everywhere"):
        pickle.loads(sent)


@pytest.mark.slow
def test_a_scheduler_that_is_killed_is_reported_and_what_was_kept_stays(
    toy, same, tmp_path, monkeypatch
):
    monkeypatch.setattr(cluster, "PATIENCE", 3.0)
    place, told = tmp_path / "run.zarr", tmp_path / "scheduler.json"
    with contextlib.ExitStack() as stack:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "distributed.cli.dask_scheduler", "--host",
             "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        stack.callback(process.wait)
        stack.callback(process.kill)
        while not told.exists() or not told.read_text():
            time.sleep(0.05)
        address = json.loads(told.read_text())["address"]
        stack.enter_context(worker(address))
        wait_for(address, 1)

        def watch(stage, done, total):
            if done == 4:
                process.kill()

        with pytest.raises(RunError, match=r"cluster tcp://127.0.0.1:\d+: .*resume"):
            toy(**LONG, cluster=address, output=place, progress=watch)
    assert 4 <= len(open_run(place).members) < 48
    same(toy(**LONG), toy(**LONG, output=place, resume=True))
