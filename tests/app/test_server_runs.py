"""Runs of the explorer: asked for, queued, cancelled, killed, resumed; the worker is a toy."""

import contextlib
import json
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from app.conftest import ask, stop, wait

from multipolar import app_folder
from multipolar.app_folder import YEARS, Folder, Job
from multipolar.app_queue import WAITING
from multipolar.errors import DataError, RunError
from multipolar.scenario_schema import LONGEST


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [("members", 0, "1 to 20000"), ("members", 20_001, "1 to 20000"), ("members", 1.5, "1 to"),
     ("members", "many", "1 to"), ("members", True, "1 to"), ("members", [3], "1 to"),
     ("members", 10**30, "1 to"), ("members", -3, "1 to"),
     ("until", 2025, "2026 to 2225"), ("until", 2226, "2026 to 2225"), ("until", 1e300, "2026 to"),
     ("seed", -1, "from 0 to"), ("seed", 2**53, "from 0 to"), ("seed", "1; rm", "from 0 to")],
)  # fmt: skip
def test_knobs_out_of_range_are_refused(client, field, given, told):
    found = client.post("/api/runs", json={"scenario": "baseline", field: given})
    assert found.status_code == 422
    assert found.json()["field"] == field
    assert told in found.json()["error"]
    assert client.get("/api/runs").json() == []
    assert list(client.explorer.folder.runs.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "field", "told"),
    [({}, "scenario", "either scenario"), ({"scenario": "a", "text": "a"}, "scenario", "either"),
     ({"scenario": "nothing"}, "scenario", "no scenario"),
     ({"scenario": "../baseline"}, "scenario", "needed small letters"),
     ({"text": "title = 3"}, "text", "title"), ({"text": ""}, "text", "text of 1"),
     ({"scenario": "baseline", "branch": {}}, "branch", "needed of"),
     ({"scenario": "baseline", "branch": {"of": "x", "at": 2030}}, "branch.of", "no run")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_field(client, body, field, told):
    found = client.post("/api/runs", json=body)
    assert found.status_code == 422
    assert found.json()["field"] == field
    assert told in found.json()["error"]


def test_a_wrong_scenario_is_told_with_its_line(client):
    text = 'title = "a"\n\n[[event]]\nact = "treaty_lapses"\nyear = 2030\ntreaty = "nothing"\n'
    found = client.post("/api/runs", json={"text": text}).json()
    assert found["line"] == 6
    assert "no treaty 'nothing'" in found["problems"][0]["message"]


def test_years_are_those_of_scenarios(client):
    assert YEARS == LONGEST
    assert client.get("/api/about").json()["limits"]["until"][1] == 2025 + LONGEST


def test_a_run_goes_from_the_queue_to_its_end(client):
    made = ask(client, members=5)
    assert made.status_code == 201
    job = wait(client, made.json()["id"], "done")
    assert (job["done"], job["total"], job["error"], job["resumable"]) == (5, 5, None, False)
    assert job["text"] == 'title = "quick"\n'


def test_events_are_streamed_to_the_end(client):
    name = ask(client, members=4).json()["id"]
    raw = client.get(f"/api/runs/{name}/events").text
    events = [e.split("\n")[0] for e in raw.split("\n\n") if e.startswith("event")]
    assert events[0] == "event: progress"
    assert "event: fan" in events
    assert events[-1] == "event: done"
    last = json.loads(raw.strip().split("data: ")[-1])
    assert (last["state"], last["done"]) == ("done", 4)
    again = client.get(f"/api/runs/{name}/events").text  # after a reload of the page
    assert "event: done" in again


def test_a_run_that_refuses_says_why(client):
    job = wait(client, ask(client, "refuses").json()["id"], "failed")
    assert job["error"] == "there is no such thing"
    assert job["resumable"]


def test_a_worker_that_breaks_says_what_happened(client):
    job = wait(client, ask(client, "breaks").json()["id"], "failed")
    assert "a fault that nobody foresaw" in job["error"]
    assert "1 of 3 futures are kept" in job["error"]


def test_fifty_at_once_are_queued_and_all_answered(client):
    """One works, fifty wait, the others are told that the queue is full; nothing is lost."""
    first = ask(client, "waits").json()["id"]
    wait(client, first, "running")
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: ask(client), range(WAITING + 9)))
    codes = [f.status_code for f in found]
    assert codes.count(201) == WAITING
    assert codes.count(429) == 9
    refused = next(f for f in found if f.status_code == 429).json()
    assert "50 runs wait already" in refused["error"]
    jobs = client.get("/api/runs").json()
    assert [j["state"] for j in jobs].count("queued") == WAITING
    assert sorted(j["place"] for j in jobs if j["state"] == "queued") == list(range(2, WAITING + 2))
    made = [f.json()["id"] for f in found if f.status_code == 201]
    for name in made[3:]:
        assert client.delete(f"/api/runs/{name}").status_code == 204
    assert client.delete(f"/api/runs/{first}").status_code == 204
    for name in made[:3]:
        assert wait(client, name, "done")["done"] == 3


def test_only_one_works_at_a_time(client):
    names = [ask(client, "waits").json()["id"] for _ in range(3)]
    wait(client, names[0], "running")
    states = [client.get(f"/api/runs/{n}").json()["state"] for n in names]
    assert states == ["running", "queued", "queued"]


def test_cancel_is_answered_at_once_and_the_process_is_gone(client):
    name = ask(client, "waits").json()["id"]
    pid = pid_of(client, name)
    began = time.monotonic()
    assert client.delete(f"/api/runs/{name}").status_code == 204
    assert time.monotonic() - began < 1.0
    assert client.get(f"/api/runs/{name}").json()["state"] == "cancelled"
    gone(pid)
    job = client.get(f"/api/runs/{name}").json()
    assert (job["state"], job["done"], job["resumable"]) == ("cancelled", 1, True)
    assert client.get(f"/api/runs/{name}/fans").json() == {"members": 1}  # what was made stays


def test_a_run_that_waits_is_cancelled_without_being_started(client):
    first, second = (ask(client, "waits").json()["id"] for _ in range(2))
    wait(client, first, "running")
    assert client.delete(f"/api/runs/{second}").status_code == 204
    client.delete(f"/api/runs/{first}")
    third = ask(client).json()["id"]
    wait(client, third, "done")
    assert not client.explorer.folder.of(second, "run.zarr").exists()


def test_a_cancelled_run_goes_on_even_before_its_process_has_ended(client):
    name = ask(client, "waits once").json()["id"]
    pid_of(client, name)
    client.delete(f"/api/runs/{name}")
    assert client.post(f"/api/runs/{name}/resume", json={}).status_code == 200
    assert wait(client, name, "done")["done"] == 3


def test_a_run_that_has_ended_is_deleted_with_its_files(client):
    name = ask(client).json()["id"]
    wait(client, name, "done")
    assert client.post(f"/api/runs/{name}/resume", json={}).status_code == 409
    assert client.delete(f"/api/runs/{name}").status_code == 204
    assert client.get(f"/api/runs/{name}").status_code == 404
    assert not client.explorer.folder.of(name).exists()
    assert client.delete(f"/api/runs/{name}").status_code == 404


def test_a_killed_worker_fails_the_run_and_keeps_what_was_made(client):
    name = ask(client, "waits once").json()["id"]
    os.kill(pid_of(client, name), signal.SIGKILL)
    job = wait(client, name, "failed")
    assert "signal 9" in job["error"]
    assert "1 of 3 futures are kept; resume" in job["error"]
    assert (job["done"], job["resumable"]) == (1, True)
    assert client.get(f"/api/runs/{name}/fans").json() == {"members": 1}
    assert client.post(f"/api/runs/{name}/resume", json={}).status_code == 200
    assert wait(client, name, "done")["done"] == 3


def test_runs_survive_the_end_of_the_server(explore):
    first = explore()
    done = ask(first).json()["id"]
    wait(first, done, "done")
    broken = ask(first, "waits once").json()["id"]
    queued = ask(first).json()["id"]
    pid = pid_of(first, broken)
    stop(first)
    gone(pid)
    then = explore()
    states = {j["id"]: j["state"] for j in then.get("/api/runs").json()}
    assert states == {done: "done", broken: "interrupted", queued: "interrupted"}
    assert then.get(f"/api/runs/{broken}").json()["done"] == 1
    for name in (broken, queued):
        assert then.post(f"/api/runs/{name}/resume", json={}).status_code == 200
        wait(then, name, "done")


def test_a_server_that_was_killed_left_a_run_running(explore):
    """Its file says so; nobody works on it, so it is interrupted."""
    first = explore()
    name = ask(first).json()["id"]
    wait(first, name, "done")
    stop(first)
    file = first_folder(explore) / "runs" / name / "job.json"
    told = json.loads(file.read_text())
    file.write_text(json.dumps(told | {"state": "running", "done": 99}))
    job = explore().get(f"/api/runs/{name}").json()
    assert (job["state"], job["done"]) == ("interrupted", 3)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"id": 3}', '{"id": "x"}', "\x00"])
def test_a_damaged_file_of_a_run_is_left_alone(explore, text):
    first = explore()
    good, bad = (ask(first).json()["id"] for _ in range(2))
    for name in (good, bad):
        wait(first, name, "done")
    stop(first)
    file = first_folder(explore) / "runs" / bad / "job.json"
    file.write_text(text)
    assert [j["id"] for j in explore().get("/api/runs").json()] == [good]
    assert file.exists()


def test_a_folder_that_cannot_be_written_to_is_told_and_loses_nothing(client):
    name = ask(client).json()["id"]
    wait(client, name, "done")
    runs = client.explorer.folder.runs
    aside = runs.rename(runs.with_name("aside"))
    runs.write_text("a file where the folder was")
    found = ask(client)
    assert found.status_code == 503
    assert "cannot be written" in found.json()["error"]
    runs.unlink()
    aside.rename(runs)
    assert [j["id"] for j in client.get("/api/runs").json()] == [name]
    wait(client, ask(client).json()["id"], "done")


def test_a_full_disk_is_told_and_a_run_goes_on(client, monkeypatch):
    """The state of a run cannot be written: it is told with the run, and nothing else stops."""

    def full(path, content):
        msg = f"{path}: cannot be written (No space left on device); choose another place"
        raise DataError(msg)

    name = ask(client, "waits once").json()["id"]
    pid = pid_of(client, name)
    monkeypatch.setattr(app_folder, "write_whole", full)
    found = ask(client)
    assert found.status_code == 503
    assert "No space left" in found.json()["error"]
    assert len(list(client.explorer.folder.runs.iterdir())) == 1
    os.kill(pid, signal.SIGKILL)
    assert "No space left" in wait(client, name, "failed")["note"]
    assert "No space left" in client.put(
        "/api/scenarios/baseline-two", json={"text": "title = 'a'"}
    ).json().get("error", "No space left")
    monkeypatch.undo()
    client.post(f"/api/runs/{name}/resume", json={})
    job = wait(client, name, "done")
    assert job["note"] is None


def test_one_folder_has_one_explorer(tmp_path):
    folder = Folder(tmp_path / "app")
    with pytest.raises(RunError, match="another explorer"):
        Folder(tmp_path / "app")
    folder.close()
    Folder(tmp_path / "app").close()


def test_a_folder_that_can_be_none_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="choose another place"):
        Folder(tmp_path / "file" / "app")


def test_a_job_is_read_back_as_it_was_written():
    job = Job("a", "run", "t", "n", "now", branch={"of": "b", "at": 2030}, note="x")
    assert Job.read(json.loads(json.dumps(job.plain()))) == job
    with pytest.raises(TypeError):
        Job.read({**job.plain(), "members": "many"})


def test_one_stream_tells_of_all_runs(explore):
    client = explore()
    name = ask(client).json()["id"]
    wait(client, name, "done")
    threading.Timer(0.3, lambda: client.portal.call(client.explorer.queue.close)).start()
    raw = client.get("/api/events").text
    assert f'"id": "{name}"' in raw
    assert raw.count("event: run") == 1


def pid_of(client, name):
    """Return the number of the process of a run, once it works."""
    wait(client, name, "running")
    file = client.explorer.folder.of(name, "pid")
    for _ in range(1000):
        with contextlib.suppress(FileNotFoundError, ValueError):
            pid = int(file.read_text())
            if client.get(f"/api/runs/{name}").json()["fans"]:
                return pid
        time.sleep(0.01)
    raise AssertionError(name)


def gone(pid):
    """Assert that a process ends."""
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError(pid)


def first_folder(explore):
    """Return the folder that explorers of a test share."""
    return explore.__defaults__[0]
