"""The explorer as it is served: how soon it is ready, raw requests, and how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

READY = 1.0
"""Seconds of work until a page can be asked for."""


def get(served, path):
    with urllib.request.urlopen(served.address + path, timeout=60) as answer:
        return answer.status, answer.read()


def post(served, path, value, method="POST"):
    raw = None if value is None else json.dumps(value).encode()
    asked = urllib.request.Request(
        served.address + path, raw, {"content-type": "application/json"}, method=method
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def raw(served, text):
    """Send bytes as they are; return the first line of the answer, and all of it."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as line:
        line.sendall(text)
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    whole = b"".join(parts)
    return whole.split(b"\r\n")[0], whole


def worked(pid):
    """Return the seconds of work of a process."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:  # noqa: PTH123
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_it_is_ready_within_a_second_and_ends_neatly(served, tmp_path):
    one = served()
    if sys.platform == "linux":
        assert worked(one.process.pid) < READY  # not of the clock: the computer may be busy
    assert get(one, "/")[0] == 200
    assert get(one, "/api/shapes")[0] == 200
    status, said = one.end(signal.SIGINT)
    assert status == 0
    assert "Stopped" in said
    assert "Traceback" not in said
    assert (tmp_path / "served" / "runs").is_dir()


OUTSIDE = (
    "/static/../map.json", "/static/..%2fmap.json", "/static/%2e%2e/map.json",
    "/../../../etc/passwd", "//etc/passwd", "/static/%00", "/static/..\\map.json",
    "http://evil.example/static/../map.json", "/static/a%0d%0aSet-Cookie:x",
)  # fmt: skip
BROKEN = (
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.0\r\n\r\n",
    b"\x16\x03\x01\x02\x00\r\n\r\n",
    b"GET /api/about HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
)


def test_raw_requests_get_nothing_from_outside(served):
    one = served()
    host = f"Host: 127.0.0.1:{one.port}\r\nConnection: close\r\n"
    for path in OUTSIDE:
        first, whole = raw(one, f"GET {path} HTTP/1.1\r\n{host}\r\n".encode())
        assert b" 404 " in first or b" 400 " in first, (path, first)
        assert b"Topology" not in whole
        assert b"root:" not in whole
        assert b"set-cookie" not in whole.lower()
    for broken in BROKEN:
        first, _ = raw(one, broken)
        assert b" 400 " in first, (broken, first)
    assert get(one, "/api/about")[0] == 200


def test_a_body_without_end_is_cut(served):
    one = served()
    head = (
        f"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1:{one.port}\r\nConnection: close\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    first, _ = raw(one, head.encode() + 4 * chunk + b"1\r\na\r\n")
    assert b" 413 " in first


def test_it_listens_on_this_computer_only(served):
    one = served()
    others = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None)}
    for address in others - {"127.0.0.1", "::1"}:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as line:
            line.settimeout(2)
            assert line.connect_ex((address, one.port)) != 0


@pytest.mark.parametrize(
    ("port", "folder", "told"),
    [("same", "b", "--port"), ("0", "served", "another explorer"), ("70000", "c", "0 to 65535")],
)
def test_a_port_that_is_taken_and_a_folder_in_use_are_told(served, tmp_path, port, folder, told):
    one = served()
    done = subprocess.run(
        [sys.executable, "-c", "from multipolar.cli import main; main()", "app", "--no-open",
         "--port", str(one.port) if port == "same" else port, "--folder", str(tmp_path / folder)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_run_survives_everything_with_the_same_bits(served, tmp_path):
    """Killed with the server, then with its worker alone; resumed twice; still the same."""
    from multipolar.ensemble import open_run

    asked = {"scenario": "treaty-lapses", "members": 48, "until": 2032, "seed": 7}
    one = served()
    _, whole = post(one, "/api/runs", asked)
    until(one, whole["id"], "done")
    _, job = post(one, "/api/runs", asked)
    name = job["id"]
    until(one, name, "running", least=4)
    one.process.kill()  # nobody is asked
    one.process.wait()
    again = served()
    _, job = post(again, f"/api/runs/{name}", None, "GET")
    assert job["state"] == "interrupted"
    assert 0 < job["done"] < 48
    assert post(again, f"/api/runs/{name}/resume", {})[0] == 200
    until(again, name, "running", least=job["done"] + 4)
    os.kill(child_of(again.process.pid), signal.SIGKILL)
    job = until(again, name, "failed")
    assert "signal 9" in job["error"]
    assert post(again, f"/api/runs/{name}/resume", {})[0] == 200
    until(again, name, "done")
    runs = [open_run(tmp_path / "served" / "runs" / n / "run.zarr") for n in (whole["id"], name)]
    for kept in runs[0].run.kept:
        a, b = (r.run.read(kept, 0, 48) for r in runs)
        assert a.tobytes() == b.tobytes(), kept
    assert runs[0].events.collect().equals(runs[1].events.collect())
    fans = [get(again, f"/api/runs/{n}/fans")[1] for n in (whole["id"], name)]
    assert fans[0] == fans[1]
    _, told = post(again, f"/api/compare?a={whole['id']}&b={name}", None, "GET")
    assert told["identical"] == 1.0


@pytest.mark.slow
def test_two_scenarios_and_a_branch_are_compared_told_and_drawn(served):
    one = served()
    names = []
    for scenario in ("baseline", "sanctions-spiral"):
        _, job = post(one, "/api/runs", {"scenario": scenario, "members": 32, "until": 2033})
        names.append(job["id"])
    _, job = post(
        one, "/api/runs", {"scenario": "sanctions-spiral", "branch": {"of": names[0], "at": 2027}}
    )
    assert (job["members"], job["until"]) == (32, 2033)
    names.append(job["id"])
    jobs = [until(one, n, "done") for n in names]
    assert all(e["verdict"] for e in jobs[1]["findings"]["effects"])
    _, told = post(one, f"/api/compare?a={names[0]}&b={names[1]}", None, "GET")
    assert told["identical"] < 1.0
    assert told["first"] >= 2026
    assert told["rows"]
    assert told["fans"]
    _, forked = post(one, f"/api/compare?a={names[0]}&b={names[2]}", None, "GET")
    assert forked["first"] in (0, *range(2028, 2034))  # the same up to the end of 2027
    _, told = post(one, f"/api/runs/{names[1]}/chronicle/3?states=USA,CHN&full=1", None, "GET")
    assert told["years"]
    assert post(one, f"/api/runs/{names[1]}/chronicle/32", None, "GET")[0] == 422
    _, year = post(one, f"/api/runs/{names[1]}/year/2033", None, "GET")
    assert 0.9 < sum(year["shares"].values()) < 1.1
    for figure in ("share_fans", "dispute_risk", "war_risk", "share_differences"):
        query = f"?run={names[0]}&other={names[1]}&narrow=1"
        status, drawn = post(one, f"/api/figures/{figure}{query}", None, "GET")
        assert status == 200, drawn
        assert drawn["svg"].startswith("<svg")
    _, other = post(
        one, "/api/runs", {"scenario": "baseline", "members": 4, "until": 2033, "seed": 2}
    )
    until(one, other["id"], "done")
    status, told = post(one, f"/api/compare?a={names[0]}&b={other['id']}", None, "GET")
    assert status == 409
    assert "share no luck" in told["error"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="files have no largest size there")
def test_a_disk_that_is_really_full_is_told(served, tmp_path, monkeypatch):
    """No file of the worker may be larger than a few kB, as if the disk were full."""
    wrapper = tmp_path / "sitecustomize.py"
    wrapper.write_text(
        "import os, resource, signal, sys\n"
        "if 'multipolar.app_worker' in ' '.join(sys.orig_argv):\n"
        "    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "    if not os.path.exists(os.environ['ROOM']):\n"
        "        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
    )
    monkeypatch.setenv("ROOM", str(tmp_path / "room"))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    one = served()
    _, job = post(one, "/api/runs", {"scenario": "baseline", "members": 32, "until": 2031})
    job = until(one, job["id"], "failed")
    assert "cannot be written" in job["error"] or "cannot be made" in job["error"], job["error"]
    (tmp_path / "room").write_text("")
    assert post(one, f"/api/runs/{job['id']}/resume", {})[0] == 200
    assert until(one, job["id"], "done")["done"] == 32


@pytest.mark.slow
def test_memory_does_not_grow_with_what_is_looked_at(served, published):
    """Every year is asked for twice; the second time takes no more memory than the first."""
    if sys.platform != "linux":
        pytest.skip("memory is read from /proc")
    one = served()
    sizes = []
    for _ in range(2):
        for year in range(1816, 2026, 3):
            assert post(one, f"/api/commitments?year={year}", None, "GET")[0] == 200
            assert post(one, f"/api/state/RUS?year={year}", None, "GET")[0] in (200, 404)
        sizes.append(memory(one.process.pid))
    assert sizes[1] < sizes[0] * 1.1 + 20, sizes
    assert sizes[1] < 1500, sizes


def memory(pid):
    """Return the resident memory of a process in MB."""
    with open(f"/proc/{pid}/statm", encoding="utf-8") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def child_of(pid):
    """Return the process that works for a server."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as file:  # noqa: PTH123
        found = file.read().split()
    for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208
        with open(f"/proc/{pid}/task/{task}/children", encoding="utf-8") as file:  # noqa: PTH123
            found += file.read().split()
    return int(found[-1])


def until(served, name, state, *, least=0, seconds=240):
    """Wait until a run is in a state, with so many futures at least; return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        _, job = post(served, f"/api/runs/{name}", None, "GET")
        if job["state"] == state and job["done"] >= least:
            return job
        assert job["state"] in ("queued", "running", state), job["error"]
        time.sleep(0.02)
    raise AssertionError(job)
