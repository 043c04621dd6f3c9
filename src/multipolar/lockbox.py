"""The lock box: origins that are looked at once a release, and a log that says when."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from multipolar.backtest import LOCKED, Forecast
from multipolar.errors import RunError
from multipolar.files import write_whole

LOG = "lockbox.csv"
HEAD = "opened,version,model,parameters,origins,why\n"


def open_box(folder: Path, why: str, forecasts: Sequence[Forecast]) -> Path:
    """Write down that the locked origins are opened, before they are.

    The same forecasts may be opened again, as to make the page anew: the log
    has one line for each model and parameters.

    Parameters
    ----------
    folder
        Where the log stands.
    why
        For people, such as the release it is for.
    forecasts
        What is opened.

    Raises
    ------
    RunError
        There is no locked origin among the forecasts.
    """
    inside = [f for f in forecasts if f.origin >= LOCKED]
    if not inside:
        msg = f"no origin from {LOCKED} on among the forecasts; there is nothing to open"
        raise RunError(msg)
    about = inside[0].about
    path = folder / LOG
    known = path.read_text() if path.exists() else HEAD
    row = f"{version('multipolar')},{about['model'][:12]},{about['parameters_hash'][:12]}"
    if row not in known:
        words = why.replace(",", ";").replace("\n", " ")
        origins = " ".join(str(f.origin) for f in inside)
        today = datetime.now(UTC).date().isoformat()
        write_whole(path, f"{known}{today},{row},{origins},{words}\n")
    return path
