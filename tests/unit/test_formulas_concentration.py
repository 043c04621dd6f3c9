"""Concentration, capability and polarisation: closed forms and symmetries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.errors import MeasureError
from multipolar.formulas.capability import cinc, cinc_by_year, component_shares, net_resources
from multipolar.formulas.concentration import (
    con,
    effective_number,
    entropy,
    gini,
    hhi,
    mansfield,
    parity,
    shares,
    top_share,
)
from multipolar.formulas.polarisation import esteban_ray, reynal_querol

values = st.lists(st.floats(1e-6, 1e6), min_size=2, max_size=30)
INDICES = [con, hhi, effective_number, entropy, gini, top_share, reynal_querol]


@pytest.mark.parametrize("n", [2, 3, 10, 200])
def test_equal_states_and_monopoly(n: int) -> None:
    equal, alone = np.ones(n), np.eye(n)[0]
    assert con(equal) == 0
    assert con(alone) == 1
    assert hhi(equal) == pytest.approx(1 / n)
    assert hhi(alone) == effective_number(alone) == top_share(alone) == 1
    assert effective_number(equal) == pytest.approx(n)
    assert entropy(equal) == pytest.approx(np.log(n))
    assert entropy(alone) == 0
    assert gini(equal) == pytest.approx(0, abs=1e-12)
    assert gini(alone) == pytest.approx((n - 1) / n)
    assert top_share(equal, 2) == pytest.approx(2 / n)


@pytest.mark.parametrize("index", INDICES)
@given(data=values, seed=st.integers(0, 99), scale=st.floats(1e-3, 1e3))
def test_order_and_unit_do_not_matter(index, data, seed, scale) -> None:
    shuffled = np.random.default_rng(seed).permutation(data) * scale
    assert index(shuffled) == pytest.approx(index(data), rel=1e-9, abs=1e-9)


@given(values)
def test_gini_is_the_mean_difference(data) -> None:
    array = np.array(data)
    naive = np.abs(array[:, None] - array[None, :]).mean() / (2 * array.mean())
    assert gini(data) == pytest.approx(naive, abs=1e-9)


@given(values)
def test_con_is_variation_over_root_of_number_less_one(data) -> None:
    number, variation = mansfield(data)
    assert number == len(data)
    assert con(data) == pytest.approx(variation / np.sqrt(number - 1), abs=1e-12)
    assert con(data) ** 2 == pytest.approx((hhi(data) - 1 / number) / (1 - 1 / number), abs=1e-12)


def test_con_of_one_state_is_undefined() -> None:
    assert np.isnan(con([5]))


def test_shares_treat_missing_values_as_told() -> None:
    data = [3, np.nan, 1]
    assert shares(data, missing="drop").tolist() == [0.75, 0.25]
    np.testing.assert_array_equal(shares(data, missing="keep"), [0.75, np.nan, 0.25])
    with pytest.raises(MeasureError, match="missing"):
        shares(data)


def test_shares_of_huge_values_do_not_overflow() -> None:
    assert shares([1e308, 1e308]).tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("bad", "why"),
    [([-9, 1], "negative"), ([0, 0], "zero"), ([], "empty"), ([[1]], "dimension"), (["a"], "num")],
)
def test_what_cannot_be_shared_is_refused(bad, why) -> None:
    for index in INDICES:
        with pytest.raises(MeasureError, match=why):
            index(bad)


def test_top_share_and_missing_options_are_checked() -> None:
    with pytest.raises(MeasureError, match="at least 1"):
        top_share([1, 2], 0)
    with pytest.raises(MeasureError, match="missing"):
        shares([1, 2], missing="fill")


def test_parity_is_challenger_over_dominant() -> None:
    assert parity([4, 6], 5).tolist() == [0.8, 1.2]
    assert np.isnan(parity(np.nan, 5))
    with pytest.raises(MeasureError, match="zero"):
        parity(1, 0)


def test_cinc_drops_a_missing_component_and_does_not_count_it_as_zero() -> None:
    full = cinc([[1, 1], [1, 1]])
    gap = cinc([[1, 1], [1, np.nan]])
    assert full.tolist() == [0.5, 0.5]
    assert gap.tolist() == [0.75, 0.5]  # more than 1 in sum


def test_cinc_drops_a_component_nobody_has() -> None:
    assert cinc([[3, 0, np.nan], [1, 0, np.nan]]).tolist() == [0.75, 0.25]
    assert np.isnan(component_shares([[3, 0], [1, 0]])[:, 1]).all()


def test_cinc_of_a_state_without_any_component_is_missing() -> None:
    np.testing.assert_array_equal(cinc([[1, 2], [np.nan, np.nan]]), [1, np.nan])


@given(st.integers(0, 999))
def test_cinc_does_not_depend_on_units_or_order(seed) -> None:
    rng = np.random.default_rng(seed)
    table = rng.random((8, 6)) * (rng.random((8, 6)) > 0.2)
    unit, order = rng.random(6) + 0.1, rng.permutation(8)
    np.testing.assert_allclose(cinc(table * unit), cinc(table), atol=1e-12)
    np.testing.assert_allclose(cinc(table[order]), cinc(table)[order], atol=1e-12)


def test_cinc_by_year_and_its_errors() -> None:
    assert cinc_by_year([[3], [1], [1], [1]], [2, 1, 2, 1]).tolist() == [0.75, 0.5, 0.25, 0.5]
    with pytest.raises(MeasureError, match="one year per row"):
        cinc_by_year([[3], [1]], [2])
    with pytest.raises(MeasureError, match="-9"):
        cinc([[-9, 1]])


def test_net_resources() -> None:
    assert net_resources([10, 10], [2, 1]).tolist() == [50, 100]
    with pytest.raises(MeasureError, match="population"):
        net_resources([1], [0])
    with pytest.raises(MeasureError, match="shape"):
        net_resources([1, 2], [1])


def test_esteban_ray_closed_form_and_distance_matrix() -> None:
    assert esteban_ray([1, 1], [0, 1], alpha=1.3) == pytest.approx(2 * 0.5**3.3)
    line, weight = np.array([0, 2.0, 5]), [1, 2, 3]
    distance = np.abs(line[:, None] - line[None, :])
    assert esteban_ray(weight, line) == pytest.approx(esteban_ray(weight, distance))
    assert esteban_ray(weight, line, scale=3) == pytest.approx(3 * esteban_ray(weight, line))
    assert esteban_ray(weight, 2 * line) == pytest.approx(2 * esteban_ray(weight, line))


@pytest.mark.parametrize(
    ("where", "alpha", "why"),
    [
        ([0, 1], 0.0, "alpha"),
        ([0, 1], 1.7, "alpha"),
        ([0, 1, 2], 1.3, "where"),
        ([[0, 1], [2, 0]], 1.3, "symmetric"),
        ([0, np.nan], 1.3, "missing"),
    ],
)
def test_esteban_ray_errors(where, alpha, why) -> None:
    with pytest.raises(MeasureError, match=why):
        esteban_ray([1, 1], where, alpha=alpha)


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_reynal_querol_of_equal_groups(n: int) -> None:
    assert reynal_querol(np.ones(n)) == pytest.approx(4 * (n - 1) / n**2)
