"""Similarity of all pairs of 200 states: whole-matrix formulas against loops over pairs.

Run: python benchmarks/bench_similarity.py. Prints times and ratios of one run; loops that would
take long are run on a sample of pairs and scaled up, marked ~.
"""

import itertools
import time
from collections.abc import Callable

import numpy as np
from scipy.stats import kendalltau

from multipolar.formulas.rank_similarity import tau_b
from multipolar.formulas.similarity import cohen_kappa, s_score, scott_pi

STATES = 200


def seconds(call: Callable[[], object], repeat: int = 5) -> float:
    """Least time of several runs, after one to warm up."""
    call()
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def s_plain(x: list[float], y: list[float], w: list[float]) -> float:
    apart = sum(k * abs(a - b) for a, b, k in zip(x, y, w, strict=True))
    return 1 - 2 * apart / (3 * sum(w))


def s_numpy(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    return float(1 - 2 * (w @ np.abs(x - y)) / (3 * w.sum()))


def over_pairs(call: Callable[[int, int], object], sample: int | None = None) -> float:
    """Time of a loop over all pairs, scaled up if only a sample is run."""
    pairs = list(itertools.combinations(range(STATES), 2))
    chosen = pairs[:: max(1, len(pairs) // sample)] if sample else pairs
    start = time.perf_counter()
    for i, j in chosen:
        call(i, j)
    return (time.perf_counter() - start) * len(pairs) / len(chosen)


def main() -> None:
    rng = np.random.default_rng(0)
    ties = rng.choice(4, p=[0.85, 0.05, 0.02, 0.08], size=(STATES, STATES)).astype(float)
    ties = np.triu(ties, 1) + np.triu(ties, 1).T
    np.fill_diagonal(ties, 3)
    weights = rng.random(STATES)
    many = ties + rng.random(ties.shape)  # no two values alike
    rows, flat = ties.tolist(), weights.tolist()

    s_time = seconds(lambda: s_score(ties, d_max=3, weights=weights))
    tau_time = seconds(lambda: tau_b(ties))
    many_time = seconds(lambda: tau_b(many), repeat=2)
    plain = over_pairs(lambda i, j: s_plain(rows[i], rows[j], flat))
    by_numpy = over_pairs(lambda i, j: s_numpy(ties[i], ties[j], weights))
    by_scipy = over_pairs(lambda i, j: kendalltau(ties[i], ties[j]), 1000)
    many_by_scipy = over_pairs(lambda i, j: kendalltau(many[i], many[j]), 1000)
    results = [
        ("S, all pairs", s_time, None),
        ("  plain Python, pair by pair", plain, s_time),
        ("  NumPy, pair by pair", by_numpy, s_time),
        ("tau-b, all pairs", tau_time, None),
        ("~ scipy.stats.kendalltau, pair by pair", by_scipy, tau_time),
        ("tau-b, all pairs, values all different", many_time, None),
        ("~ scipy.stats.kendalltau, pair by pair", many_by_scipy, many_time),
        ("kappa, all pairs", seconds(lambda: cohen_kappa(ties)), None),
        ("pi, all pairs", seconds(lambda: scott_pi(ties)), None),
    ]
    gap = max(
        abs(tau_b(ties)[i, j] - kendalltau(ties[i], ties[j]).statistic)
        for i, j in itertools.combinations(range(0, STATES, 20), 2)
    )
    print(f"{STATES} states, {STATES * (STATES - 1) // 2:,} pairs; tau-b differs by {gap:.0e}\n")
    print(f"{'':<42}{'ms':>10}{'ratio':>10}")
    for name, took, base in results:
        ratio = f"{took / base:>9.0f}x" if base else ""
        print(f"{name:<42}{1000 * took:>10.1f}{ratio}")


if __name__ == "__main__":
    main()
