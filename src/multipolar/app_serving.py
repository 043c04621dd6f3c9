"""Serve the explorer: a socket on this computer, the server, and a neat end."""

import asyncio
import contextlib
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from multipolar.app_folder import Folder
from multipolar.app_server import Explorer, make_app
from multipolar.errors import RunError

HOST = "127.0.0.1"
PATIENCE = 3
"""Seconds that requests are given to end."""
CONNECTIONS = 256
OPENED_AFTER = 0.3
"""Seconds after which the browser is asked to open the page."""

Say = Callable[[str], object]


def listen(port: int, *, strict: bool) -> socket.socket:
    """Return a socket that listens on this computer only.

    Parameters
    ----------
    port
        0 to 65535; 0 for any that is free.
    strict
        Whether another port will not do.

    Raises
    ------
    RunError
        The port is taken or may not be used.
    """
    if not 0 <= port <= 65535:
        msg = f"--port {port}: needed 0 to 65535"
        raise RunError(msg)
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((HOST, port))
        except OSError as error:
            if strict:
                reason = error.strerror or error
                msg = f"--port {port}: {reason}; choose another, or leave --port out"
                raise RunError(msg) from None
            made.bind((HOST, 0))
        made.listen(128)
    except BaseException:
        made.close()
        raise
    return made


class _Server(uvicorn.Server):
    """Ends jobs and streams of events at once when it is told to end."""

    explorer: Explorer

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self.explorer.queue is not None:
            self.loop.call_soon_threadsafe(self.explorer.queue.close)

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().serve(sockets)


def serve(at: socket.socket, folder: Path, *, threads: int | None, open_: bool, say: Say) -> None:
    """Serve until Ctrl-C.

    Parameters
    ----------
    at
        From ``listen``.
    folder
        Where runs and scenarios are kept.
    threads
        Of a run; as many as there are processors if none.
    open_
        Open the page in the browser if there is a screen.
    say
        Tells people where the page is.

    Raises
    ------
    RunError
        The folder cannot be used.
    """
    explorer = Explorer(Folder(folder), threads)
    config = uvicorn.Config(
        make_app(explorer), log_level="warning", access_log=False, ws="none", http="h11",
        lifespan="on", timeout_graceful_shutdown=PATIENCE, server_header=False,
        limit_concurrency=CONNECTIONS,
    )  # fmt: skip
    server = _Server(config)
    server.explorer = explorer
    address = f"http://{HOST}:{at.getsockname()[1]}/"
    say(f"The explorer is at {address}  Ctrl-C stops it. Runs are kept in {folder}{os.sep}")
    if open_ and _screen():
        threading.Timer(OPENED_AFTER, webbrowser.open, (address,)).start()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(server.serve(sockets=[at]))
    at.close()
    say("Stopped; what was running is kept, and goes on when it is resumed in the explorer.")


def _screen() -> bool:
    """Say whether a browser can show itself here."""
    there = sys.platform in ("win32", "darwin") or any(
        os.environ.get(k) for k in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return there and sys.stdout.isatty()
