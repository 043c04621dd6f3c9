"""A program is done to each future alone, at the start of the year that it says."""

import numpy as np
import polars as pl
import pytest
from toymodel import TOY, toy_world

from multipolar.ensemble import open_run
from multipolar.errors import RunError
from multipolar.program import Order, Program
from multipolar.simulation import simulate

SHOCK = {"states": ["USA"], "size": -0.2, "years": 1.0}


def run(program=None, **options):
    options = {"years": 12, "members": 6, "seed": 5, "threads": 1} | options
    return simulate(toy_world(), TOY, program=program, **options)


def leap(name="jump", **when):
    return Order(
        name,
        "field_changes",
        {"field": "population", "states": ["USA"], "times": 2.0, "plus": 0.0},
        **when,
    )


def assert_same(a, b):
    for name in a.run.kept:
        np.testing.assert_array_equal(a.run.take(name), b.run.take(name), err_msg=name)
    np.testing.assert_array_equal(a.run.take("fingerprint"), b.run.take("fingerprint"))
    assert a.events.collect().equals(b.events.collect())


def done(ensemble, number=0):
    seen = ensemble.events.filter((pl.col("event") == "scenario") & (pl.col("value") == number))
    return dict(seen.select("member", "year").collect().iter_rows())


def test_a_program_that_does_nothing_changes_no_bit():
    nothing = Program(
        (
            Order("none", "growth_shock", SHOCK | {"size": 0.0}, year=2004),
            leap(when="never"),
            leap("later", year=2050),
        ),
        {"never": {"field": "population", "states": ["USA"], "below": -1.0}},
    )
    assert_same(run(), run(nothing))


def test_nothing_differs_before_the_year_and_all_futures_after_it():
    before, after = run(), run(Program((leap(year=2006),)))
    old, new = before.run.take("population"), after.run.take("population")
    np.testing.assert_array_equal(old[:, :6], new[:, :6])
    assert (old[:, 6, 0] != new[:, 6, 0]).all()
    assert done(after) == dict.fromkeys(range(6), 2006)


@pytest.mark.parametrize(
    "options",
    [
        {"engine": "reference"},
        {"chunk": 1},
        {"chunk": 5, "threads": 3},
        {"every": 5},
        {"every": 4},
    ],
)
def test_engines_chunks_and_threads_agree_to_the_last_bit(options):
    program = Program(
        (
            leap(year=2003),
            leap("more", when="large", last=2009, delay=1),
            Order("hit", "growth_shock", SHOCK | {"years": 3.0}, year=2005),
        ),
        {"large": {"field": "population", "states": ["USA"], "above": ["CHN"], "times": 2.5}},
    )
    one, other = run(program), run(program, **options)
    every = options.get("every", 1)
    for name in one.run.kept:
        np.testing.assert_array_equal(one.run.take(name)[:, ::every], other.run.take(name))
    np.testing.assert_array_equal(one.run.take("fingerprint"), other.run.take("fingerprint"))
    assert one.events.collect().equals(other.events.collect())


def test_an_event_comes_the_year_after_its_condition_and_once():
    ensemble = run(
        Program(
            (leap(when="set"),), {"set": {"field": "population", "states": ["USA"], "above": 0.0}}
        )
    )
    assert done(ensemble) == dict.fromkeys(range(6), 2001)
    late = run(
        Program(
            (leap(when="set", first=2004, delay=2),),
            {"set": {"field": "population", "states": ["USA"], "above": 0.0}},
        )
    )
    assert done(late) == dict.fromkeys(range(6), 2007)


def test_conditions_are_judged_in_each_future_alone():
    program = Program(
        (leap(when="rich"),), {"rich": {"field": "gdp_ppp", "states": ["BRA"], "above": 1.05e12}}
    )
    ensemble = run(program)
    output = ensemble.run.take("gdp_ppp")[:, :, 5]
    first = {}
    for member, row in enumerate(run(program).run.take("gdp_ppp")[:, :, 5]):
        above = np.flatnonzero(row[:-1] > 1.05e12)
        if len(above):
            first[member] = 2001 + int(above[0])
    assert done(ensemble) == first
    assert len(set(first.values())) > 1, "all futures alike: the test shows nothing"
    assert output.shape == (6, 13)


def test_all_any_not_ever_and_running():
    population = {"field": "population", "states": ["USA"]}
    conditions = {
        "doubled": {**population, "above": 4.5e8},
        "not-doubled": {"not": "doubled"},
        "both": {"all": ["doubled", "not-doubled"]},
        "one": {"any": ["doubled", "not-doubled"]},
        "three": {"any": ["doubled"], "running": 3},
        "after": {"after": "jump", "years": 2},
    }
    halve = {"field": "population", "states": ["USA"], "times": 0.5, "plus": 0.0}
    orders = (
        leap(year=2005),
        Order("back", "field_changes", halve, year=2006),
        leap("on-both", when="both"),
        leap("on-one", when="one", first=2003),
        leap("on-three", when="three"),
        leap("on-after", when="after"),
    )
    found = run(Program(orders, conditions))
    assert done(found, 2) == {}
    assert set(done(found, 3).values()) == {2004}
    assert set(done(found, 5).values()) == {2008}


def test_once_held_counts_for_ever():
    population = {"field": "population", "states": ["USA"], "above": 4.5e8}
    halve = {"field": "population", "states": ["USA"], "times": 0.25, "plus": 0.0}
    orders = (
        leap(year=2003),
        Order("back", "field_changes", halve, year=2004),
        leap("now", when="held", first=2008),
        leap("ever", when="once", first=2008),
    )
    found = run(Program(orders, {"held": population, "once": population | {"ever": True}}))
    assert done(found, 2) == {}
    assert set(done(found, 3).values()) == {2009}


def test_until_repeats_an_act():
    plus = {"field": "population", "states": ["USA"], "times": 2.0, "plus": 0.0}
    found = run(Program((Order("again", "field_changes", plus, year=2003, until=2005),)))
    base = run().run.take("population")[:, :, 0]
    ratio = found.run.take("population")[:, :, 0] / base
    np.testing.assert_allclose(ratio[0, 2:7], [1, 2, 4, 8, 8], rtol=1e-5)


def test_a_run_is_kept_resumed_replayed_and_told(tmp_path):
    program = Program((leap(year=2004),))
    place = tmp_path / "a.zarr"
    kept = run(program, output=place, chunk=2)
    (place / "done" / "000001.json").unlink()
    again = run(program, output=place, chunk=2, resume=True)
    assert_same(kept, again)
    opened = open_run(place, model=TOY)
    assert "(The scenario: jump)" in str(opened.chronicle(3))
    assert "(The scenario: jump)" in str(opened.chronicle(3, states=["USA"]))
    assert opened.replay(3).run.take("population").shape[1] == 13
    with pytest.raises(RunError, match="program"):
        run(Program((leap(year=2005),)), output=place, chunk=2, resume=True)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        (Program((leap(when="x"),)), "condition 'x' is not there"),
        (Program((leap(year=2003), leap(year=2004))), "twice"),
        (Program((leap(year=2003),), {"a": {"not": "b"}, "b": {"any": ["a"]}}), "made of itself"),
        (Program((leap(year=2003),), {"a": {"field": "wave", "above": 1.0}}), "no field 'wave'"),
        (
            Program(
                (
                    Order(
                        "o",
                        "collapse",
                        {"states": ["Z"], "loss": 0.1, "separatism": "no"},
                        year=2003,
                    ),
                )
            ),
            "no state 'Z'",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_before_the_run(program, told):
    with pytest.raises(RunError, match=told):
        run(program)


def test_a_scenario_needs_the_log_of_events():
    with pytest.raises(RunError, match="events=False"):
        run(Program((leap(year=2003),)), events=False)
