"""All measures of every year, 1816-2022: the loop that makes the table of results.

Run: MULTIPOLAR_DATA=../shared/data python benchmarks/bench_history.py. Runs what
scripts/build_history.py runs (the measures of each year, polarity over all definitions,
turbulence) on two processes, writes nothing, and prints the seconds and how many numbers came out.
"""

import csv
import io
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from build_history import FIRST, LAST, history_table


def main() -> None:
    start = time.perf_counter()
    text = history_table()
    seconds = time.perf_counter() - start
    rows = list(csv.DictReader(io.StringIO(text)))
    known = sum(value != "" for row in rows for value in row.values())
    print(f"{FIRST}-{LAST}: {len(rows)} years, {len(rows[0])} columns, {known:,} values known")
    print(f"{seconds:.1f} s on 2 processes, {1000 * seconds / len(rows):.0f} ms a year")


if __name__ == "__main__":
    main()
