"""What carries a difference, and what it hangs on."""

import sys

import numpy as np
import pytest
from toymodel import TOY, toy_world

from multipolar.comparison import compare
from multipolar.errors import MissingData, RunError, UnknownName
from multipolar.explanation import explain, first_order, hangs_on, indices
from multipolar.program import Order, Program
from multipolar.scenario import Scenario
from multipolar.scenario_reading import scenario_text
from multipolar.simulation import simulate

SHOCK = 'title = "s"\nuntil = 2028\n[[event]]\nact = "growth_shock"\nsize = -0.1\nyear = 2027\n'


def test_first_order_has_its_closed_form():
    rng = np.random.default_rng(1)
    x, noise = rng.normal(size=8000), rng.normal(size=8000)
    assert first_order(x, 2.0 * x + noise) == pytest.approx(0.8, abs=0.06)
    assert first_order(noise, x) < 0.01


def test_a_difference_hangs_on_the_parameter_that_makes_it():
    double = Order(
        "d",
        "field_changes",
        {"field": "gdp_ppp", "states": ["USA"], "times": 2.0, "plus": 0.0},
        2001,
    )
    options = {"years": 12, "members": 200, "seed": 5, "threads": 1, "keep": ("gdp_ppp",)}
    one = simulate(toy_world(), TOY, **options)
    other = simulate(toy_world(), TOY, program=Program((double,)), **options)
    found = hangs_on(one, compare(one, other)["gdp_ppp", "USA"])
    assert found[0].parameter == "growth.speed"
    assert found[0].share > 3 * found[0].chance
    assert {h.parameter for h in found} == {"growth.speed", "nearness.k"}  # the others are fixed
    with pytest.raises(RunError, match="futures"):
        hangs_on(one, compare(one, one)["gdp_ppp", "USA"])


def test_what_cannot_be_switched_off_is_refused_before_any_run():
    one, other = scenario_text('title = "b"\nuntil = 2028\n'), scenario_text(SHOCK)
    with pytest.raises(UnknownName, match="did you mean 'growth'"):
        explain(one, other, "disputes", mechanisms=["grwth"])
    with pytest.raises(RunError, match="cannot be switched off"):
        explain(one, other, "disputes", mechanisms=["accounts"])


def test_growth_carries_a_shock_to_growth():
    one, other = scenario_text('title = "b"\nuntil = 2028\n'), scenario_text(SHOCK)
    whole, (carried,) = explain(
        one, other, "gdp_ppp", "USA", mechanisms=["growth"], members=3, threads=1
    )
    assert whole.mean < 0
    assert carried.without == 0.0  # nothing else reads what others add to growth
    assert carried.carried == whole.mean


class Toy(Scenario):
    """A scenario of the toy model, whose parameters are drawn."""

    model = TOY

    def world(self):
        return toy_world()


def toy(times):
    arguments = {"field": "gdp_ppp", "states": ["USA"], "times": times, "plus": 0.0}
    orders = (Order("d", "field_changes", arguments, 2001),)
    return Toy(start=2000, until=2012, orders=orders)


def test_indices_by_design_find_the_parameter_that_makes_a_difference():
    pytest.importorskip("SALib")
    asked = ["growth.speed", "nearness.k"]
    assert set(asked) <= set(TOY.params)
    found = indices(
        toy(1.0), toy(2.0), "gdp_ppp", "USA", parameters=asked, members=96, seed=5, threads=1
    )
    assert [i.parameter for i in found] == asked
    speed, nearness = found
    assert speed.first > 0.5
    assert speed.total >= speed.first - speed.first_error
    assert speed.first_error < 0.5
    assert (nearness.first, nearness.total) == (0.0, 0.0)  # it never touches output of this state


def test_indices_refuse_what_does_not_vary_and_need_salib(monkeypatch):
    pytest.importorskip("SALib")
    with pytest.raises(UnknownName, match=r"did you mean 'growth.speed'"):
        indices(toy(1.0), toy(2.0), "gdp_ppp", "USA", parameters=["growth.sped"], members=4)
    held = toy(1.0)
    fixed = Toy(start=2000, until=2012, values={"growth.speed": 0.02})
    monkeypatch.setattr(Toy, "model", TOY.set({"growth.speed": 0.02}))
    with pytest.raises(RunError, match="does not vary"):
        indices(held, fixed, "gdp_ppp", "USA", parameters=["growth.speed"], members=4)
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    with pytest.raises(MissingData, match="explain"):
        indices(held, held, "gdp_ppp", "USA", parameters=["growth.speed"], members=4)
