"""What the two line indices share: edges, the cycles that must be cut, and a bound from them.

A set of edges whose removal leaves a (weakly) balanced network must contain an edge of every bad
cycle: one with an odd number of hostile edges for balance, one with exactly one hostile edge for
weak balance. The least weight of such a set is the line index. Asking only for some of the
cycles, and for shares of edges rather than whole ones, gives a linear program whose value bounds
it from below; cycles that its solution violates are found as shortest paths and added.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from multipolar.formulas.checks import Floats, Ints

_VIOLATED = 1e-4  # a cycle cut to less than 1 by more than this is added
_LENGTH = 1e-7  # added to each edge, so that among equal cycles the short ones are found


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of a signed network: ends (``tail`` < ``head``), sign and weight."""

    n: int
    tail: Ints
    head: Ints
    sign: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.tail)

    @property
    def whole(self) -> bool:
        """Whether every total weight is a whole number."""
        return bool(np.all(self.weight == np.round(self.weight)))

    def frustrated(self, labels: Ints) -> Ints:
        """Which edges are hostile inside a part or friendly across parts."""
        together = labels[self.tail] == labels[self.head]
        return np.asarray(np.flatnonzero(together == (self.sign < 0)), dtype=np.int64)

    def cost(self, labels: Ints) -> float:
        """Weight of those edges."""
        return float(self.weight[self.frustrated(labels)].sum())

    def pairs(self, which: Ints) -> Ints:
        """Return the ends of the edges named, ``(edge, 2)``."""
        return np.stack([self.tail[which], self.head[which]], axis=1)

    def number(self) -> Ints:
        """Return a ``(state, state)`` table of edge numbers, -1 where there is none."""
        table = np.full((self.n, self.n), -1, dtype=np.int64)
        table[self.tail, self.head] = table[self.head, self.tail] = np.arange(len(self))
        return table


def edges_of(matrix: Floats, *, weighted: bool) -> Edges:
    """List the edges of a symmetric signed matrix; weight 1 each unless ``weighted``."""
    tail, head = np.nonzero(np.triu(matrix, k=1))
    value = matrix[tail, head]
    weight = np.abs(value) if weighted else np.ones(len(value))
    return Edges(len(matrix), tail, head, np.sign(value), weight)


@dataclass(slots=True)
class Cuts:
    """Cycles found so far, each a tuple of edge numbers, without repetition."""

    cycles: list[tuple[int, ...]] = field(default_factory=list)
    seen: set[tuple[int, ...]] = field(default_factory=set)

    def add(self, cycles: Iterable[Iterable[int]]) -> int:
        """Add those that are new, and say how many were."""
        before = len(self.cycles)
        for cycle in cycles:
            key = tuple(sorted(cycle))
            if key not in self.seen:
                self.seen.add(key)
                self.cycles.append(key)
        return len(self.cycles) - before

    def rows(self, columns: int) -> csr_array:
        """One row for each cycle, 1 for each of its edges."""
        size = [len(cycle) for cycle in self.cycles]
        place = np.concatenate([np.array(cycle) for cycle in self.cycles])
        start = np.concatenate([[0], np.cumsum(size)])
        return csr_array((np.ones(len(place)), place, start), shape=(len(size), columns))


def bad_triangles(edges: Edges, *, weak: bool) -> list[tuple[int, int, int]]:
    """Triangles to cut: an odd number of hostile edges, or exactly one if ``weak``."""
    table = edges.number()
    minus = (edges.sign < 0).astype(np.int64)
    found: list[tuple[int, int, int]] = []
    for first in range(len(edges)):
        i, j = edges.tail[first], edges.head[first]
        third = j + 1 + np.flatnonzero((table[i, j + 1 :] >= 0) & (table[j, j + 1 :] >= 0))
        one, other = table[i, third], table[j, third]
        hostile = minus[first] + minus[one] + minus[other]
        bad = (hostile == 1) | ((hostile == 3) & (not weak))
        pairs = zip(one[bad].tolist(), other[bad].tolist(), strict=True)
        found += [(first, a, b) for a, b in pairs]
    return found


def packed(edges: Edges, cycles: Iterable[tuple[int, ...]]) -> float:
    """Bound from below by cycles that share no weight: each costs its lightest edge."""
    left = edges.weight.copy()
    total = 0.0
    for cycle in cycles:
        least = float(left[list(cycle)].min())
        if least > 0:
            left[list(cycle)] -= least
            total += least
    return total


def odd_cycles(edges: Edges, cut: Floats) -> list[list[int]]:
    """Cycles with an odd number of hostile edges that are cut to less than 1.

    Each state is doubled; a friendly edge joins like copies, a hostile one unlike copies. A path
    from a state to its other copy is then a closed walk with an odd number of hostile edges, and
    the shortest is the least cut.
    """
    n, length = edges.n, np.maximum(cut, 0.0) + _LENGTH
    far = np.where(edges.sign > 0, edges.head, edges.head + n)
    near = np.where(edges.sign > 0, edges.head + n, edges.head)
    a, b = np.concatenate([edges.tail, edges.tail + n]), np.concatenate([far, near])
    graph = csr_array((np.concatenate([length, length]), (a, b)), shape=(2 * n, 2 * n))
    distance, back = dijkstra(
        graph, directed=False, indices=np.arange(n), return_predecessors=True, limit=1.0
    )
    table = edges.number()
    found = []
    for i in np.flatnonzero(distance[np.arange(n), np.arange(n) + n] < 1 - _VIOLATED):
        walk = [int(i) + n]
        while walk[-1] != i:
            walk.append(int(back[i, walk[-1]]))
        loop = _simple(walk, n)
        found.append([int(table[x, y]) for x, y in pairwise(loop)])
    return found


def _simple(walk: list[int], n: int) -> list[int]:
    """Shorten a closed odd walk to a cycle that visits no state twice and is still odd."""
    place: dict[int, int] = {}
    path: list[int] = []
    for copy in walk:
        state = copy % n
        if state in place:
            start = place[state]
            if path[start] != copy:  # back at the other copy: this loop is odd
                return [x % n for x in path[start:]] + [state]
            for dropped in path[start + 1 :]:
                del place[dropped % n]
            path = path[: start + 1]
        else:
            place[state] = len(path)
            path.append(copy)
    return [x % n for x in path]


def one_hostile_cycles(edges: Edges, cut: Floats) -> list[list[int]]:
    """Cycles with exactly one hostile edge that are cut to less than 1.

    A hostile edge closes the shortest path of friendly edges between its ends.
    """
    friendly = np.flatnonzero(edges.sign > 0)
    length = np.maximum(cut, 0.0)
    hostile = np.flatnonzero((edges.sign < 0) & (length < 1 - _VIOLATED))
    if not friendly.size or not hostile.size:
        return []
    graph = csr_array(
        (length[friendly] + _LENGTH, (edges.tail[friendly], edges.head[friendly])),
        shape=(edges.n, edges.n),
    )
    starts, row = np.unique(edges.tail[hostile], return_inverse=True)
    distance, back = dijkstra(
        graph, directed=False, indices=starts, return_predecessors=True, limit=1.0
    )
    table = edges.number()
    found = []
    for edge, at in zip(hostile.tolist(), row.tolist(), strict=True):
        x, goal = int(edges.head[edge]), int(edges.tail[edge])
        if distance[at, x] + length[edge] < 1 - _VIOLATED:
            cycle = [edge]
            while x != goal:
                y = int(back[at, x])
                cycle.append(int(table[x, y]))
                x = y
            found.append(cycle)
    return found


def rounded_up(bound: float, edges: Edges) -> float:
    """Raise a bound to the next whole number if the index must be one."""
    return float(np.ceil(bound - 1e-6)) if edges.whole else bound


def relaxed_bound(
    edges: Edges,
    cuts: Cuts,
    separate: Callable[[Edges, Floats], list[list[int]]],
    *,
    enough: float,
    deadline: float,
) -> float:
    """Bound the index from below by linear programming, adding violated cycles to ``cuts``.

    Stops when the bound reaches ``enough`` (the value of a known solution), when no violated
    cycle is found, when progress has stalled, or at the ``deadline`` (``time.monotonic``).
    """
    if not cuts.cycles:
        cuts.add(separate(edges, np.zeros(len(edges))))
    best, history = 0.0, [0.0]
    while cuts.cycles and rounded_up(best, edges) < enough - 1e-9:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        answer = linprog(
            edges.weight,
            A_ub=-cuts.rows(len(edges)),
            b_ub=-np.ones(len(cuts.cycles)),
            bounds=(0, 1),
            method="highs",
            options={"time_limit": left},
        )
        if answer.status != 0:
            break
        best = max(best, float(answer.fun))
        history.append(best)
        stalled = len(history) > 8 and best - history[-8] < 1e-3 * max(1.0, best)
        if stalled or cuts.add(separate(edges, answer.x)) == 0:
            break
    return rounded_up(best * (1 - 1e-9), edges)
