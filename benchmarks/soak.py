"""Simulate for a set time, batch after batch, and watch memory and speed.

Usage: ``python benchmarks/soak.py [--minutes 10] [--members 500]``

Each batch is a run into a store of its own, which is read and thrown away. Prints a line a batch;
the exit status is 1 if memory grows by more than a tenth after the second batch.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from multipolar import simulate

YEARS = 25


def resident() -> float:
    """Return the memory the process holds, in megabytes (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    msg = "no VmRSS in /proc/self/status; this runs on Linux"
    raise SystemExit(msg)


def main() -> int:
    parser = argparse.ArgumentParser(description="Simulate for a set time and watch memory.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--members", type=int, default=500)
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    folder = Path(tempfile.mkdtemp(prefix="multipolar-soak-"))
    held, batch, futures = [], 0, 0
    try:
        while time.monotonic() < end or batch < 3:
            batch += 1
            started = time.monotonic()
            store = folder / f"{batch}.zarr"
            run = simulate(years=YEARS, members=options.members, seed=batch, output=store)
            share = float(run["capability"].isel(year=-1).sum("state").mean())
            assert abs(share - 1.0) < 1e-3, share
            shutil.rmtree(store)
            futures += options.members
            speed = options.members / (time.monotonic() - started)
            held.append(resident())
            print(f"batch {batch}: {speed:.0f} futures a second, {held[-1]:.0f} MB", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    growth = held[-1] / held[1] - 1
    print(f"{futures:,} futures of {YEARS} years; memory {growth:+.1%} since the second batch")
    return int(growth > 0.1)


if __name__ == "__main__":
    sys.exit(main())
