"""Turbulence: closed forms and properties."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.errors import MeasureError
from multipolar.formulas.turbulence import rank_mobility, share_turnover, tie_turnover

names = st.sampled_from("ABCDEFGH")
weights = st.dictionaries(names, st.integers(1, 100), min_size=1)
ties = st.sets(st.tuples(names, names))


def as_shares(counts):
    return {k: v / sum(counts.values()) for k, v in counts.items()}


def test_share_turnover_in_closed_form():
    half = {"A": 0.5, "B": 0.5}
    assert share_turnover(half, half) == 0
    assert share_turnover(half, {"C": 1.0}) == 1
    assert share_turnover(half, {"A": 1.0}) == 0.5
    then, now = {"A": 0.6, "B": 0.4}, {"A": 0.3, "B": 0.3, "C": 0.4}
    assert share_turnover(then, now) == pytest.approx(0.4)


@given(weights, weights, weights)
def test_share_turnover_is_a_distance(one, two, three):
    a, b, c = map(as_shares, (one, two, three))
    assert share_turnover(a, b) == pytest.approx(share_turnover(b, a))
    assert 0 <= share_turnover(a, b) <= 1 + 1e-12
    assert share_turnover(a, c) <= share_turnover(a, b) + share_turnover(b, c) + 1e-12


@pytest.mark.parametrize(
    "wrong", [{}, {"A": 0.5}, {"A": 1.5, "B": -0.5}, {"A": math.nan}, {"A": 0.6, "B": 0.6}]
)
def test_shares_that_are_none(wrong):
    with pytest.raises(MeasureError, match="needed shares from 0 that sum to 1"):
        share_turnover({"A": 1.0}, wrong)
    with pytest.raises(MeasureError, match="needed shares from 0 that sum to 1"):
        share_turnover(wrong, {"A": 1.0})


def test_rank_mobility_in_closed_form():
    """Tau of n actors of whom two neighbours change places is 1 - 4 / (n (n - 1))."""
    then = {s: i for i, s in enumerate("ABCDE")}
    swapped = then | {"A": 1, "B": 0}
    assert rank_mobility(then, then) == pytest.approx(0)
    assert rank_mobility(then, {s: -i for s, i in then.items()}) == pytest.approx(2)
    assert rank_mobility(then, swapped) == pytest.approx(4 / (5 * 4))


def test_rank_mobility_with_ties():
    """Tau-b: one pair tied at one end gives 2 / sqrt(2 · 3) of three actors."""
    tied = {"A": 1, "B": 1, "C": 0}
    assert rank_mobility(tied, {"A": 2, "B": 1, "C": 0}) == pytest.approx(1 - 2 / math.sqrt(6))


def test_rank_mobility_is_of_the_actors_in_both():
    assert rank_mobility({"A": 3, "B": 2, "X": 9}, {"A": 3, "B": 2, "Y": 1}) == pytest.approx(0)
    assert math.isnan(rank_mobility({"A": 1, "B": 2}, {"A": 1, "C": 2}))
    assert math.isnan(rank_mobility({"A": 1, "B": 1}, {"A": 1, "B": 2}))


@given(weights, weights)
def test_rank_mobility_has_no_scale(one, two):
    first = rank_mobility(one, two)
    assert math.isnan(first) or -1e-12 <= first <= 2 + 1e-12
    scaled = rank_mobility({k: 7 * v for k, v in one.items()}, two)
    assert first == pytest.approx(scaled, nan_ok=True)
    assert first == pytest.approx(rank_mobility(two, one), nan_ok=True)


def test_tie_turnover_in_closed_form():
    ab, ac = ("A", "B"), ("A", "C")
    assert tie_turnover({ab}, {ab}) == 0
    assert tie_turnover({ab}, {ac}) == 1
    assert tie_turnover({ab}, set()) == 1
    assert tie_turnover({ab, ac, ("B", "C")}, {ab}) == pytest.approx(2 / 3)
    assert math.isnan(tie_turnover(set(), set()))


@given(ties, ties, ties)
def test_tie_turnover_is_a_distance(one, two, three):
    assert tie_turnover(one, two) == pytest.approx(tie_turnover(two, one), nan_ok=True)
    if one and two and three:
        assert tie_turnover(one, three) <= (
            tie_turnover(one, two) + tie_turnover(two, three) + 1e-12
        )
