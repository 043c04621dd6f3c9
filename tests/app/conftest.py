"""The explorer in the process of the test, its worker a toy; and the explorer as it is served."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from multipolar.app_folder import Folder
from multipolar.app_server import Explorer, make_app

TOY = (sys.executable, "-S", str(Path(__file__).parent / "toy_worker.py"))
HERE = "http://127.0.0.1:8765"


@pytest.fixture
def explore(tmp_path):
    """Return what starts an explorer on a folder and gives a client of it, as often as asked."""
    clients = []

    def start(folder=tmp_path / "app", worker=TOY):
        explorer = Explorer(Folder(folder), 1, warm=False, worker=worker)
        client = TestClient(make_app(explorer), base_url=HERE, raise_server_exceptions=False)
        client.__enter__()
        client.explorer = explorer
        clients.append(client)
        return client

    yield start
    for client in clients:
        stop(client)


def stop(client):
    """End an explorer as Ctrl-C does."""
    if client.explorer is not None:
        client.explorer = None
        client.__exit__(None, None, None)


@pytest.fixture
def client(explore):
    return explore()


def sent(client, method, target, body=b"", headers=()):
    """Send a request whose address no client has tidied up; return status and JSON of the answer.

    The address is decoded once, as the server does before it calls the application.
    """
    path, _, query = target.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": unquote(path), "raw_path": path.encode(), "root_path": "",
        "query_string": query.encode(), "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8765),
        "headers": [(b"host", b"127.0.0.1:8765"), (b"content-type", b"application/json"),
                    *headers],
        "state": {},
    }  # fmt: skip
    answers = []

    async def call():
        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            answers.append(message)

        await client.app(scope, receive, send)

    client.portal.call(call)
    raw = b"".join(a.get("body", b"") for a in answers[1:])
    return answers[0]["status"], json.loads(raw) if raw else None


def ask(client, does="quick", members=3, **more):
    """Ask for a run of a toy scenario."""
    text = f'title = "{does}"\n'
    return client.post("/api/runs", json={"text": text, "members": members, **more})


def wait(client, name, *states, seconds=20.0):
    """Wait until a run is in one of some states; return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job = client.get(f"/api/runs/{name}").json()
        if job["state"] in states:
            return job
        time.sleep(0.02)
    raise AssertionError(job)


class Served:
    """An explorer in a process of its own."""

    def __init__(self, folder, *more):
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from multipolar.cli import main; main()", "app", "--port", "0",
             "--folder", str(folder), "--threads", "1", "--no-open", *more],
            stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        self.said = self.process.stderr.readline()
        self.ready = time.monotonic() - self.began
        assert "http://" in self.said, self.said + self.process.stderr.read()
        self.port = int(self.said.split("127.0.0.1:")[1].split("/")[0])
        self.address = f"http://127.0.0.1:{self.port}"

    def end(self, how):
        """Send a signal; return the exit status and what it said at last."""
        self.process.send_signal(how)
        said = self.process.stderr.read()
        status = self.process.wait(timeout=30)
        self.process.stderr.close()
        return status, said


@pytest.fixture
def served(tmp_path):
    """Return what serves the explorer on a folder, as often as asked."""
    running = []

    def start(folder=tmp_path / "served", *more):
        running.append(Served(folder, *more))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        one.process.stderr.close()
