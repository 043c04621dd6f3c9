"""Energy and steel follow output."""

import numpy as np
import pytest
from simulated import alone, logistic, run, tiny

STILL = {"spread": 0, "energy_elasticity": 0.8, "saving": 0.01, "steel_elasticity": 1.2}


def test_energy_grows_by_elasticity_less_saving():
    model = alone("industry", **STILL)
    final, _ = run(model, tiny(model, 3, room=0, growth=[0.05, 0.0, -0.1]), 2)
    assert final["energy"] == pytest.approx(
        5e18 * np.exp(2 * (0.8 * np.array([0.05, 0, -0.1]) - 0.01))
    )


def test_steel_falls_by_half_of_what_maturity_takes_at_the_mature_income():
    model = alone("industry", **STILL, mature=0.04, mature_income=20_000)
    final, _ = run(model, tiny(model, 3, room=0, growth=0.05, gdp_ppp=[1e12, 5e7, 5e17]))
    assert final["steel"] == pytest.approx(1e7 * np.exp([0.06 - 0.02, 0.06, 0.06 - 0.04]), rel=1e-6)


def test_maturity_is_the_logistic_of_log_income_over_its_width():
    off = np.array([-0.8, -0.4, 0.4, 1.2])
    model = alone("industry", **STILL, mature=0.04, mature_income=20_000)
    final, _ = run(model, tiny(model, 4, room=0, growth=0, gdp_ppp=1e12 * np.exp(off)))
    assert final["steel"] == pytest.approx(1e7 * np.exp(-0.04 * logistic(off / 0.4)))


def test_a_state_without_steel_or_energy_stays_without():
    model = alone("industry")
    final, _ = run(model, tiny(model, 2, room=0, steel=[0, 1e6], energy=[0, 1e15]), 5)
    assert final["steel"][0] == final["energy"][0] == 0
    assert final["steel"][1] > 0


def test_chance_has_the_stated_width_and_steel_twice_that():
    model = alone("industry", **STILL | {"spread": 0.03}, mature=0)
    final, _ = run(model, tiny(model, 150, room=0, growth=0))
    assert np.log(final["energy"] / 5e18).std() == pytest.approx(0.03, rel=0.2)
    assert np.log(final["steel"] / 1e7).std() == pytest.approx(0.06, rel=0.2)
