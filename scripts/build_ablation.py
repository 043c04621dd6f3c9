"""Write the page about what each mechanism earns, from a folder of ``multipolar ablate``.

Usage: ``python scripts/build_ablation.py FOLDER [--docs FOLDER]``

Written are ``docs/ablation.md`` and ``docs/ablation.csv``.
"""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import polars as pl

from multipolar.ablation import WHOLE, earned
from multipolar.ablationpage import ablation_page
from multipolar.backtest import load
from multipolar.baseline import Archive
from multipolar.files import write_whole
from multipolar.model import default_model
from multipolar.record import record

DOCS = Path(__file__).resolve().parents[1] / "docs"
DIGITS = 4


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page and the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", type=Path, default=DOCS)
    chosen = parser.parse_args(arguments)
    found = earned(chosen.folder, Archive(record()))
    rows = [asdict(x) | {"verdict": x.verdict} for x in found]
    table = pl.DataFrame(rows).with_columns(pl.selectors.float().round_sig_figs(DIGITS))
    write_whole(chosen.docs / "ablation.csv", table.write_csv())
    page = ablation_page(found, load(chosen.folder / "ablation" / WHOLE), default_model())
    write_whole(chosen.docs / "ablation.md", page)


if __name__ == "__main__":
    main()
