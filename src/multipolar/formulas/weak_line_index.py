r"""Line index of weak balance: any number of clusters, exact where it can be proven.

The least number (or weight) of ties that stand against a division into clusters, however many:
hostile ties inside a cluster and friendly ties across. Also the cost of the best correlation
clustering. The blockmodel criterion of Doreian and Mrvar with equal weights is half of it; their
printed figures for states count each tie twice.

References
----------
Davis, J. A. (1967). Clustering and structural balance in graphs. *Human Relations* 20(2), 181-187.
Doreian, P. & Mrvar, A. (1996). A partitioning approach to structural balance. *Social Networks*
18(2), 149-168.
Doreian, P. & Mrvar, A. (2015). Structural balance and signed international relations. *Journal of
Social Structure* 16.
Bansal, N., Blum, A. & Chawla, S. (2004). Correlation clustering. *Machine Learning* 56, 89-113.
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from multipolar.errors import MeasureError
from multipolar.formulas.blocs import best_partition, canonical_labels
from multipolar.formulas.checks import Bools, Ints, signed_network
from multipolar.formulas.cuts import (
    Cuts,
    Edges,
    bad_triangles,
    edges_of,
    one_hostile_cycles,
    packed,
    relaxed_bound,
    rounded_up,
)

_LARGE = 20_000  # edges beyond which no exact solution is tried


@dataclass(frozen=True, slots=True)
class ClusterIndex:
    """Line index of weak balance with its certificate.

    ``value`` is the number (or weight) of ``edges`` ``(edge, 2)`` that stand against the
    ``clusters`` ``(state,)``, numbered by falling size. No clustering has less than ``bound``;
    ``exact`` says that the two meet. ``total`` is the number (or weight) of all ties.
    """

    value: float
    bound: float
    exact: bool
    clusters: Ints
    edges: Ints
    total: float

    @property
    def number(self) -> int:
        """How many clusters, states on their own included."""
        return int(self.clusters.max()) + 1


def weak_line_index(
    ties: ArrayLike, *, time_limit: float = 60.0, weighted: bool = False
) -> ClusterIndex:
    """Line index of weak balance: the ties against the best division into clusters.

    Never larger than the line index of balance, which allows two camps only.

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
    ClusterIndex
        Value, bound, whether exact, the clusters, and the frustrated edges.

    Raises
    ------
    MeasureError
        Not a symmetric matrix of numbers with a diagonal of 0, or a negative time limit.

    Notes
    -----
    An integer program picks edges so that every cycle with exactly one hostile edge loses one;
    cycles are added as they are found violated, as shortest friendly paths between enemies.
    Clusters are joined by friendly ties inside, so a state without friends stands alone. Equally
    good clusterings may exist: the one returned, and its number of clusters, is one of them.

    Examples
    --------
    Three enemies are weakly balanced, each on its own:

    >>> found = weak_line_index([[0, -1, -1], [-1, 0, -1], [-1, -1, 0]])
    >>> found.value, found.number
    (0.0, 3)
    """
    if not time_limit >= 0:
        msg = f"time_limit: {time_limit}; seconds of zero or more are needed"
        raise MeasureError(msg)
    matrix = signed_network(ties)
    deadline = time.monotonic() + time_limit
    edges = edges_of(matrix, weighted=weighted)
    start = best_partition(matrix if weighted else np.sign(matrix), restarts=4)
    labels = _joined(edges, edges.sign * _inside(edges, start) > 0)
    bound = 0.0
    if edges.cost(labels) > 0:
        cuts = Cuts()
        triangles = bad_triangles(edges, weak=True)
        bound = rounded_up(packed(edges, triangles) * (1 - 1e-12), edges)
        if len(edges) <= _LARGE:
            cuts.add(triangles)
            enough = edges.cost(labels)
            lower = relaxed_bound(edges, cuts, one_hostile_cycles, enough=enough, deadline=deadline)
            bound = max(bound, lower)
            labels, bound = _settle(edges, cuts, labels, bound, deadline)
    value = edges.cost(labels)
    exact = bound >= value - 1e-7 * max(1.0, value)
    return ClusterIndex(
        value=value,
        bound=value if exact else bound,
        exact=exact,
        clusters=labels,
        edges=edges.pairs(edges.frustrated(labels)),
        total=float(edges.weight.sum()),
    )


def _inside(edges: Edges, labels: Ints) -> Bools:
    return np.asarray(labels[edges.tail] == labels[edges.head], dtype=np.bool_)


def _joined(edges: Edges, keep: Bools) -> Ints:
    """Clusters joined by the friendly edges kept; never worse than the clusters they lie in."""
    place = (edges.tail[keep], edges.head[keep])
    graph = csr_array(coo_array((np.ones(len(place[0])), place), shape=(edges.n, edges.n)))
    _, label = connected_components(graph, directed=False)
    return canonical_labels(np.asarray(label, dtype=np.int64))


def _settle(
    edges: Edges, cuts: Cuts, labels: Ints, bound: float, deadline: float
) -> tuple[Ints, float]:
    """Solve the integer program over the cycles known, add those violated, and again."""
    while cuts.cycles and bound < edges.cost(labels) - 1e-9:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        answer = milp(
            edges.weight,
            constraints=LinearConstraint(cuts.rows(len(edges)), 1.0, np.inf),
            integrality=np.ones(len(edges)),
            bounds=Bounds(0.0, 1.0),
            options={"time_limit": left, "mip_rel_gap": 0.0},
        )
        proven = answer.mip_dual_bound
        if proven is not None and np.isfinite(proven):
            bound = max(bound, rounded_up(float(proven) * (1 - 1e-9), edges))
        if answer.x is None:
            break
        cut = np.round(answer.x)
        other = _joined(edges, (edges.sign > 0) & (cut < 0.5))
        if edges.cost(other) < edges.cost(labels):
            labels = other
        if cuts.add(one_hostile_cycles(edges, cut)) == 0:
            break
    return labels, min(bound, edges.cost(labels))
