"""How a stock ends after some years: closed forms against the year-by-year sum."""

import numpy as np
import pytest
from scipy import stats

from multipolar.longrun import (
    averaged,
    change,
    log_density,
    remembered,
    shaken,
    turbulence,
    usual_scale,
    value,
)
from multipolar.model import default_model


@pytest.mark.parametrize("span", [1, 10])
def test_a_gap_closes_as_it_does_year_by_year(span):
    drift, target, pull = 0.01, 0.03, 0.08
    x, aim = 0.0, 0.7
    for _ in range(span):
        x += drift + pull * (aim - x)
        aim += target
    assert change(drift, 0.7, target, pull, span) == pytest.approx(x)


def test_shocks_that_fade_add_up_to_less():
    assert shaken(0.2, 10) == pytest.approx(sum(0.8 ** (2 * k) for k in range(10)))
    assert shaken(1e-6, 10) == pytest.approx(10, rel=1e-4)


def test_what_is_remembered_is_the_variance_of_the_sum():
    lags = np.abs(np.subtract.outer(np.arange(10), np.arange(10)))
    assert remembered(0.6, 10) == pytest.approx((0.6**lags).sum())


def density(off, spread, tail, span):
    off = np.asarray(off, float)
    return np.asarray(
        log_density(
            off, np.full(off.shape, spread), np.full(off.shape, tail), np.full(off.shape, span)
        )
    )


@pytest.mark.parametrize("span", [1.0, 10.0])
def test_a_scale_that_never_varies_leaves_a_normal_density(span):
    x = np.linspace(-0.5, 0.5, 11)
    expected = stats.norm.logpdf(x, scale=0.2)
    assert density(x, 0.2, 1e-5, span) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("span", [1.0, 10.0])
def test_the_density_has_mass_one_and_is_even(span):
    x = np.linspace(-20, 20, 200_001)
    found = np.exp(density(x, 0.1, 0.7, span))
    assert np.trapezoid(found, x) == pytest.approx(1, abs=1e-3)
    assert found == pytest.approx(found[::-1])


def test_over_one_year_it_is_the_log_normal_mixture_of_normals():
    rng = np.random.default_rng(1)
    drawn = 0.1 * np.exp(0.6 * rng.standard_normal(200_000)) * rng.standard_normal(200_000)
    x = np.linspace(-60, 60, 2_000_001) * 0.1
    mass = np.cumsum(np.exp(density(x, 0.1, 0.6, 1.0))) * (x[1] - x[0])
    for level in (0.05, 0.25, 0.75, 0.95, 0.995):
        wanted = x[np.searchsorted(mass, level)]
        assert np.quantile(drawn, level) == pytest.approx(wanted, abs=0.006)


def test_over_ten_years_it_is_normal_with_the_variance_of_the_sum():
    x = np.linspace(-2, 2, 9)
    expected = stats.norm.logpdf(x, scale=0.3 * np.exp(0.25))
    assert density(x, 0.3, 0.5, 10.0) == pytest.approx(expected)


def test_a_parameter_that_is_not_fitted_is_at_its_default():
    default = default_model().param("budget.norm").value
    assert value({}, "budget.norm") == default
    assert value({"budget.norm": 0.5}, "budget.norm") == 0.5


def test_turbulence_wanders_off_from_the_usual_scale():
    at = {"growth.tail": 0.6, "growth.lasting": 0.5, "growth.memory": 0.8, "growth.stirring": 0.3}
    found = np.asarray(turbulence(at, np.array([10.0])))
    own, common, squares = 0.0, 0.0, []
    for _ in range(10):
        own, common = 0.25 * own + 0.75 * 0.36, 0.64 * common + 0.09
        squares.append(np.exp(2 * (own + common)))
    assert np.exp(2 * found[0] ** 2) == pytest.approx(np.mean(squares))
    assert float(averaged(at, 10)[0]) == pytest.approx(np.mean(squares))


def test_output_feels_a_part_of_turbulence():
    at = {"growth.tail": 0.6, "growth.stirring": 0.0, "growth.lasting": 0.0}
    assert np.asarray(turbulence(at, np.array([10.0]), 0.5)) == pytest.approx([0.3])
    assert [float(a) for a in averaged(at, 1, 0.5)] == pytest.approx([np.exp(0.18), 0.3])


def test_what_varies_over_some_years_is_what_drawn_paths_have():
    at = {"growth.tail": 0.4, "growth.lasting": 0.7, "growth.memory": 0.8, "growth.stirring": 0.15}
    rng = np.random.default_rng(1)
    own, common = np.zeros(100_000), np.zeros(100_000)
    total = 0.0
    for _ in range(10):
        own = 0.7 * own + 0.4 * np.sqrt(1 - 0.49) * rng.standard_normal(len(own))
        common = 0.8 * common + 0.15 * rng.standard_normal(len(own))
        total = total + np.exp(2 * (own + common)) / 10
    mean, wide = (float(a) for a in averaged(at, 10))
    assert mean == pytest.approx(total.mean(), rel=0.02)
    assert wide == pytest.approx(0.5 * np.log(total).std(), rel=0.1)


def test_small_states_and_those_at_war_are_shaken_more():
    at = {"growth.smallness": 0.1, "growth.war": 0.7}
    found = usual_scale(at, np.array([0.02, 0.0002, 0.02]), np.array([0.0, 0.0, 1.0]))
    assert np.asarray(found) == pytest.approx([1, 100**0.1, np.exp(0.7)])
