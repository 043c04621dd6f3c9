"""The limit of this machine for a year of the model, and how near the compiled kernel comes.

Run: python benchmarks/roofline.py [--quick]

First the machine is measured: multiplications with additions, simple vector instructions,
divisions, square roots, exp, log, logistic, the draw of a pair, and memory by how much of it is
worked on. Then the work of a year is counted from the formulas of the steps (``workload.py``);
exp, log and draws count as the instructions that they are made of.

What the limit takes for granted:

- Pairs and states that are present only; each number worked out once, as if the compiler missed
  nothing. What hangs on one state alone counts once for the state, not for each of its pairs.
- Every vector instruction takes one slot of the best mix of simple ones measured here (additions
  with multiplications), whatever it is; divisions and square roots besides cannot be faster than
  measured alone. Minimum, maximum and absolute value are one instruction each, logic of truth
  values is free.
- The strict limit keeps multiplications and additions apart, since the bits must be those of
  NumPy. The fused one lets
  every addition of a product be one instruction with it.
- Each pass over the pairs reads and writes the fields that its steps name, at the bandwidth
  measured for as much memory as the ties of one member take; reading, writing and working
  overlap perfectly, so that the longer counts. Columns of states are in the nearest cache.
- The product of structural balance: n(n-1)/2 sums of n products, at the peak of
  multiplications with additions in 32 bits. With AVX-512 VNNI the kernel takes it in bytes,
  which is faster than that: there the product alone may pass its part of the limit.
- Two words for each draw and state from ten rounds of Philox.
- Whole steps (wars, treaties, statehood, accounts) cost nothing.
"""

import argparse
import os
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

import numba as nb
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from workload import Work, Year, work

import multipolar as mp
from multipolar.kernel import Kernel
from multipolar.model import Model, default_model
from multipolar.opening import Opening, open_world
from multipolar.plan import BLOCKS, make_plan
from multipolar.vectors import I32, I64, Lanes, vector_bytes
from multipolar.world import World

Body = Callable[[Lanes, list[Any], Any, Any], list[Any]]
PHILOX_ROUND = 10
"""Vector instructions of a round: two products, two moves down, four ``xor``, two masks."""


def loop(chains: int, body: Body) -> Callable[[int, float, float], float]:
    """Return a compiled loop that applies a body to independent vectors again and again."""

    @intrinsic
    def run(typingctx: Any, count: Any, x: Any, y: Any) -> Any:
        def code(context: Any, b: Any, signature: Any, args: Any) -> Any:
            lanes = Lanes(b, 32, vector_bytes() // 4)
            given = [lanes.spread(a) for a in args[1:]]
            before, inside, after = b.basic_block, b.append_basic_block(), b.append_basic_block()
            b.branch(inside)
            b.position_at_end(inside)
            index = b.phi(I64)
            now = [b.phi(lanes.real) for _ in range(chains)]
            new = body(lanes, now, *given)
            following = b.add(index, I64(1))
            index.add_incoming(I64(0), before)
            index.add_incoming(following, inside)
            for k, (phi, value) in enumerate(zip(now, new, strict=True)):
                phi.add_incoming(lanes.number(0.5 + k / 64), before)
                phi.add_incoming(value, inside)
            b.cbranch(b.icmp_signed("<", following, args[0]), inside, after)
            b.position_at_end(after)
            total = new[0]
            for value in new[1:]:
                total = b.fadd(total, value)
            return b.extract_element(total, I32(0))

        return types.float32(types.int64, types.float32, types.float32), code

    @nb.njit("float32(int64, float32, float32)", nogil=True)
    def timed(count, x, y):
        return run(count, x, y)

    return timed


def _fma(lanes: Lanes, now: list[Any], x: Any, y: Any) -> list[Any]:
    full = f"llvm.fma.v{lanes.width}f32"
    function = lanes.b.module.globals.get(full)
    if function is None:
        function = ir.Function(lanes.b.module, ir.FunctionType(lanes.real, [lanes.real] * 3), full)
    return [lanes.b.call(function, [v, x, y]) for v in now]


def _mix(lanes: Lanes, now: list[Any], x: Any, y: Any) -> list[Any]:
    return [lanes.b.fmul(v, x) if k % 2 else lanes.b.fadd(v, y) for k, v in enumerate(now)]


def _choose(lanes: Lanes, now: list[Any], x: Any, y: Any) -> list[Any]:
    """Compare and choose, between multiplications and additions."""
    do = (
        lambda v: lanes.b.fmul(v, x),
        lambda v: lanes.known("minimum", (v, y)),
        lambda v: lanes.b.fadd(v, y),
        lambda v: lanes.b.select(lanes.compare("<", v, x), v, y),
    )
    return [do[k % 4](v) for k, v in enumerate(now)]


def _draw(lanes: Lanes, now: list[Any], x: Any, y: Any) -> list[Any]:
    whole = [lanes.b.bitcast(v, lanes.whole) for v in now]
    second = lanes.b.bitcast(y, lanes.whole)
    return [lanes.pair_uniform(w, lanes.b.add(w, second)) for w in whole]


def _known(name: str, sign: str) -> Body:
    """Return a body with one function, kept where it is at home by a sum or a change of sign."""

    def body(lanes: Lanes, now: list[Any], x: Any, y: Any) -> list[Any]:
        ready = [lanes.b.fneg(v) if sign == "-" else lanes.b.fadd(v, y) for v in now]
        return [lanes.known(name, (v,)) for v in ready]

    return body


class Kind(NamedTuple):
    """A loop, how many independent vectors it has, and what is counted of each."""

    body: Body
    chains: int
    each: float = 1.0


KINDS = {
    "multiply-add (each 2)": Kind(_fma, 12, 2.0),
    "simple: add, multiply": Kind(_mix, 12),
    "simple: add, multiply, compare and choose": Kind(_choose, 12, 1.25),
    "divide": Kind(lambda lanes, now, x, y: [lanes.b.fdiv(y, v) for v in now], 8),
    "square root": Kind(lambda lanes, now, x, y: [lanes.known("sqrt", (v,)) for v in now], 8),
    "exp": Kind(_known("exp", "-"), 6),
    "log": Kind(_known("log", "+"), 6),
    "logistic": Kind(_known("logistic", "-"), 6),
    "draw of a pair": Kind(_draw, 6),
}
"""What is measured, in 32 bits; a comparison with its choice counts as two."""


def steady(run: Callable[[int], object], seconds: float, repeat: int) -> float:
    """Return the CPU time of doing something once: the median of runs of about so many seconds."""

    def took(times: int) -> float:
        start = time.thread_time()
        run(times)
        return time.thread_time() - start

    times = 1
    while took(times) < seconds:
        times *= 2
    return statistics.median(took(times) for _ in range(repeat)) / times


def rate(kind: Kind, seconds: float, repeat: int) -> float:
    """Return how many billions a second one thread does."""
    run = loop(kind.chains, kind.body)
    once = steady(lambda times: run(1000 * times, 0.9999, 1.5), seconds, repeat)
    return 1000 * kind.chains * kind.each * (vector_bytes() // 4) / once / 1e9


@nb.njit(nogil=True)
def triad(a, b, c, s, times):
    for _ in range(times):
        for k in range(len(a)):
            a[k] = b[k] + s * c[k]


@cache
def bandwidth(size: int, seconds: float = 0.03, repeat: int = 5) -> float:
    """Return GB/s of one thread: two reads and a write, over arrays of so many bytes in all."""
    n = max(size // 12 // 16 * 16, 256)
    arrays = [np.ones(n, np.float32) for _ in range(3)]
    triad(*arrays, np.float32(0.5), 1)
    once = steady(lambda times: triad(*arrays, np.float32(0.5), times), seconds, repeat)
    return 12 * n / once / 1e9


PROCESSORS = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def pin(k: int = 0) -> str:
    """Keep this thread to one processor where that is possible; say so."""
    if k >= len(PROCESSORS):
        return "not pinned"
    os.sched_setaffinity(0, {PROCESSORS[k]})
    return f"pinned to processor {PROCESSORS[k]}"


def unpin() -> None:
    """Let this thread run on every processor again."""
    if PROCESSORS:
        os.sched_setaffinity(0, set(PROCESSORS))


def together(jobs: Sequence[Callable[[], object]]) -> tuple[float, list[float]]:
    """Run jobs at once, each in a thread on a processor; return the wall time and CPU times."""
    ready = threading.Barrier(len(jobs) + 1)
    took = [0.0] * len(jobs)

    def work(k: int, job: Callable[[], object]) -> None:
        pin(k)
        ready.wait()
        start = time.thread_time()
        job()
        took[k] = time.thread_time() - start

    threads = [threading.Thread(target=work, args=(k, job)) for k, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start, took


def on_two(seconds: float, repeat: int) -> tuple[float, float]:
    """Return multiply-add GFLOP/s and DRAM GB/s of two threads at once, by their CPU times."""
    kind = KINDS["multiply-add (each 2)"]
    run = loop(kind.chains, kind.body)
    count = int(seconds * 1e8)
    n = 24 << 20 >> 2
    sets = [[np.ones(n, np.float32) for _ in range(3)] for _ in range(2)]
    times = max(round(seconds * 40), 1)

    def both(jobs: Sequence[Callable[[], object]], work: float) -> float:
        found = [sum(work / t for t in together(jobs)[1]) for _ in range(repeat)]
        return statistics.median(found) / 1e9

    flops = count * kind.chains * kind.each * vector_bytes() / 4
    fast = both([lambda: run(count, 0.9999, 1.5)] * 2, flops)
    triads = [lambda arrays=arrays: triad(*arrays, np.float32(0.5), times) for arrays in sets]
    return fast, both(triads, 12 * n * times)


@dataclass(frozen=True)
class Machine:
    """What one core does: billions a second by kind, GB/s by bytes worked on; two cores."""

    rates: dict[str, float]
    bands: dict[str, float]
    two: tuple[float, float]

    @property
    def peak(self) -> float:
        """Multiply-add, billions of operations a second (two each)."""
        return self.rates["multiply-add (each 2)"]

    @property
    def simple(self) -> float:
        """The best mix of simple instructions, billions of numbers a second."""
        return max(rate for name, rate in self.rates.items() if name.startswith("simple"))


def measure(*, quick: bool = False) -> Machine:
    """Measure the machine."""
    seconds, repeat = (0.01, 3) if quick else (0.1, 7)
    rates = {name: rate(kind, seconds, repeat) for name, kind in KINDS.items()}
    sizes = {"24 KB": 24 << 10, "384 KB": 384 << 10, "2 MB": 2 << 20, "8 MB": 8 << 20,
             "192 MB": 192 << 20}  # fmt: skip
    bands = {name: bandwidth(size, seconds, repeat) for name, size in sizes.items()}
    return Machine(rates, bands, on_two(seconds, repeat))


@dataclass(frozen=True)
class Limit:
    """The least time of a member-year on one core, in microseconds, and what it is made of."""

    strict: float
    fused: float
    memory: float
    product: float

    @property
    def total(self) -> float:
        """With additions and multiplications apart."""
        return max(self.strict, self.memory) + self.product

    @property
    def least(self) -> float:
        """With every addition of a product in one instruction with it."""
        return max(self.fused, self.memory) + self.product


def limit(year: Year, machine: Machine, states: int, bytes_of_ties: int) -> Limit:
    """Return the limit for so many present states."""
    pairs = states * (states - 1) / 2
    philox = 2 * 10 * PHILOX_ROUND * year.streams
    all_ = year.pair * pairs + year.state * states + year.wide * (2 * states)
    all_ += Work(philox, philox) * states
    slow = max(all_.divisions / machine.rates["divide"], all_.roots / machine.rates["square root"])
    strict, fused = (max(x / machine.simple, slow) / 1e3 for x in (all_.strict, all_.fused))
    memory = year.pair.bytes * pairs / bandwidth(bytes_of_ties) / 1e3
    product = year.products * 2 * pairs * states / machine.peak / 1e3
    return Limit(strict, fused, memory, product)


def large_world(states: int) -> World:
    """Return a world of about so many states: those of today, again and again."""
    world = mp.today()
    times = round(states / len(world.states))
    names = tuple(s if k == 0 else f"{s}{k}" for k in range(times) for s in world.states)
    arrays = {}
    for name, a in world.arrays.items():
        tiled = np.tile(a, times) if a.ndim == 1 else np.tile(a, (times, times))
        if a.ndim == 2:
            np.fill_diagonal(tiled, 0.0)
        arrays[name] = tiled
    return replace(world, states=names, arrays=arrays, present=np.ones(len(names), bool),
                   provenance={})  # fmt: skip


def formulas_of(model: Model) -> Model:
    """Return a model of the steps of states and pairs, and the product, without whole steps."""
    kept, homeless = [], []
    for m in model.running:
        steps = [f for f, s in zip(m.steps, m.marked, strict=True) if s.over != "whole"
                 or "two_paths" in s.function.__code__.co_names]  # fmt: skip
        if steps:
            kept.append(replace(m, steps=tuple(steps)))
        else:
            homeless += m.fields
    kept[0] = replace(kept[0], fields=(*kept[0].fields, *homeless))
    return Model(tuple(kept))


class Runner:
    """Runs members one after the other in arrays of its own, as an ensemble does."""

    def __init__(self, kernel: Kernel, opening: Opening, params: Any) -> None:
        self.kernel, self.opening, self.params = kernel, opening, np.array(params)
        self.blocks = {b: a.copy() for b, a in opening.blocks.items()}
        self.none = tuple(np.zeros(0, np.int64) for _ in BLOCKS)
        self.events = np.zeros((20_000, 5))

    def __call__(self, member: int, years: int) -> None:
        for b, a in self.blocks.items():
            np.copyto(a, self.opening.blocks[b])
        self.events[0, 0] = 0.0
        outs = [np.zeros((years + 1, 0, *a.shape[1:]), a.dtype) for a in self.blocks.values()]
        self.kernel(
            *[self.blocks[b] for b in BLOCKS], self.params, self.opening.ids, 1, member,
            self.opening.year, years, 1, self.events, np.zeros((0, 7)), self.none, *outs,
        )  # fmt: skip


def kernel_time(runner: Runner, members: int, years: int) -> float:
    """Return the CPU time of a member-year, in microseconds: the median over members."""
    found = []
    for member in range(members):
        start = time.thread_time()
        runner(member, years)
        found.append(time.thread_time() - start)
    return 1e6 * statistics.median(found) / years


class Reached(NamedTuple):
    """How near the kernel comes: present states, places, microseconds and the limit."""

    states: int
    places: int
    took: float
    limit: Limit


def reached(
    kernel: Kernel, machine: Machine, world: World, members: int, years: int
) -> Reached:  # fmt: skip
    """Return how near a kernel comes to the limit for a world, with parameters at their centre."""
    plan, model = kernel.plan, kernel.plan.model
    opening = open_world(plan, world)
    params = model.draw([0], 1, certain=True)[0]
    runner = Runner(kernel, opening, params)
    runner(0, 1)
    took = kernel_time(runner, members, years)
    ties = sum(opening.blocks[b].nbytes for b in ("dyad", "flag"))
    states = int((opening.blocks["state"][0] > 0).sum())
    bound = limit(work(plan), machine, states, ties)
    return Reached(states, len(opening.states), took, bound)


def show(machine: Machine) -> None:
    print(f"\none core, {8 * vector_bytes()}-bit vectors, numbers of 32 bits")
    for name, value in machine.rates.items():
        print(f"  {name:<44}{value:8.2f} G/s")
    for name, value in machine.bands.items():
        print(f"  {'triad over ' + name:<44}{value:8.1f} GB/s")
    print(f"two cores: multiply-add {machine.two[0]:.0f} GFLOP/s, triad {machine.two[1]:.0f} GB/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    told = parser.parse_args()
    print(pin())
    machine = measure(quick=told.quick)
    show(machine)
    year = work(make_plan(default_model()))
    print(f"\na year: {year.passes} passes over pairs, {year.streams} streams of draws")
    print(f"{'':<30}{'strict':>8}{'fused':>8}{'divide':>8}{'root':>6}{'bytes':>7}")
    for name, w in (("instructions for a pair", year.pair), ("for a state, 32 bits", year.state),
                    ("for a state, 64 bits", year.wide)):  # fmt: skip
        print(f"  {name:<28}{w.strict:>8.0f}{w.fused:>8.0f}{w.divisions:>8.0f}{w.roots:>6.0f}"
              f"{w.bytes:>7.0f}")  # fmt: skip
    print(f"\nmicroseconds of a member-year\n{'':<34}{'compute':>9}{'fused':>8}{'memory':>8}"
          f"{'product':>9}{'limit':>8}{'kernel':>8}{'of limit':>10}{'if fused':>10}")  # fmt: skip
    whole = Kernel(make_plan(default_model()))
    formulas = Kernel(make_plan(formulas_of(default_model())))
    for size in (None, 800):
        world = mp.today() if size is None else large_world(size)
        few = (3, 3) if told.quick else (15, 10) if size is None else (7, 5)
        for name, kernel in (("whole model", whole), ("formulas and product", formulas)):
            r = reached(kernel, machine, world, *few)
            b = r.limit
            print(f"{r.states:>5} states, {name:<20}{b.strict:>9.0f}{b.fused:>8.0f}{b.memory:>8.0f}"
                  f"{b.product:>9.0f}{b.total:>8.0f}{r.took:>8.0f}{b.total / r.took:>10.0%}"
                  f"{b.least / r.took:>10.0%}")  # fmt: skip


if __name__ == "__main__":
    main()
