r"""Line index of balance (frustration index), exact where it can be proven.

The least number (or weight) of ties that stand against a division into two camps: hostile ties
inside a camp and friendly ties across. Harary's line index; also the least number of ties to
delete, or to change in sign, for balance. Finding it is NP-hard in general. Networks of states
are solved to proof in a fraction of a second; where the time limit strikes, the best division
found is returned with a proven bound from below.

References
----------
Harary, F. (1959). On the measurement of structural balance. *Behavioral Science* 4(4), 316-323.
Aref, S. & Wilson, M. C. (2018). Measuring partial balance in signed networks. *Journal of Complex
Networks* 6(4), 566-595.
Aref, S., Mason, A. J. & Wilson, M. C. (2020). A modeling and computational study of the
frustration index in signed networks. *Networks* 75(1), 95-110.
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack
from scipy.sparse.csgraph import connected_components

from multipolar.errors import MeasureError
from multipolar.formulas.checks import Floats, Ints, signed_network
from multipolar.formulas.cuts import (
    Cuts,
    Edges,
    bad_triangles,
    edges_of,
    odd_cycles,
    packed,
    relaxed_bound,
    rounded_up,
)

_LARGE = 20_000  # edges beyond which no exact solution is tried


@dataclass(frozen=True, slots=True)
class LineIndex:
    """Line index of balance with its certificate.

    ``value`` is the number (or weight) of ``edges`` ``(edge, 2)`` that stand against the division
    ``sides`` ``(state,)``, 0 or 1, the first state on side 0. No division has less than
    ``bound``; ``exact`` says that the two meet. ``total`` is the number (or weight) of all ties.
    """

    value: float
    bound: float
    exact: bool
    sides: Ints
    edges: Ints
    total: float

    @property
    def normalized(self) -> float:
        r"""Normalised index of Aref and Wilson, :math:`F = 1 - 2L/m`; NaN without ties."""
        return 1.0 - 2.0 * self.value / self.total if self.total else float("nan")


def line_index(ties: ArrayLike, *, time_limit: float = 60.0, weighted: bool = False) -> LineIndex:
    """Line index of balance: the ties against the best division into two camps.

    Not to be taken for :func:`multipolar.formulas.weak_line_index.weak_line_index`, which allows
    any number of clusters and is never larger.

    Parameters
    ----------
    ties
        ``(state, state)`` symmetric, hostile negative, friendly positive, 0 none.
    time_limit
        Seconds for the proof. Whether a result is exact can depend on it; an exact value cannot.
    weighted
        Count each tie by its absolute value instead of as 1.

    Returns
    -------
    LineIndex
        Value, bound, whether exact, the sides, and the frustrated edges.

    Raises
    ------
    MeasureError
        Not a symmetric matrix of numbers with a diagonal of 0, or a negative time limit.

    Notes
    -----
    A local search from the spectrum gives the division; a linear program over cycles with an odd
    number of hostile ties gives a bound, which often meets it; else a mixed-integer program
    settles it (HiGHS). Equally good divisions may exist: ``sides`` is one of them.

    Examples
    --------
    Three enemies cannot be divided into two camps without one pair left over:

    >>> found = line_index([[0, -1, -1], [-1, 0, -1], [-1, -1, 0]])
    >>> found.value, found.exact, len(found.edges)
    (1.0, True, 1)
    """
    if not time_limit >= 0:
        msg = f"time_limit: {time_limit}; seconds of zero or more are needed"
        raise MeasureError(msg)
    matrix = signed_network(ties)
    deadline = time.monotonic() + time_limit
    edges = edges_of(matrix, weighted=weighted)
    sides = _search(matrix if weighted else np.sign(matrix), edges)
    value = edges.cost(sides)
    bound = 0.0
    if value > 0:
        cuts = Cuts()
        triangles = bad_triangles(edges, weak=False)
        bound = rounded_up(packed(edges, triangles) * (1 - 1e-12), edges)
        if len(edges) <= _LARGE:
            cuts.add(triangles)
            lower = relaxed_bound(edges, cuts, odd_cycles, enough=value, deadline=deadline)
            bound = max(bound, lower)
            if bound < value - 1e-9:
                sides, bound = _settle(edges, cuts, sides, bound, deadline)
    value = edges.cost(sides)
    exact = bound >= value - 1e-7 * max(1.0, value)
    sides = np.asarray(sides ^ sides[0], dtype=np.int64)
    return LineIndex(
        value=value,
        bound=value if exact else bound,
        exact=exact,
        sides=sides,
        edges=edges.pairs(edges.frustrated(sides)),
        total=float(edges.weight.sum()),
    )


def _search(matrix: Floats, edges: Edges) -> Ints:
    """Find a good division: from the spectrum and from random starts, by tabu search."""
    n = len(matrix)
    rng = np.random.default_rng(0)
    starts = [np.ones(n)]
    if n <= 3000:
        degree = np.diag(np.abs(matrix).sum(axis=1))
        starts.append(np.linalg.eigh(degree - matrix)[1][:, 0])
    starts += [rng.standard_normal(n) for _ in range(4)]
    found = [_tabu(matrix, np.where(start >= 0, 1.0, -1.0), rng) for start in starts]
    return min(found, key=edges.cost)


def _tabu(matrix: Floats, spin: Floats, rng: np.random.Generator) -> Ints:
    """Change the side of the state that helps most, even if none does, but not the same soon."""
    n = len(spin)
    local = spin * (matrix @ spin)  # agreement of each state with its side
    score, best_score, best = 0.0, 0.0, spin.copy()
    until = np.zeros(n, dtype=np.int64)
    last_gain = 0
    for step in range(1, 40 * n + 200):
        free = (until < step) | (score + local < best_score - 1e-12)
        cost = np.where(free, local, np.inf)
        i = int(np.argmin(cost))
        if not np.isfinite(cost[i]) or step - last_gain > 6 * n + 60:
            break
        score += local[i]
        spin[i] = -spin[i]
        local[i] = -local[i]
        local += 2.0 * spin * matrix[i] * spin[i]
        until[i] = step + 4 + rng.integers(n // 10 + 2)
        if score < best_score - 1e-12:
            best_score, best, last_gain = score, spin.copy(), step
    return np.asarray(best < 0, dtype=np.int64)


def _settle(
    edges: Edges, cuts: Cuts, sides: Ints, bound: float, deadline: float
) -> tuple[Ints, float]:
    """Find the best division and a bound by mixed-integer programming."""
    left = deadline - time.monotonic()
    if left <= 0:
        return sides, bound
    value = edges.cost(sides)
    rows, low = _program(edges, cuts)
    # only a better division is of interest, so ask for one; none means the known one is best
    target = value - 1.0 if edges.whole else value
    cost = np.concatenate([np.zeros(edges.n), edges.weight])
    ceiling = csr_array(cost[None, :])
    upper = np.ones(len(cost))
    upper[_anchors(edges)] = 0.0
    answer = milp(
        cost,
        constraints=[
            LinearConstraint(rows, low, np.inf),
            LinearConstraint(ceiling, bound, target + 1e-6),
        ],
        integrality=np.concatenate([np.ones(edges.n), np.zeros(len(edges))]),
        bounds=Bounds(np.zeros(len(cost)), upper),
        options={"time_limit": left, "mip_rel_gap": 0.0},
    )
    if answer.status == 2 and edges.whole:  # no better one
        return sides, value
    if answer.x is not None:
        other = np.asarray(answer.x[: edges.n] > 0.5, dtype=np.int64)
        if edges.cost(other) < value:
            sides = other
    proven = answer.mip_dual_bound
    if proven is not None and np.isfinite(proven):
        reached = min(rounded_up(float(proven) * (1 - 1e-9), edges), value)
        bound = max(bound, reached)
    return sides, bound


def _program(edges: Edges, cuts: Cuts) -> tuple[csr_array, Floats]:
    """Rows of the program: an edge is frustrated if its ends say so; every bad cycle is cut.

    Columns are the side of each state, then the frustration of each edge.
    """
    m = len(edges)
    row = np.arange(m)
    one = np.ones(m)
    sign = edges.sign
    whole = csr_array((one, (row, row)), shape=(m, m))

    def ends(first: Floats, second: Floats) -> csr_array:
        place = (np.concatenate([row, row]), np.concatenate([edges.tail, edges.head]))
        return csr_array(coo_array((np.concatenate([first, second]), place), shape=(m, edges.n)))

    # friendly: f >= x_i - x_j and f >= x_j - x_i; hostile: f >= x_i + x_j - 1 and 1 - x_i - x_j
    blocks = [hstack([ends(-one, sign), whole]), hstack([ends(one, -sign), whole])]
    low = [np.where(sign > 0, 0.0, -1.0), np.where(sign > 0, 0.0, 1.0)]
    if cuts.cycles:
        empty = csr_array((len(cuts.cycles), edges.n))
        blocks.append(hstack([empty, cuts.rows(m)]))
        low.append(np.ones(len(cuts.cycles)))
    return csr_array(vstack(blocks)), np.concatenate(low)


def _anchors(edges: Edges) -> Ints:
    """One state of each component, the one with most ties: its side is free to choose."""
    both = (np.concatenate([edges.tail, edges.head]), np.concatenate([edges.head, edges.tail]))
    graph = csr_array(coo_array((np.ones(2 * len(edges)), both), shape=(edges.n, edges.n)))
    _, label = connected_components(graph, directed=False)
    degree = np.bincount(both[0], minlength=edges.n)
    order = np.argsort(-degree, kind="stable")
    _, first = np.unique(label[order], return_index=True)
    return np.asarray(order[first], dtype=np.int64)
