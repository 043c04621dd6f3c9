"""Exact line index of published signed networks, against a program without cuts and annealing.

Run: python benchmarks/bench_line_index.py [step]. Reads the networks from the folder named by
MULTIPOLAR_SHARED, or ``../shared`` beside the repository. The exact index is taken of all; the
other two of every ``step``-th window (8 if not given) and of two networks of 200 states and
1,000 ties with planted camps, and compared there.
"""

import csv
import gzip
import os
import sys
import time
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from multipolar.formulas.cuts import Cuts, edges_of
from multipolar.formulas.line_index import _program, line_index
from multipolar.formulas.weak_line_index import weak_line_index

LIMIT = 30.0  # seconds for each program without cuts


def networks() -> dict[str, np.ndarray]:
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("MULTIPOLAR_SHARED", beside)) / "data" / "signed_networks"
    if not folder.is_dir():
        sys.exit(f"{folder} is not here; set MULTIPOLAR_SHARED to the folder that has data/")
    rows: dict[str, list[dict[str, str]]] = {}
    with (folder / "highland_tribes.csv").open(encoding="utf-8") as file:
        rows["highland tribes"] = list(csv.DictReader(file))
    with gzip.open(folder / "cow_windows_1946_1999.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["window"], []).append(row)
    return {name: matrix(found) for name, found in rows.items()}


def planted(noise: float, n: int = 200, m: int = 1000) -> np.ndarray:
    """Two camps, and a share of ties with the wrong sign."""
    rng = np.random.default_rng(0)
    i, j = np.triu_indices(n, 1)
    chosen = rng.choice(len(i), m, replace=False)
    i, j = i[chosen], j[chosen]
    sign = np.where((i < n // 2) == (j < n // 2), 1.0, -1.0) * np.where(
        rng.random(m) < noise, -1, 1
    )
    ties = np.zeros((n, n))
    ties[i, j] = ties[j, i] = sign
    return ties


def matrix(rows: list[dict[str, str]]) -> np.ndarray:
    states = sorted({row[end] for row in rows for end in "ab"})
    place = {state: i for i, state in enumerate(states)}
    ties = np.zeros((len(states), len(states)))
    for row in rows:
        i, j = place[row["a"]], place[row["b"]]
        ties[i, j] = ties[j, i] = int(row["sign"])
    return ties


def without_cuts(ties: np.ndarray) -> tuple[float, bool]:
    """Solve the textbook program: a binary for each state, a variable for each edge, no more."""
    edges = edges_of(ties, weighted=False)
    rows, low = _program(edges, Cuts())
    cost = np.concatenate([np.zeros(edges.n), edges.weight])
    upper = np.ones(len(cost))
    upper[int(np.argmax(np.abs(ties).sum(axis=0)))] = 0.0
    answer = milp(
        cost,
        constraints=LinearConstraint(rows, low, np.inf),
        integrality=np.concatenate([np.ones(edges.n), np.zeros(len(edges))]),
        bounds=Bounds(np.zeros(len(cost)), upper),
        options={"time_limit": LIMIT, "mip_rel_gap": 0.0},
    )
    value = np.inf if answer.x is None else round(float(answer.fun))
    return value, answer.status == 0


def annealed(ties: np.ndarray, seed: int = 0, sweeps: int = 200) -> float:
    """Plain simulated annealing, one run."""
    rng = np.random.default_rng(seed)
    n = len(ties)
    spin = rng.choice([-1.0, 1.0], n)
    for heat in np.geomspace(20.0, 0.2, sweeps):
        for i in rng.permutation(n):
            change = 2.0 * spin[i] * (ties[i] @ spin)
            if change <= 0 or rng.random() < np.exp(-change / heat):
                spin[i] = -spin[i]
    edges = edges_of(ties, weighted=False)
    return edges.cost((spin > 0).astype(np.int64))


def main() -> None:
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    found = networks()
    total, weak_time, proven = 0.0, 0.0, 0
    for ties in found.values():
        start = time.perf_counter()
        result = line_index(ties)
        total += time.perf_counter() - start
        start = time.perf_counter()
        weak = weak_line_index(ties)
        weak_time += time.perf_counter() - start
        proven += result.exact + weak.exact
    print(f"{len(found)} networks, {proven} of {2 * len(found)} indices proven exact")
    print(f"line index {total:.1f} s, weak line index {weak_time:.1f} s in all\n")
    print(f"{'':<18}{'L':>5}{'exact, s':>10}{'no cuts, s':>12}{'ratio':>8}{'annealed':>10}{'s':>7}")
    for name in list(found)[::step]:
        compare(name, found[name])
    for noise in (0.05, 0.10):
        compare(f"planted, {noise:.0%}", planted(noise))


def compare(name: str, ties: np.ndarray) -> None:
    start = time.perf_counter()
    result = line_index(ties)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    _, done = without_cuts(ties)
    plain = time.perf_counter() - start
    start = time.perf_counter()
    rough = annealed(ties)
    anneal = time.perf_counter() - start
    ratio = f"{'' if done else '>'}{plain / ours:.0f}x"
    mark = "" if result.exact else "?"
    print(
        f"{name:<18}{result.value:>4.0f}{mark:<1}{ours:>10.2f}{plain:>12.2f}{ratio:>8}"
        f"{rough:>10.0f}{anneal:>7.2f}"
    )


if __name__ == "__main__":
    main()
