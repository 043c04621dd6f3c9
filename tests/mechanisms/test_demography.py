"""The demographic transition: its two ends, its middle, and towns."""

import numpy as np
import pytest
from simulated import alone, run, tiny

RATES = {"poor_rate": 0.03, "rich_rate": -0.01, "turn_income": 6000, "labour": 0.5}


@pytest.mark.parametrize(
    ("income", "rate"), [(6000, 0.01), (1e-3, 0.03), (1e12, -0.01)], ids=["middle", "poor", "rich"]
)
def test_population_grows_between_the_two_rates(income, rate):
    model = alone("demography", **RATES)
    final, _ = run(model, tiny(model, 1, room=0, population=1e7, gdp_ppp=income * 1e7))
    assert final["population"] == pytest.approx(1e7 * np.exp(rate), rel=1e-9)
    assert final["growth_pull"] == pytest.approx(0.5 * rate, abs=1e-9)


def test_the_richer_grow_slower():
    model = alone("demography", **RATES)
    final, _ = run(model, tiny(model, 5, room=0, gdp_ppp=5e7 * np.array([500, 2e3, 6e3, 2e4, 6e4])))
    assert (np.diff(final["population"]) < 0).all()


def test_the_urban_share_follows_the_logistic_recursion():
    model = alone("demography", urban_speed=0.1)
    share, opening = 0.4, tiny(model, 1, room=0)
    for years in range(1, 6):
        share += 0.1 * share * (1 - share)
        final, _ = run(model, opening, years)
        assert final["urban_population"] / final["population"] == pytest.approx(share)


def test_towns_hold_no_more_than_all_and_stay_empty_if_empty():
    model = alone("demography", urban_speed=0.5)
    final, _ = run(model, tiny(model, 2, room=0, urban_population=[5e7, 0]), 50)
    assert final["urban_population"] == pytest.approx([final["population"][0], 0])


def test_equal_rates_give_everybody_the_same_growth():
    model = alone("demography", poor_rate=0.02, rich_rate=0.02)
    final, _ = run(model, tiny(model, 3, room=0, gdp_ppp=[1e10, 1e12, 1e14]), 10)
    assert final["population"] == pytest.approx(np.full(3, 5e7 * np.exp(0.2)))
