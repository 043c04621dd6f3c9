"""Run: python -m pytest benchmarks/test_*.py -q"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from roofline import Machine, limit
from workload import PairPass, StatePass, Work, Year, work

from multipolar.maths import exp, log, maximum, where
from multipolar.mechanism import mechanism
from multipolar.model import Model
from multipolar.plan import make_plan
from multipolar.steps import each_pair, each_state


def pairs(function):
    """Return the work of a pass with one step."""
    plan = make_plan(Model((mechanism(phase="alignment")(function),)))
    return PairPass(plan, plan.groups[0]).work()


def states(function):
    plan = make_plan(Model((mechanism(phase="growth")(function),)))
    return StatePass(plan.groups[0]).work()["state"]


def test_a_product_and_a_sum_are_two_instructions_or_one_if_fused():
    @each_pair(sets="alignment")
    def step(alignment, grudge, peace_years):
        return alignment * grudge + peace_years

    found = pairs(step)["pair"]
    assert (found.strict, found.fused) == (2, 1)
    assert found.bytes == 4 * 3 + 4


def test_what_is_asked_for_twice_is_worked_out_once():
    @each_pair(sets="alignment")
    def once(alignment):
        return log(alignment)

    @each_pair(sets="alignment")
    def twice(alignment):
        return log(alignment) + log(alignment)

    assert pairs(twice)["pair"].strict == pairs(once)["pair"].strict + 1


def test_what_hangs_on_one_state_counts_once_for_the_state():
    @each_pair(sets="alignment")
    def step(capability_i, capability_j):
        return exp(capability_i) - exp(capability_j)

    @each_pair(sets="alignment")
    def other(alignment):
        return exp(alignment)

    found = pairs(step)
    assert found["pair"].strict == 1
    assert found["state"].strict == pairs(other)["pair"].strict


def test_what_hangs_on_no_state_counts_nothing():
    @each_pair(sets="alignment")
    def step(alignment, trust):
        return alignment * exp(trust)

    assert pairs(step)["pair"].strict == 1


def test_a_maximum_is_one_instruction_and_a_choice_two():
    @each_pair(sets="alignment")
    def greater(alignment, grudge):
        return maximum(alignment, grudge)

    @each_pair(sets="alignment")
    def chosen(alignment, grudge):
        return where(alignment > grudge, alignment, 0.0)

    assert pairs(greater)["pair"].strict == 1
    assert pairs(chosen)["pair"].strict == 2


def test_a_flag_is_widened_when_read_and_narrowed_when_written():
    @each_pair(sets="dispute")
    def step(rivalry):
        return where(rivalry > 0.5, 1.0, 0.0)

    found = pairs(step)["pair"]
    assert found.strict == 3  # widen, compare, narrow
    assert found.bytes == 2


def test_the_hash_of_a_pair_counts_as_what_it_is_made_of():
    @each_pair(sets="alignment", draws={"u": "uniform"})
    def step(u):
        return u

    assert pairs(step)["pair"].strict == 17


def test_divisions_and_roots_are_kept_apart():
    from multipolar.maths import sqrt

    @each_state(sets="growth")
    def step(growth, tenure):
        return sqrt(growth) / tenure

    found = states(step)
    assert (found.strict, found.divisions, found.roots) == (2, 1, 1)


def test_the_limit_is_the_longer_of_work_and_memory_and_then_the_product(monkeypatch):
    machine = Machine({"multiply-add (each 2)": 8.0, "simple": 4.0, "divide": 1.0,
                       "square root": 1.0}, {}, (0.0, 0.0))  # fmt: skip
    year = Year(Work(40.0, 20.0, 1.0, 0.0, 100.0), Work(), Work(), 0, 1, 1)
    monkeypatch.setattr("roofline.bandwidth", lambda size: 50.0)
    found = limit(year, machine, 101, 0)
    pairs = 5050
    assert found.strict == pytest.approx(pairs * 40 / 4e9 * 1e6)
    assert found.fused == pytest.approx(pairs * 20 / 4e9 * 1e6)
    assert found.memory == pytest.approx(pairs * 100 / 50e9 * 1e6)
    assert found.product == pytest.approx(2 * pairs * 101 / 8e9 * 1e6)
    assert found.total == found.strict + found.product
    assert found.least == found.fused + found.product


def test_the_limit_sees_slow_divisions(monkeypatch):
    machine = Machine({"multiply-add (each 2)": 8.0, "simple": 4.0, "divide": 0.05,
                       "square root": 1.0}, {}, (0.0, 0.0))  # fmt: skip
    monkeypatch.setattr("roofline.bandwidth", lambda size: 1e9)
    year = Year(Work(40.0, 20.0, 1.0), Work(), Work(), 0, 0, 1)
    assert limit(year, machine, 11, 0).total == pytest.approx(55 / 0.05e9 * 1e6)


def test_the_model_has_one_product_and_some_passes():
    from multipolar.model import default_model

    found = work(make_plan(default_model()))
    assert found.products == 1
    assert 3 <= found.passes <= 25
    assert found.pair.strict > found.pair.fused > 500
