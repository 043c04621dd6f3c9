"""The command app: serve the explorer on this computer."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

PORT = 8765


def register(app: App) -> None:
    """Add the command to the program."""
    app.command(explore, name="app")


def explore(
    *,
    port: int | None = None,
    folder: Path = Path("multipolar-app"),
    threads: int | None = None,
    open_: Annotated[bool, Parameter(name="--open")] = True,
) -> None:
    """Explore the system in a browser: a map through two centuries, states, scenarios, futures.

    Serves a page on this computer only, and needs no network. Ctrl-C stops; runs
    that were going on are kept and go on when they are resumed.

    Example: multipolar app --port 8765

    Parameters
    ----------
    port
        Where; 8765, or any that is free if that is taken.
    folder
        Where runs and scenarios are kept.
    threads
        Of a run; as many as there are processors if not given.
    open_
        Open the page in the browser if there is a screen.
    """
    from multipolar.app_serving import listen, serve

    socket = listen(PORT if port is None else port, strict=port is not None)
    serve(socket, folder, threads=threads, open_=open_, say=_say)


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
