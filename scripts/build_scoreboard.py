"""Write the pages about being right and wrong from a folder of forecasts.

Usage: ``python scripts/build_scoreboard.py FOLDER [--open WHY] [--docs FOLDER]``

``multipolar backtest --output FOLDER`` makes the forecasts. Written are ``docs/scoreboard.md``,
``docs/scoreboard.csv``, ``docs/unforeseen.md`` and ``docs/pictures/scoreboard.svg``. ``--open``
scores the locked origins too and writes that down in ``docs/lockbox.csv``.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from multipolar.backtest import load
from multipolar.baseline import Archive
from multipolar.figures.scoreboard import scoreboard as draw
from multipolar.files import write_whole
from multipolar.lockbox import open_box
from multipolar.record import record
from multipolar.scoreboard import frame, scoreboard
from multipolar.scorepages import scoreboard_page, unforeseen_page
from multipolar.verification import verify

DOCS = Path(__file__).resolve().parents[1] / "docs"
DIGITS = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--open", default="", metavar="WHY")
    parser.add_argument("--docs", type=Path, default=DOCS)
    chosen = parser.parse_args(arguments)
    forecasts, archive = load(chosen.folder), Archive(record())
    locked = not chosen.open
    if chosen.open:
        open_box(chosen.docs, chosen.open, forecasts)
    lines = scoreboard(verify(forecasts, archive), locked=locked)
    table = frame(lines).with_columns(pl.selectors.float().round_sig_figs(DIGITS))
    write_whole(chosen.docs / "scoreboard.csv", table.write_csv())
    write_whole(chosen.docs / "scoreboard.md", scoreboard_page(lines, forecasts))
    write_whole(chosen.docs / "unforeseen.md", unforeseen_page(forecasts, archive, locked=locked))
    draw(lines).save(chosen.docs / "pictures" / "scoreboard.svg")


if __name__ == "__main__":
    main()
