"""The engine against NumPy, Mesa, a loop written by hand and the limit of the machine.

Run: python benchmarks/bench_engine.py [--quick] [--members 1000] [--write]

One run makes one table, which ``--write`` puts into README.md between its markers. The whole model
runs from the world of today, every mechanism on. Times of one thread are CPU times, in turn with
what they are compared to, pinned to one processor where that is possible; what two threads or
whole commands take is by the clock, so that the computer should have nothing else to do. Medians
of several runs. Parameters are at their centre, but for the ensembles, which draw them.

The script ends with an error if the compiled kernel and NumPy differ in one bit, if Mesa does not
follow the same rules, or if the loop by hand gives other bits.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import mesa
import numba
import numpy as np
from fused_by_hand import compare
from mesa_model import Program, System, alike, own_luck, same_luck, verdict
from roofline import (
    Reached,
    Runner,
    formulas_of,
    large_world,
    measure,
    pin,
    reached,
    show,
    together,
    unpin,
)

import multipolar as mp
from multipolar.kernel import Kernel
from multipolar.model import Model, default_model
from multipolar.opening import Opening, open_world
from multipolar.plan import make_plan
from multipolar.reference import Reference

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- engine: written by bench_engine.py -->", "<!-- engine: end -->"
YEARS = 25


@dataclass(frozen=True)
class Size:
    """How much to run."""

    members: int
    repeat: int = 7
    years: int = 5
    futures: int = 40
    commands: int = 3
    check: int = 400
    quick: bool = False


@dataclass
class Table:
    """The rows of the table, printed as they come."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, what: str, found: str, aim: str = "") -> None:
        self.rows.append((what, found, aim))
        print(f"{what:<72}{found:>32}   {aim}", flush=True)

    def text(self) -> str:
        lines = ["| | found | aim |", "|---|---|---|"]
        return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in self.rows)])


class Ready(NamedTuple):
    """A model, laid out and ready to run in every way."""

    opening: Opening
    params: Any
    kernel: Kernel
    reference: Reference
    program: Program


def ready(model: Model) -> Ready:
    plan = make_plan(model)
    opening = open_world(plan, mp.today())
    params = model.draw([0], 1, certain=True)[0]
    return Ready(opening, params, Kernel(plan), Reference(plan), Program(plan))


def check_bits(r: Ready, years: int = 3) -> None:
    """Stop unless the kernel and NumPy are equal to the last bit."""
    runner = Runner(r.kernel, r.opening, r.params)
    runner(3, years)
    blocks = {b: a.copy() for b, a in r.opening.blocks.items()}
    events = np.zeros_like(runner.events)
    for t in range(1, years + 1):
        when = 1, 3, r.opening.year + t
        r.reference.year(blocks, r.opening.ids, r.params, when, events, np.zeros((0, 7)))
    for name, a in {**blocks, "events": events}.items():
        other = runner.events if name == "events" else runner.blocks[name]
        if a.tobytes() != other.tobytes():
            sys.exit(f"the compiled kernel and NumPy differ in {name!r} after {years} years")


def in_turn(runs: Mapping[str, Callable[[int], float]], repeat: int) -> dict[str, float]:
    """Run each once in turn, again and again; return the median of what each says."""
    took: dict[str, list[float]] = {name: [] for name in runs}
    for k in range(repeat):
        for name, run in runs.items():
            took[name].append(run(k))
    return {name: statistics.median(times) for name, times in took.items()}


def one_thread(r: Ready, size: Size) -> dict[str, float]:
    """Return the CPU time of a member-year in milliseconds: compiled, NumPy and Mesa."""
    runner = Runner(r.kernel, r.opening, r.params)

    def compiled(k: int) -> float:
        start = time.thread_time()
        for member in range(10):
            runner(10 * k + member, size.years)
        return (time.thread_time() - start) / 10 / size.years * 1e3

    def in_numpy(k: int) -> float:
        blocks = {b: a.copy() for b, a in r.opening.blocks.items()}
        events = np.zeros_like(runner.events)
        start = time.thread_time()
        for t in range(1, size.years + 1):
            when = 1, k, r.opening.year + t
            r.reference.year(blocks, r.opening.ids, r.params, when, events, np.zeros((0, 7)))
        return (time.thread_time() - start) / size.years * 1e3

    def in_mesa(k: int) -> float:
        system = System(r.program, r.opening, r.params, seed=k)
        start = time.thread_time()
        for _ in range(size.years):
            system.step()
        took = time.thread_time() - start
        system.close()
        return took / size.years * 1e3

    runner(0, 1)
    return in_turn({"compiled": compiled, "numpy": in_numpy, "mesa": in_mesa}, size.repeat)


class Scaling(NamedTuple):
    """Milliseconds of a member-year with two threads, by the clock, and efficiencies."""

    both: float
    clock: float
    cpu: float


def two_threads(r: Ready, size: Size) -> Scaling:
    """Return how two threads share members, each on a processor of its own."""
    half = max(size.futures // 2, 1)
    runners = [Runner(r.kernel, r.opening, r.params) for _ in range(2)]

    def job(k: int, members: int) -> Callable[[], None]:
        def run() -> None:
            for member in range(members):
                runners[k](member, YEARS)

        return run

    one, two, cpu = [], [], []
    for _ in range(size.repeat):
        alone, spent = together([job(0, 2 * half)])
        shared, each = together([job(0, half), job(1, half)])
        one.append(alone)
        two.append(shared)
        cpu.append(spent[0] / sum(each))
    a, b = statistics.median(one), statistics.median(two)
    return Scaling(b / (2 * half * YEARS) * 1e3, a / (2 * b), statistics.median(cpu))


def by_years(r: Ready, size: Size) -> dict[int, float]:
    """Return the CPU time of a member-year in milliseconds by how many years a member runs."""
    runner = Runner(r.kernel, r.opening, r.params)

    def of(years: int) -> Callable[[int], float]:
        def run(k: int) -> float:
            start = time.thread_time()
            for member in range(max(50 // years, 1)):
                runner(100 * k + member, years)
            return (time.thread_time() - start) / max(50 // years, 1) / years * 1e3

        return run

    lengths = (10, 25, 50, 100)
    found = in_turn({str(y): of(y) for y in lengths}, size.repeat)
    return {y: found[str(y)] for y in lengths}


# What runs in processes of its own.


def alone(members: int, years: int, *options: str) -> dict[str, float]:
    """Return what an ensemble took that was run alone; see ensemble_alone.py."""
    script = Path(__file__).with_name("ensemble_alone.py")
    given = [sys.executable, str(script), str(members), str(years), *options]
    done = subprocess.run(given, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def command() -> float:
    """Return the seconds of a command that runs two futures, from its start to its end."""
    with tempfile.TemporaryDirectory() as name:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "from multipolar.cli import main; main()", "simulate",
             "--members", "2", "--years", str(YEARS), "--output", str(Path(name) / "run.zarr")],
            capture_output=True, check=True,
        )  # fmt: skip
        return time.perf_counter() - start


# The table.


def against_others(table: Table, r: Ready, size: Size) -> None:
    took = one_thread(r, size)
    states = int((r.opening.blocks["state"][0] > 0).sum())
    ours = took["compiled"]
    table.add(f"a member-year of {states} states and {len(r.opening.states) - states} free places,"
              " compiled, one thread", f"{ours:.2f} ms")  # fmt: skip
    table.add("the same source in NumPy (reference evaluator)",
              f"{took['numpy']:.0f} ms: {took['numpy'] / ours:.0f}×", "≥ 8×")  # fmt: skip
    table.add(f"Mesa {mesa.__version__}, one core",
              f"{took['mesa']:.0f} ms: {took['mesa'] / ours:.0f}×", "≥ 500×")  # fmt: skip
    pair = two_threads(r, size)
    table.add("two threads against Mesa's one (by CPU time)",
              f"{took['mesa'] / pair.both:.0f}× ({2 * pair.cpu * took['mesa'] / ours:.0f}×)",
              "≥ 950×")  # fmt: skip
    table.add("efficiency of two threads (by CPU time)", f"{pair.clock:.2f} ({pair.cpu:.2f})",
              "≥ 0.9")  # fmt: skip
    plain = one_thread(ready(formulas_of(default_model())), size)
    table.add("formulas and product alone, no whole steps: NumPy, Mesa",
              f"{plain['compiled']:.2f} ms: {plain['numpy'] / plain['compiled']:.0f}×, "
              f"{plain['mesa'] / plain['compiled']:.0f}×")  # fmt: skip


def against_the_limit(table: Table, r: Ready, size: Size) -> None:
    machine = measure(quick=size.quick)
    show(machine)
    formulas = Kernel(make_plan(formulas_of(default_model())))
    few = (3, 3) if size.quick else (15, 10)
    for states, aim in ((None, "≥ 45 %"), (800, "≥ 58 %")):
        world = mp.today() if states is None else large_world(states)
        whole, part = (reached(k, machine, world, *few) for k in (r.kernel, formulas))
        table.add(f"of the roofline (if fused), one core, {whole.states} states",
                  of_limit(whole), aim)  # fmt: skip
        table.add(f"the same, formulas and product alone, {part.states} states", of_limit(part))


def of_limit(r: Reached) -> str:
    share, fused = 100 * r.limit.total / r.took, 100 * r.limit.least / r.took
    return f"{share:.0f} % ({fused:.0f} %); {r.took:,.0f} µs, limit {r.limit.total:,.0f}"


def ensembles(table: Table, size: Size) -> None:
    tenth = max(size.members // 10, 1)
    few, many = alone(tenth, YEARS), alone(size.members, YEARS)
    table.add(f"{size.members:,} members × {YEARS} years into a store, two threads (CPU)",
              f"{many['seconds']:.1f} s ({many['cpu']:.1f} s)", "≤ 15 s for 1,000")  # fmt: skip
    ratio = many["cpu"] / few["cpu"] * tenth / size.members
    table.add(f"CPU time for a member of {size.members:,} over that for one of {tenth:,}",
              f"{ratio:.2f}", "1, less for fixed costs")  # fmt: skip
    table.add(f"peak memory of {tenth:,} and of {size.members:,} members",
              f"{few['peak']:.0f} and {many['peak']:.0f} MB", "≤ 400 MB, the same")  # fmt: skip
    warm = statistics.median(command() for _ in range(size.commands))
    table.add("the command for 2 futures, compiled before, from start to end", f"{warm:.1f} s",
              "< 3 s")  # fmt: skip
    cold = [alone(1, 1, "--afresh") for _ in range(size.commands)]
    clock, cpu = (statistics.median(c[k] for c in cold) for k in ("compiling", "compiling_cpu"))
    table.add("first compilation (CPU)", f"{clock:.0f} s ({cpu:.0f} s)", "< 20 s")


def rules(table: Table, size: Size) -> None:
    count = 5 if size.quick else 20
    same, worst = same_luck({}, count)
    if not alike(same, count, worst):
        sys.exit("with the engine's luck Mesa's futures are others: the rules are not the same")
    table.add("Mesa with the engine's luck: same events (fields within)",
              f"{same} of {count} ({worst:.0e})", "all")  # fmt: skip
    found = own_luck({}, size.check)
    smallest, needed = verdict(found)
    if smallest < needed:
        sys.exit(f"Mesa's futures have another distribution: p = {smallest:.2g} < {needed:.2g}")
    table.add(f"Mesa with its own: smallest p, {2 * len(found)} tests of {len(found)} quantities",
              f"{smallest:.2g}", f"≥ {needed:.1g}")  # fmt: skip


def heading(size: Size) -> str:
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        found = [x for x in info.read_text().splitlines() if x.startswith("model name")]
        name = found[0].split(":")[1].strip() if found else name
    load = f"; load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"{time.strftime('%d %B %Y')}: {name}, {os.cpu_count()} processors{load}; Python "
        f"{platform.python_version()}, NumPy {np.__version__}, Numba {numba.__version__}, Mesa "
        f"{mesa.__version__}{'; a quick run' if size.quick else ''}."
    )


def write(heading_: str, table: Table) -> None:
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    made = f"{before}{BEGIN}\n\n{heading_}\n\n{table.text()}\n\n{END}{after}"
    README.write_text(made, encoding="utf-8")


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="short runs, to try the script")
    parser.add_argument("--members", type=int, default=None, help="of the ensemble; 1000 or 40")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    return parser.parse_args(given)


def main() -> None:
    told = arguments()
    size = Size(told.members or 1000)
    if told.quick:
        size = Size(told.members or 40, 3, 2, 4, 1, 25, quick=True)
    first = heading(size)
    print(first)
    r = ready(default_model())
    check_bits(r)
    table = Table()
    table.add("compiled and NumPy equal to the last bit", "3 years", "always")
    rules(table, size)
    pin()
    against_others(table, r, size)
    lengths = by_years(r, size)
    table.add("time of a year, of runs of 10, 25, 50, 100 years",
              ", ".join(f"{x:.2f}" for x in lengths.values()) + " ms", "the same")  # fmt: skip
    hand = compare(5 if size.quick else 15)
    table.add("composed against fused by hand: same bits, with fastmath",
              f"{hand.strict / hand.generated:.0%}, {hand.fast / hand.generated:.0%}".replace(
                  "%", " %"), "≥ 85 %")  # fmt: skip
    against_the_limit(table, r, size)
    unpin()
    ensembles(table, size)
    if told.write:
        write(first, table)


if __name__ == "__main__":
    main()
