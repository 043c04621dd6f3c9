"""The demographic transition: medicine that comes to all, its two ends, its middle, and towns."""

import numpy as np
import pytest
from simulated import alone, futures, logistic, run, tiny

STILL = {"vital": 0, "moving": 0}
RATES = STILL | {
    "old_rate": 0.005, "poor_rate": 0.03, "rich_rate": -0.01, "turn_income": 6000,
    "healing_income": 14_000, "labour": 0.5,
}  # fmt: skip
MODERN = 20.0
"""A frontier so far on that medicine has reached everybody."""


@pytest.mark.parametrize(
    ("income", "rate"), [(6000, 0.01), (1e-3, 0.03), (1e12, -0.01)], ids=["middle", "poor", "rich"]
)
def test_population_grows_between_the_two_rates(income, rate):
    model = alone("demography", **RATES)
    opening = tiny(model, 1, room=0, population=1e7, gdp_ppp=income * 1e7, frontier=MODERN)
    final, _ = run(model, opening)
    assert final["population"] == pytest.approx(1e7 * np.exp(rate), rel=1e-9)
    assert final["growth_pull"] == pytest.approx(0.5 * rate, abs=1e-9)


def test_the_richer_grow_slower():
    model = alone("demography", **RATES)
    gdp = 5e7 * np.array([500, 2e3, 6e3, 2e4, 6e4])
    final, _ = run(model, tiny(model, 5, room=0, gdp_ppp=gdp, frontier=MODERN))
    assert (np.diff(final["population"]) < 0).all()


def test_before_medicine_rich_and_poor_grow_at_the_old_rate():
    model = alone("demography", **RATES)
    final, _ = run(model, tiny(model, 2, room=0, gdp_ppp=[1e10, 1e13], frontier=0))
    assert final["population"] == pytest.approx(np.full(2, 5e7 * np.exp(0.005)))


@pytest.mark.parametrize("off", [-0.5, 0.0, 0.5])
def test_medicine_reaches_everybody_as_the_frontier_moves_on(off):
    model = alone("demography", **RATES)
    opening = tiny(model, 1, room=0, gdp_ppp=6000 * 5e7, frontier=np.log(14_000) + off)
    final, _ = run(model, opening)
    rate = 0.005 + (0.01 - 0.005) * logistic(off / 0.25)
    assert np.log(final["population"] / 5e7) == pytest.approx([rate])


@pytest.mark.parametrize(("pull", "share"), [(0.0, 0.1), (0.01, 0.1), (0.01, 0.6)])
def test_towns_grow_by_what_is_left_and_towards_the_world_s_share(pull, share):
    model = alone("demography", **STILL, urban_speed=0.02, urban_pull=pull)
    towns = np.array([share * 5e7, 2e7])
    final, _ = run(model, tiny(model, 2, room=0, urban_population=towns, gdp_ppp=1e12))
    world = towns.sum() / 1e8
    before = towns / 5e7
    expected = before * np.exp((0.02 + pull * np.log(world / before)) * (1 - before))
    assert final["world_urban"] == pytest.approx(world)
    assert final["urban_population"] / final["population"] == pytest.approx(expected)


def test_towns_hold_no_more_than_all_and_stay_empty_if_empty():
    model = alone("demography", **STILL, urban_speed=0.5)
    final, _ = run(model, tiny(model, 2, room=0, urban_population=[5e7, 0]), 50)
    assert final["urban_population"] == pytest.approx([final["population"][0], 0])


def test_equal_rates_give_everybody_the_same_growth():
    model = alone("demography", **STILL, old_rate=0.02, poor_rate=0.02, rich_rate=0.02)
    final, _ = run(model, tiny(model, 3, room=0, gdp_ppp=[1e10, 1e12, 1e14]), 10)
    assert final["population"] == pytest.approx(np.full(3, 5e7 * np.exp(0.2)))


def test_a_surplus_fades_by_its_memory():
    still = STILL | {"old_rate": 0, "poor_rate": 0, "rich_rate": 0}
    model = alone("demography", **still, memory=0.8)
    opening = tiny(model, 1, room=0, vital_surplus=0.01, migration=0.02)
    final, _ = run(model, opening, 2)
    assert final["vital_surplus"] == pytest.approx([0.0064])
    assert final["migration"] == pytest.approx([0.0128])
    assert np.log(final["population"] / 5e7) == pytest.approx([0.008 + 0.0064])


def test_chance_has_the_stated_width():
    model = alone("demography", **RATES | {"vital": 0.004, "moving": 0.01, "memory": 0.5})
    ends = [f for f, _ in futures(model, tiny(model, 60, room=0), 5, years=2)]
    for name, width in (("vital_surplus", 0.004), ("migration", 0.01)):
        found = np.array([f[name] for f in ends])
        assert found.std() == pytest.approx(width * np.sqrt(1.25), rel=0.15)
