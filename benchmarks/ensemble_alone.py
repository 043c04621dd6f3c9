"""An ensemble in a process of its own: what it took, for bench_engine.py.

Run: python benchmarks/ensemble_alone.py MEMBERS YEARS [--afresh]

Writes the run into a store in a temporary folder and prints one line of JSON: seconds by the clock
and of the processors, the same for compiling, and the most memory held. ``--afresh`` looks for no
compiled kernel.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import multipolar as mp


def peak() -> float:
    """Return the most memory held since the process began, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():
        (line,) = (x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def now() -> tuple[float, float]:
    """Return the clock, and the CPU time of the process."""
    return time.perf_counter(), time.process_time()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("members", type=int)
    parser.add_argument("years", type=int)
    parser.add_argument("--afresh", action="store_true")
    told = parser.parse_args()
    stages: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        if told.afresh:
            import multipolar.kernel

            multipolar.kernel.kernel_folder = lambda: Path(name) / "kernels"
        start = now()
        mp.simulate(
            members=told.members, years=told.years, output=Path(name) / "run.zarr", threads=2,
            progress=lambda stage, *_: stages.setdefault(stage, now()) and None,
        )  # fmt: skip
        end = now()
    ready = stages["running"]
    began = stages.get("compiling", ready)
    print(json.dumps({
        "seconds": end[0] - start[0], "cpu": end[1] - start[1], "peak": peak(),
        "compiling": ready[0] - began[0], "compiling_cpu": ready[1] - began[1],
    }))  # fmt: skip


if __name__ == "__main__":
    main()
