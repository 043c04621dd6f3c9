"""Energy and steel follow output, and spread towards the world's level per head."""

import numpy as np
import pytest
from simulated import alone, logistic, run, tiny

STILL = {
    "spread": 0, "steel_spread": 0, "energy_elasticity": 0.8, "saving": 0.01,
    "steel_elasticity": 1.2, "energy_diffusion": 0, "steel_diffusion": 0, "mills": 0,
}  # fmt: skip


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


@pytest.mark.parametrize(("name", "start", "rate"), [("energy", 5e18, 0.05), ("steel", 1e7, 0.03)])
def test_a_stock_per_head_moves_towards_the_world_s_by_its_gap(name, start, rate):
    values = STILL | {"saving": 0, "mature": 0, f"{name}_diffusion": rate}
    model = alone("industry", **values)
    stock, heads = start * np.array([1, 3, 0.1]), 5e7 * np.array([1, 1, 2])
    final, _ = run(model, tiny(model, 3, room=0, growth=0, population=heads, **{name: stock}))
    gap = np.log(stock.sum() / heads.sum() / (stock / heads))
    assert final[name] == pytest.approx(stock * np.exp(rate * gap))


def test_far_from_the_world_s_level_the_pull_is_bounded():
    model = alone("industry", **STILL | {"saving": 0, "energy_diffusion": 0.1})
    final, _ = run(model, tiny(model, 2, room=0, growth=0, energy=[1e19, 1e10]))
    assert final["energy"][1] == pytest.approx(1e10 * np.exp(0.4))


def test_first_mills_make_a_part_of_what_the_world_makes_from_as_much_energy():
    model = alone("industry", **STILL | {"mature": 0, "mills": 0.01})
    opening = tiny(model, 2, room=0, growth=0, steel=[0, 1e7], energy=[1e18, 3e18])
    final, _ = run(model, opening)
    assert final["steel"][0] == pytest.approx(0.01 * 1e7 * 1e18 / 4e18)


def test_who_uses_no_energy_has_no_mills_and_stays_without():
    model = alone("industry")
    final, _ = run(model, tiny(model, 2, room=0, steel=[0, 1e6], energy=[0, 1e15]), 5)
    assert final["steel"][0] == final["energy"][0] == 0
    assert final["steel"][1] > 0


def test_where_nobody_makes_steel_nobody_begins():
    final, _ = run(alone("industry"), tiny(alone("industry"), 2, room=0, steel=0), 5)
    assert not final["steel"].any()


def test_chance_has_the_stated_widths_and_correlation_and_grows_with_turbulence():
    values = STILL | {"spread": 0.03, "steel_spread": 0.05, "shared": 0.6, "mature": 0}
    model = alone("industry", **values)
    final, _ = run(model, tiny(model, 200, room=0, growth=0, turbulence=0.5))
    energy, steel = np.log(final["energy"] / 5e18), np.log(final["steel"] / 1e7)
    assert energy.std() == pytest.approx(0.03 * np.exp(0.5), rel=0.2)
    assert steel.std() == pytest.approx(0.05 * np.exp(0.5), rel=0.2)
    assert np.corrcoef(energy, steel)[0, 1] == pytest.approx(0.6, abs=0.15)
