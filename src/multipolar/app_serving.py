"""Serve the explorer: a socket on this computer, the server, and a neat end."""

import asyncio
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from multipolar.app_server import make_app
from multipolar.errors import RunError

HOST = "127.0.0.1"
PATIENCE = 3
"""Seconds that requests are given to end."""

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
    """Tells the application when it is to end, so that streams of events end too."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self.config.loaded_app.state.closing.set()


def serve(at: socket.socket, folder: Path, *, open_: bool, say: Say) -> None:
    """Serve until Ctrl-C."""
    app = make_app()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, ws="none", http="h11", lifespan="on",
        timeout_graceful_shutdown=PATIENCE, server_header=False, limit_concurrency=200,
    )  # fmt: skip
    server = uvicorn.Server(config)
    address = f"http://{HOST}:{at.getsockname()[1]}/"
    say(f"The explorer is at {address}  Ctrl-C stops it. Runs are kept in {folder}{os.sep}")
    try:
        asyncio.run(server.serve(sockets=[at]))
    except KeyboardInterrupt:
        pass
    finally:
        at.close()
    say("Stopped.")
