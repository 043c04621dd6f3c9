"""Remake the embedded table of results, ``src/multipolar/data/history.csv``.

Usage: ``MULTIPOLAR_DATA=<folder of publishers' files> python scripts/build_history.py [--check]``

Only results of our own computation are written: measures of the system by year, no published
data. ``--check`` compares instead of writing; the exit status is 1 if anything differs.
"""

import argparse
import csv
import io
import math
import sys
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from multipolar.errors import MeasureError
from multipolar.history import at
from multipolar.measure import headline
from multipolar.measures import take
from multipolar.power import power
from multipolar.trends import Standing, standing, turnovers, verdicts, with_shifts

TABLE = Path(__file__).resolve().parents[1] / "src" / "multipolar" / "data" / "history.csv"
FIRST, LAST = 1816, 2022
SIGNS = {"positive": "defence", "negative": "dispute"}
MEASURES = {
    "con": ("con", {}),
    "top_two_share": ("top_two_share", {}),
    "effective_powers": ("effective_powers", {}),
    "effective_powers_all": ("effective_powers", {"among": "all"}),
    "con_gdp": ("con", {"index": "gdp_ppp"}),
    "effective_powers_gdp": ("effective_powers", {"index": "gdp_ppp"}),
    "essential_states": ("essential_states", {}),
    "polarisation_regimes": ("esteban_ray", {}),
    "balanced_triads": ("triad_census", SIGNS),
    "line_index": ("line_index", SIGNS),
    "weak_line_index": ("weak_line_index", SIGNS),
    "walk_balance": ("walk_balance", SIGNS),
    "modularity": ("blocs", {**SIGNS, "both": "none", "resolutions": (1.0,)}),
}


def of_year(year: int) -> tuple[dict[str, object], dict[str, object], Standing]:
    """Return the results of one year: measures, verdicts on polarity, standing."""
    world = at(year)
    row: dict[str, object] = {"year": year, "states": len(world.states)}
    for prefix, index in (("", "cinc"), ("gdp_", "gdp_ppp")):
        for i, name in enumerate(("leader", "second", "third")):
            row[prefix + name], row[f"{prefix}{name}_share"] = _ranked(world, index, i)
    for column, (measure, options) in MEASURES.items():
        try:
            row[column] = float(headline(take(measure, world, **options)))
        except MeasureError:
            row[column] = math.nan
    for column, name in (("defence_dyads", "defence"), ("dispute_dyads", "dispute")):
        row[column] = float(np.triu(world[name], 1).sum())
    return row, verdicts(world), standing(world)


def _ranked(world: object, index: str, place: int) -> tuple[str, float]:
    try:
        return power(world, index).ranked()[place]  # type: ignore[arg-type]
    except MeasureError:
        return "", math.nan


def history_table() -> str:
    """Return the whole table as CSV text."""
    with Pool(2) as pool:
        found = pool.map(of_year, range(FIRST, LAST + 1), chunksize=4)
    rows, polar, seen = (list(part) for part in zip(*found, strict=True))
    extra = zip(rows, with_shifts(polar), turnovers(seen), strict=True)
    table = [row | verdict | turn for row, verdict, turn in extra]
    columns = list(dict.fromkeys(c for row in table for c in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in table:
        writer.writerow([_text(row.get(c)) for c in columns])
    return out.getvalue()


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.5g}" if isinstance(value, float) else str(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description="Remake or check the table of results.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    text = history_table()
    if options.check:
        same = TABLE.read_text(encoding="utf-8") == text
        print("history.csv is up to date" if same else "history.csv differs from a rebuild")
        return 0 if same else 1
    TABLE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
