"""Priors: quantiles of known laws, cut to the range of their parameter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from multipolar.priors import Prior, beta, lognormal, normal, uniform

INF = np.inf
U = np.linspace(0.0, 1.0, 1001)[1:-1]
LAWS = [
    (normal(1.5, 0.5), stats.norm(1.5, 0.5)),
    (lognormal(0.03, 0.4), stats.lognorm(0.4, scale=0.03)),
    (uniform(-2.0, 3.0), stats.uniform(-2.0, 5.0)),
    (beta(3.0, 7.0), stats.beta(3.0, 7.0)),
]
priors = st.sampled_from([p for p, _ in LAWS])


@pytest.mark.parametrize(("prior", "law"), LAWS, ids=[str(p) for p, _ in LAWS])
def test_without_a_cut_they_are_the_quantiles_of_the_law(prior, law):
    assert np.allclose(prior.quantiles(U, -INF, INF), law.ppf(U), rtol=1e-10)


@pytest.mark.parametrize(("prior", "law"), LAWS, ids=[str(p) for p, _ in LAWS])
def test_a_cut_leaves_the_law_within_it_as_it_was(prior, law):
    low, high = law.ppf([0.2, 0.7])
    found = prior.quantiles(U, low, high)
    assert np.allclose(law.cdf(found), 0.2 + U * 0.5, rtol=1e-9)


@given(priors, st.floats(0.0, 1.0), st.floats(-5.0, 5.0), st.floats(0.0, 5.0))
def test_no_quantile_leaves_the_range(prior, u, low, width):
    found = prior.quantiles(np.array([u]), low, low + width)
    assert low <= found[0] <= low + width


def test_lognormal_is_told_by_its_median():
    assert lognormal(0.03, 0.4).quantiles(np.array([0.5]), 0.0, INF)[0] == pytest.approx(0.03)


def test_fixed_is_the_one_value():
    assert Prior("fixed", 0.3).quantiles(U, 0.0, 1.0).tolist() == [0.3] * len(U)


def test_they_say_what_they_are():
    assert [str(p) for p, _ in LAWS] == [
        "normal(1.5, 0.5)", "lognormal(0.03, 0.4)", "uniform(-2, 3)", "beta(3, 7)",
    ]  # fmt: skip
    assert str(Prior("fixed", 0.3)) == "fixed at 0.3"
