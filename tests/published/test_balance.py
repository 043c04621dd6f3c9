"""Balance of published signed networks.

Networks: Read (1954), the highland tribes; Doreian & Mrvar (2015), states in four-year windows
1946-1999; both as in the R package signnet. Antal, Krapivsky & Redner (2006), alliances before
1914. KONECT, triadic conflict. P27 to P37 of the validation list.
"""

from fractions import Fraction
from functools import cache
from math import ceil

import numpy as np
import pytest
from scipy.optimize import linprog

from multipolar.formulas.cuts import (
    Cuts,
    bad_triangles,
    edges_of,
    one_hostile_cycles,
    relaxed_bound,
)
from multipolar.formulas.line_index import line_index
from multipolar.formulas.signed import algebraic_conflict, triads, walk_balance
from multipolar.formulas.weak_line_index import weak_line_index

FAST = ["46-49", "53-56", "60-63", "76-79", "80-83", "94-97"]
WINDOWS = 48

# Windows whose listed weak index is too low: no clustering reaches it. A rational packing of
# cycles with one hostile edge proves the values here (see the tests of the packing); 17 of these
# 19 equal half the figure printed by Doreian and Mrvar, the other two are below it.
LISTED_TOO_LOW = {
    "53-56": 20, "61-64": 35, "69-72": 27, "70-73": 21, "72-75": 21, "73-76": 23, "74-77": 28,
    "77-80": 33, "79-82": 38, "80-83": 41, "81-84": 40, "82-85": 40, "83-86": 38, "84-87": 35,
    "87-90": 37, "88-91": 36, "89-92": 33, "90-93": 39, "92-95": 36,
}  # fmt: skip


def matrix(rows) -> np.ndarray:
    states = sorted({row[end] for row in rows for end in "ab"})
    ties = np.zeros((len(states), len(states)))
    for row in rows:
        i, j = states.index(row["a"]), states.index(row["b"])
        ties[i, j] = ties[j, i] = int(row["sign"])
    return ties


@pytest.fixture(scope="module")
def windows(table):
    """Ties of a window: each pair stands once in the file, so none has to be resolved."""
    by_window: dict[str, list] = {}
    for row in table("data/signed_networks/cow_windows_1946_1999.csv.gz"):
        by_window.setdefault(row["window"], []).append(row)

    @cache
    def ties(window: str) -> np.ndarray:
        rows = by_window[window]
        assert len({frozenset((r["a"], r["b"])) for r in rows}) == len(rows)
        return matrix(rows)

    return ties


@pytest.fixture(scope="module")
def expected(table):
    rows = {row["window"]: row for row in table("validation/cow_signed_networks.csv")}
    assert len(rows) == WINDOWS
    return rows


def check_window(ties, row) -> None:
    m_pos, m_neg = int(np.sum(ties > 0)) // 2, int(np.sum(ties < 0)) // 2
    size = [len(ties), m_pos + m_neg, m_pos, m_neg]
    assert size == [int(row[name]) for name in ("n", "m", "m_pos", "m_neg")]
    census = triads(ties)
    assert census.total == int(row["triangles"])
    for name in ("ppp", "ppm", "pmm", "mmm"):
        assert getattr(census, name) == int(row[name])
    assert census.balanced_share == pytest.approx(float(row["T_balanced_share"]), abs=1e-6)
    assert walk_balance(ties).overall == pytest.approx(float(row["walk_balance"]), abs=1e-6)
    assert algebraic_conflict(ties) == pytest.approx(float(row["lambda_min"]), abs=1e-6)
    found = line_index(ties)
    assert found.exact
    assert found.value == int(row["line_index_2cluster_exact"])
    assert found.normalized == pytest.approx(float(row["F_normalized"]), abs=1e-6)
    check_certificate(ties, found.sides, found)
    weak = weak_line_index(ties)
    assert weak.exact
    listed = int(row["weak_line_index_exact"])
    assert weak.value == LISTED_TOO_LOW.get(row["window"], listed)
    assert (weak.value > listed) == (row["window"] in LISTED_TOO_LOW)
    check_certificate(ties, weak.clusters, weak)


def check_certificate(ties, labels, found) -> None:
    same = labels[:, None] == labels[None, :]
    wrong = np.triu(np.where(same, ties < 0, ties > 0))
    assert found.value == wrong.sum() == len(found.edges)
    assert wrong[tuple(found.edges.T)].all()


@pytest.mark.parametrize("window", FAST)
def test_cow_window(windows, expected, window) -> None:
    """P30 to P34 and the file of all windows."""
    check_window(windows(window), expected[window])


@pytest.mark.slow
def test_all_cow_windows(windows, expected) -> None:
    for window, row in expected.items():
        check_window(windows(window), row)


def packing(ties) -> Fraction:
    """Bound the weak index from below in rational arithmetic, by cycles sharing no edge's weight.

    Cycles come from the linear program, but what is proven does not rest on it: each is checked
    to be closed with one hostile edge, and their weights are scaled so that no edge carries more
    than 1. Any set of edges that hits all cycles then counts at least their sum.
    """
    edges, cuts = edges_of(ties, weighted=False), Cuts()
    cuts.add(bad_triangles(edges, weak=True))
    relaxed_bound(edges, cuts, one_hostile_cycles, enough=np.inf, deadline=np.inf)
    rows = cuts.rows(len(edges))
    answer = linprog(-np.ones(rows.shape[0]), A_ub=rows.T, b_ub=np.ones(len(edges)))
    load, total = [Fraction(0)] * len(edges), Fraction(0)
    for cycle, raw in zip(cuts.cycles, answer.x, strict=True):
        assert sum(edges.sign[e] < 0 for e in cycle) == 1
        ends = edges.pairs(np.array(cycle)).ravel()
        assert set(np.bincount(ends).tolist()) <= {0, 2}
        amount = Fraction(float(raw)).limit_denominator(1000) if raw > 1e-9 else Fraction(0)
        total += amount
        for e in cycle:
            load[e] += amount
    return total / max(load)


@pytest.mark.parametrize("window", ["53-56", "80-83"])
def test_weak_index_is_proven_by_a_packing(windows, window) -> None:
    assert ceil(packing(windows(window))) == LISTED_TOO_LOW[window]


@pytest.mark.slow
def test_every_weak_index_is_proven_by_a_packing(windows, expected) -> None:
    """All 48 windows, and how often they equal half the figures of Doreian and Mrvar (2015)."""
    same = 0
    for window, row in expected.items():
        proven = ceil(packing(windows(window)))
        assert proven == weak_line_index(windows(window)).value
        same += proven == float(row["dm_half"])
    assert same == 36


@pytest.fixture(scope="module")
def tribes(table):
    ties = matrix(table("data/signed_networks/highland_tribes.csv"))
    assert (len(ties), np.count_nonzero(ties) // 2, np.sum(ties < 0) // 2) == (16, 58, 29)
    return ties


def test_highland_tribes(tribes, table) -> None:
    """P27: Read (1954); triadic conflict by KONECT."""
    census = triads(tribes)
    assert (census.ppp, census.ppm, census.pmm, census.mmm) == (19, 2, 40, 7)
    assert census.balanced_share == pytest.approx(0.867647, abs=1e-6)
    conflict = {
        row["network"]: float(row["tau_unbalanced_share"])
        for row in table("validation/konect_triadic_conflict.csv")
    }
    assert 1 - census.balanced_share == pytest.approx(conflict["Highland tribes"], abs=1e-6)
    assert walk_balance(tribes).overall == pytest.approx(0.357576, abs=1e-6)
    assert algebraic_conflict(tribes) == pytest.approx(1.040289, abs=1e-6)
    found = line_index(tribes)
    assert (found.value, found.exact) == (7, True)
    check_certificate(tribes, found.sides, found)


def test_highland_tribes_in_clusters(tribes) -> None:
    """P28."""
    found = weak_line_index(tribes)
    assert (found.value, found.exact, found.number) == (2, True, 3)


def test_bank_wiring_room() -> None:
    pytest.skip("P29 needs the bank wiring room network, which is not among the data here")


@pytest.mark.parametrize(
    ("panel", "unbalanced", "line", "weak"),
    [("1882", 2, 1, None), ("1890", 2, 1, 0), ("1907", 0, 0, 0)],
)
def test_alliances_before_1914(table, panel, unbalanced, line, weak) -> None:
    """P35 to P37: Antal, Krapivsky and Redner (2006), edges as in their figure."""
    rows = [r for r in table("validation/antal2006_ww1_edges.csv") if r["panel"].startswith(panel)]
    ties = matrix(rows)
    census = triads(ties)
    assert census.ppm + census.mmm == unbalanced
    assert line_index(ties).value == line
    if weak is not None:
        assert weak_line_index(ties).value == weak
