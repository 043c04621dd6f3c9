"""Trade follows output and gravity, and falls under sanctions and war."""

import numpy as np
import pytest
from simulated import alone, dense, run, tiny

STILL = {
    "elasticity": 1.0, "friction": 1.1, "level": -21.7, "pull": 0.0, "friends": 0.5, "cut": 0.2,
    "rupture": 0.5,
}  # fmt: skip


def traded(n=2, years=1, values=(), **fields):
    model = alone("trade", **STILL | dict(values))
    fields = {"growth": 0, "trade_ij": 3e9, "trade_ji": 1e9} | fields
    return run(model, tiny(model, n, room=0, **fields), years)[0]


def gravity(gdp_i, gdp_j, log_distance, bond):
    return np.exp(-21.7 + 0.95 * np.log(gdp_i * gdp_j) - 1.1 * log_distance + 0.5 * bond)


def test_without_causes_trade_stays():
    final = traded(years=5)
    assert final["trade_ij"] == pytest.approx([3e9], rel=1e-4)
    assert final["trade_ji"] == pytest.approx([1e9], rel=1e-4)


def test_trade_grows_with_the_mean_growth_of_the_two():
    final = traded(values={"elasticity": 1.5}, growth=[0.04, -0.01])
    assert final["trade_ij"] == pytest.approx([3e9 * np.exp(1.5 * 0.015)], rel=1e-4)


@pytest.mark.parametrize(
    ("fields", "fall"),
    [
        ({"sanction_ij": 1}, 0.2),
        ({"sanction_ji": 1}, 0.2),
        ({"sanction_ij": 1, "sanction_ji": 1}, 0.2),
        ({"war": 1}, 0.5),
        ({"war": 1, "sanction_ij": 1}, 0.7),
    ],
)
def test_sanctions_and_war_cut_both_directions(fields, fall):
    final = traded(**fields)
    assert final["trade_ij"] == pytest.approx([3e9 * np.exp(-fall)], rel=1e-4)
    assert final["trade_ji"] == pytest.approx([1e9 * np.exp(-fall)], rel=1e-4)


def test_trade_approaches_gravity_from_both_sides():
    gdp = np.array([1e12, 3e11, 5e12])
    bonds = np.array([[0, 0, 0], [0.8, 0, 0], [-0.5, 0, 0]])
    final = traded(
        3, 80, {"pull": 0.2}, gdp_ppp=gdp, alignment=bonds, log_distance=8.0,
        trade_ij=[1e3, 1e9, 1e13], trade_ji=[1e13, 1e9, 0],
    )  # fmt: skip
    i, j = np.tril_indices(3, -1)
    expected = gravity(gdp[i], gdp[j], 8.0, bonds[i, j])
    assert final["trade_ij"] == pytest.approx(expected, rel=1e-3)
    assert final["trade_ji"] == pytest.approx(expected, rel=1e-3)


def test_one_step_closes_the_stated_part_of_the_gap():
    rest = gravity(1e12, 1e12, 8.5, 0)
    final = traded(values={"pull": 0.3}, trade_ij=rest / np.e, trade_ji=rest * np.e)
    assert final["trade_ij"] == pytest.approx([rest * np.exp(-0.7)], rel=1e-3)
    assert final["trade_ji"] == pytest.approx([rest * np.exp(0.7)], rel=1e-3)
    for start in (-9, 9):
        far = traded(values={"pull": 0.3}, trade_ij=rest * np.e**start, trade_ji=rest * np.e**start)
        expected = rest * np.exp(start - np.sign(start) * 0.9)
        assert far["trade_ij"] == pytest.approx([expected], rel=1e-3)
        assert far["trade_ji"] == pytest.approx([expected], rel=1e-3)


def test_under_lasting_sanctions_trade_rests_lower_by_cut_over_pull():
    final = traded(values={"pull": 0.2}, years=80, sanction_ij=1)
    assert final["trade_ij"] == pytest.approx([gravity(1e12, 1e12, 8.5, 0) / np.e], rel=1e-3)


def test_dependence_is_trade_with_all_over_output():
    final = traded(4, gdp_ppp=[1e12, 2e12, 3e12, 4e12], values={"elasticity": 0})
    flows = dense(final, "trade")
    turnover = flows.sum(axis=0) + flows.sum(axis=1)
    assert final["turnover"] == pytest.approx(turnover, rel=1e-5)
    assert final["dependence"] == pytest.approx(turnover / final["gdp_ppp"], rel=1e-5)
    assert final["turnover"].sum() == pytest.approx(2 * flows.sum(), rel=1e-5)


def test_trade_is_never_negative():
    final = traded(3, 40, {"pull": 0.5, "rupture": 5}, war=1)
    assert final["trade_ij"].min() == 0
    assert final["trade_ji"].min() == 0
