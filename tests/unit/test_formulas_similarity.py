"""Similarity of portfolios, against plain loops and scipy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from multipolar.errors import MeasureError
from multipolar.formulas.rank_similarity import tau_b, tau_b_pair
from multipolar.formulas.similarity import cohen_kappa, s_score, s_score_pair, scott_pi

TWO_TO_SIX = st.integers(2, 6)
METRICS = ["nominal", "absolute", "squared"]
ALL = [
    pytest.param(lambda p, **k: s_score(p, d_max=9, **k), id="s_absolute"),
    pytest.param(lambda p, **k: s_score(p, d_max=9, metric="squared", **k), id="s_squared"),
    cohen_kappa,
    scott_pi,
    tau_b,
]


def distance(a: float, b: float, metric: str) -> float:
    return {"nominal": float(a != b), "absolute": abs(a - b), "squared": (a - b) ** 2}[metric]


def naive_s(x, y, w, d_max, metric) -> float:
    top = d_max**2 if metric == "squared" else d_max
    return 1 - 2 * sum(k * distance(a, b, metric) for a, b, k in zip(x, y, w, strict=True)) / (
        top * sum(w)
    )


def naive_corrected(x, y, w, metric, pooled) -> float:
    w = np.asarray(w) / np.sum(w)
    observed = sum(k * distance(a, b, metric) for a, b, k in zip(x, y, w, strict=True))
    expected = 0.0
    if pooled:
        both = [(a, k / 2) for a, k in zip(x, w, strict=True)]
        both += [(b, k / 2) for b, k in zip(y, w, strict=True)]
        expected = sum(k * q * distance(a, b, metric) for a, k in both for b, q in both)
    else:
        for a, k in zip(x, w, strict=True):
            for b, q in zip(y, w, strict=True):
                expected += k * q * distance(a, b, metric)
    return 1 - observed / expected if expected > 1e-12 else float("nan")


@st.composite
def portfolios(draw, levels=TWO_TO_SIX):
    seed, n, m = draw(st.integers(0, 9999)), draw(st.integers(2, 6)), draw(st.integers(2, 12))
    rng = np.random.default_rng(seed)
    return rng.integers(0, draw(levels), (n, m)).astype(float), rng.random(m) + 0.01


@settings(max_examples=40)
@given(portfolios(), st.sampled_from(METRICS))
def test_against_plain_loops(case, metric) -> None:
    rows, weights = case
    n = len(rows)
    for w in (None, weights):
        flat = np.ones(rows.shape[1]) if w is None else w
        kappa = cohen_kappa(rows, metric=metric, weights=w)
        pi = scott_pi(rows, metric=metric, weights=w)
        for i in range(n):
            for j in range(n):
                pair = rows[i], rows[j], flat, metric
                assert kappa[i, j] == pytest.approx(
                    naive_corrected(*pair, pooled=False), abs=1e-9, nan_ok=True
                )
                assert pi[i, j] == pytest.approx(
                    naive_corrected(*pair, pooled=True), abs=1e-9, nan_ok=True
                )
                if metric != "nominal":
                    s = s_score(rows, d_max=5, metric=metric, weights=w)
                    assert s[i, j] == pytest.approx(
                        naive_s(rows[i], rows[j], flat, 5, metric), abs=1e-12
                    )


@settings(max_examples=40)
@given(portfolios(st.sampled_from([2, 4, 30])))
def test_tau_b_against_scipy(case) -> None:
    rows, _ = case
    ours = tau_b(rows)
    for i in range(len(rows)):
        for j in range(len(rows)):
            theirs = kendalltau(rows[i], rows[j]).statistic
            assert ours[i, j] == pytest.approx(theirs, abs=1e-12, nan_ok=True)


def test_many_levels_and_few_give_the_same() -> None:
    rng = np.random.default_rng(1)
    few = rng.integers(0, 4, (12, 30)).astype(float)
    extra = np.vstack([few, np.arange(30.0)])  # one row more brings in many levels
    np.testing.assert_allclose(tau_b(extra)[:12, :12], tau_b(few), atol=1e-12)
    np.testing.assert_allclose(
        s_score(extra, d_max=29)[:12, :12], s_score(few, d_max=29), atol=1e-12
    )


@pytest.mark.parametrize("measure", ALL)
def test_relabelling_symmetry_and_range(measure) -> None:
    rng = np.random.default_rng(3)
    ties = rng.integers(0, 4, (15, 15)).astype(float)
    order = rng.permutation(15)
    value = measure(ties, self_value=3)
    np.testing.assert_allclose(
        measure(ties[np.ix_(order, order)], self_value=3), value[np.ix_(order, order)], atol=1e-12
    )
    np.testing.assert_array_equal(value, value.T)
    np.testing.assert_allclose(np.diag(value), 1)
    assert value.max() <= 1


def test_self_value_replaces_the_diagonal_and_spares_the_input() -> None:
    ties = np.zeros((3, 3))
    assert s_score(ties, d_max=3)[0, 1] == 1
    assert s_score(ties, d_max=3, self_value=3)[0, 1] == pytest.approx(1 - 2 * 6 / 9)
    assert not ties.any()


def test_identical_empty_portfolios_are_one_in_s_and_undefined_in_the_others() -> None:
    empty = np.zeros((2, 5))
    assert s_score(empty, d_max=3)[0, 1] == 1
    for measure in (cohen_kappa, scott_pi, tau_b):
        assert np.isnan(measure(empty)).all()


@given(portfolios(st.just(2)))
def test_metrics_agree_on_binary_portfolios(case) -> None:
    rows, _ = case
    for measure in (cohen_kappa, scott_pi):
        nominal = measure(rows, metric="nominal")
        for metric in METRICS[1:]:
            np.testing.assert_allclose(measure(rows, metric=metric), nominal, atol=1e-9)


@given(portfolios())
def test_pi_is_never_above_kappa_for_squared_weights(case) -> None:
    rows, _ = case
    pi, kappa = scott_pi(rows), cohen_kappa(rows)
    assert np.all((pi <= kappa + 1e-9) | np.isnan(pi) | np.isnan(kappa))


def test_pairs_equal_the_matrix() -> None:
    rows = np.random.default_rng(5).integers(0, 4, (2, 20))
    assert s_score_pair(*rows, d_max=3) == s_score(rows, d_max=3)[0, 1]
    assert tau_b_pair(*rows) == tau_b(rows)[0, 1]


@pytest.mark.parametrize("measure", ALL)
def test_errors(measure) -> None:
    with pytest.raises(MeasureError, match="missing"):
        measure([[0, np.nan], [1, 0]])
    with pytest.raises(MeasureError, match="square"):
        measure([[0, 1, 2], [1, 0, 2]], self_value=3)
    with pytest.raises(MeasureError, match="dimension"):
        measure([0, 1])


def test_errors_of_scale_weights_and_metric() -> None:
    rows = [[0, 3], [1, 0]]
    with pytest.raises(MeasureError, match="d_max"):
        s_score(rows, d_max=2)
    with pytest.raises(MeasureError, match="'absolute' and 'squared'"):
        s_score(rows, d_max=3, metric="nominal")
    with pytest.raises(MeasureError, match="metric"):
        cohen_kappa(rows, metric="cubic")
    with pytest.raises(MeasureError, match="weights"):
        cohen_kappa(rows, weights=[1])
    with pytest.raises(MeasureError, match="weights"):
        cohen_kappa(rows, weights=[0, 0])
    with pytest.raises(MeasureError, match="partners"):
        s_score_pair([1, 2], [1], d_max=3)
