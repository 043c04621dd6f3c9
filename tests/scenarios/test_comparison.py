"""Differences with shared luck: exactly zero where nothing changes, and with their errors."""

import json
from dataclasses import replace

import numpy as np
import pytest
from toymodel import TOY, toy_world

from multipolar.branching import forked, left_out, run_pair, shared_params
from multipolar.cli import main
from multipolar.comparison import Comparison, Difference, compare, group_of, summary
from multipolar.errors import RunError, UnknownName
from multipolar.program import Order, Program
from multipolar.scenario import Scenario
from multipolar.scenario_reading import read_scenario, scenario_text
from multipolar.simulation import simulate

KEEP = ("gdp_ppp", "population", "alignment", "disputes", "war")
GROWTH = {"states": ["USA"], "size": 0.0, "years": 1.0}


def doubling(name="jump", year=2006, **when):
    arguments = {"field": "population", "states": ["USA"], "times": 2.0, "plus": 0.0}
    return Order(name, "field_changes", arguments, year, **when)


def run(program=None, **options):
    options = {"years": 12, "members": 8, "seed": 5, "threads": 1, "keep": KEEP} | options
    return simulate(toy_world(), TOY, program=program, **options)


def test_an_inert_change_gives_exactly_zero():
    inert = Program((Order("none", "growth_shock", GROWTH, 2003),))
    found = compare(run(), run(inert), pairs=[("USA", "CHN")])
    assert found.identical == 1.0
    assert found.first == 0
    for d in found.differences:
        assert (d.values[np.isfinite(d.values)] == 0).all(), d.measure
        assert d.error == 0
        assert d.needed(0.1) == 0


def test_nothing_differs_before_the_event():
    found = compare(run(), run(Program((doubling(),))))
    assert found.first == 2006
    d = found["population", "USA"]
    assert (d.values[:, :6] == 0).all()
    assert d.mean == pytest.approx(d.before, rel=1e-6)
    assert d.rising == 1.0
    assert found.identical == 0.0


def test_differences_are_those_of_the_arrays():
    one, other = run(), run(Program((doubling(),)), seed=5)
    found = compare(one, other, states=["Russia"], pairs=[("USA", "RUS")])
    a, b = (e["gdp_ppp"].sel(state="RUS").values for e in (one, other))
    np.testing.assert_array_equal(found["gdp_ppp", "RUS"].values, b.astype(float) - a)
    a, b = (e.matrix("alignment", 3, 2012).sel(state="USA", partner="RUS") for e in (one, other))
    assert found["alignment", "USA-RUS"].values[3, -1] == float(b) - float(a)
    row = next(r for r in summary(found) if r["measure"] == "gdp_ppp" and r["of"] == "RUS")
    assert row["difference"] == found["gdp_ppp", "RUS"].mean


def made(values, group):
    values = np.asarray(values, float)[:, None]
    return Difference("m", "", (2030,), np.zeros_like(values), values, group)


def test_error_and_futures_needed_have_their_closed_forms():
    rng = np.random.default_rng(1)
    d = made(rng.normal(3.0, 2.0, 400), 1)
    assert d.error == pytest.approx(d.last.std(ddof=1) / 20.0)
    assert d.needed(d.error / 2.0) == pytest.approx(1600, abs=1)
    assert np.isnan(d.parts[0])
    assert d.clear


def test_luck_and_parameters_are_told_apart():
    rng = np.random.default_rng(2)
    by_params = np.repeat(rng.normal(0.0, 3.0, 2000), 4)
    d = made(by_params + rng.normal(0.0, 1.0, 8000), 4)
    luck, params = d.parts
    assert luck == pytest.approx(1.0, rel=0.03)
    assert params == pytest.approx(3.0, rel=0.06)
    means = d.last.reshape(-1, 4).mean(axis=1)
    assert d.error == pytest.approx(means.std(ddof=1) / np.sqrt(2000))


def test_pure_luck_leaves_nothing_to_parameters_and_the_other_way_round():
    rng = np.random.default_rng(3)
    luck, params = made(rng.normal(size=4000), 4).parts
    assert luck == pytest.approx(1.0, rel=0.05)
    assert params < 0.2
    luck, params = made(np.repeat(rng.normal(size=1000), 4), 4).parts
    assert luck == 0.0
    assert params == pytest.approx(1.0, rel=0.1)


def test_groups_are_seen_in_the_parameters():
    assert group_of(shared_params(TOY, 12, 3, 1)) == 3
    assert group_of(shared_params(TOY, 12, 1, 1)) == 1
    uneven = np.array([[1.0], [1.0], [2.0], [3.0]])
    assert group_of(uneven) == 1


def test_runs_that_share_no_luck_are_refused():
    with pytest.raises(RunError, match="another seed"):
        compare(run(), run(seed=6))
    with pytest.raises(RunError, match="other years"):
        compare(run(), run(years=11))
    with pytest.raises(UnknownName, match="did you mean 'gdp_ppp'"):
        compare(run(), run(), fields=["gdp_pp"])


def test_a_fan_has_its_quantiles_in_order():
    fan = compare(run(), run(Program((doubling(),))))["population", "USA"].fan()
    assert fan["year"].to_list() == list(range(2000, 2013))
    levels = fan.select("q05", "q25", "q50", "q75", "q95").to_numpy()
    assert (np.diff(levels, axis=1) >= 0).all()


ONE = """title = "one"
until = 2035
[assumptions]
growth.trend = {value = 0.02, unit = "1/year"}
[[event]]
name = "early"
act = "sanctions_imposed"
by = "USA"
on = "BRA"
year = 2027
[[event]]
act = "regime_changes"
state = "BRA"
to = -0.9
year = 2033
"""
OTHER = """title = "other"
until = 2035
[assumptions]
growth.catch_up = {value = 0.02, unit = "1/year"}
[[event]]
name = "early"
act = "sanctions_imposed"
by = "USA"
on = "IND"
year = 2026
until = 2032
[[event]]
name = "late"
act = "collapse"
states = "IND"
year = 2032
"""


def test_a_fork_is_the_one_before_and_the_other_after():
    one, other = scenario_text(ONE, "one"), scenario_text(OTHER, "other")
    a, b = run_pair(one, other, members=4, group=2, branch_at=2030, threads=1)
    alone = one.simulate(members=4, seed=1, until=2035, threads=1,
                         params=shared_params(one.model, 4, 2, 1))  # fmt: skip
    for name in a.run.kept:
        np.testing.assert_array_equal(a.run.take(name), alone.run.take(name))
        np.testing.assert_array_equal(
            a.run.take(name)[:, :6], b.run.take(name)[:, :6], err_msg=f"{name} before the fork"
        )
    found = compare(a, b)
    assert found.first == 2031
    assert found.group == 2 or len(a.members) < 4
    happened = b.events.collect()
    told = set(happened.filter(happened["event"] == "scenario")["year"].to_list())
    assert {2026, 2027, 2031, 2032} <= told
    assert 2033 not in told


def test_what_is_due_after_a_fork_does_not_happen():
    held = {"set": {"field": "population", "states": ["USA"], "above": 0.0}}

    def one(delay):
        order = replace(doubling(), year=0, when="set", delay=delay)
        return Scenario(start=2000, until=2012, orders=(order,), conditions=held)

    plain = run(None).run.take("population")[:, :, 0]
    for delay, happens in ((3, True), (4, True), (5, False), (9, False)):
        fork = forked(one(delay), Scenario(start=2000, until=2012), 2005, 2012)
        found = run(fork.program).run.take("population")[:, :, 0]
        moved = (found != plain).any(axis=0)
        assert moved.any() == happens, delay
        if happens:
            assert int(np.flatnonzero(moved)[0]) == 1 + delay  # the year after the first year-end
        alone = run(one(delay).program).run.take("population")[:, :, 0]
        assert (alone != plain).any(), "without a fork it happens"


def test_a_fork_needs_a_year_within_and_the_same_mechanisms():
    one, other = scenario_text(ONE, "one"), scenario_text(OTHER, "other")
    with pytest.raises(RunError, match="needed 2026 to 2034"):
        forked(one, other, 2035, 2035)
    with pytest.raises(RunError, match="off"):
        forked(one, Scenario(off=("summits",)), 2030, 2035)


def test_events_due_by_the_fork_are_told():
    one, other = scenario_text(ONE, "one"), scenario_text(OTHER, "other")
    assert left_out(one, other, 2030) == []  # kept up until 2032, so it is done after the fork
    assert left_out(one, other, 2033) == ["early", "late"]
    assert left_out(other, other, 2033) == []  # the one has them too, and they stay


def test_a_difference_of_zero_needs_no_futures_that_could_be_told():
    d = Difference("m", "", (2001,), np.zeros((4, 1)), np.array([[1.0], [-1.0], [2.0], [-2.0]]))
    (row,) = summary(Comparison("one", "other", 4, 1, 0.0, 2001, (d,)))
    assert row["difference"] == 0.0
    assert row["members_needed"] is None
    (row,) = summary(Comparison("one", "other", 4, 1, 0.0, 2001, (d,)), {"m": 0.1})
    assert row["members_needed"] == d.needed(0.1) > 4


def test_starts_must_be_alike():
    with pytest.raises(RunError, match="share no luck"):
        run_pair(read_scenario("baseline"), read_scenario("start-2021"), members=2)


def test_the_command_tells_a_difference_and_its_error(capsys, tmp_path):
    for name, program in (("a", None), ("b", Program((doubling(),)))):
        run(program, output=tmp_path / f"{name}.zarr")
    main(["compare", str(tmp_path / "a.zarr"), str(tmp_path / "b.zarr"), "--json",
          "--fans", str(tmp_path / "fans.csv")])  # fmt: skip
    printed = capsys.readouterr().out
    found = json.loads(printed[printed.index("{") :])
    assert found["first"] == 2006
    row = next(r for r in found["differences"] if (r["measure"], r["of"]) == ("population", "USA"))
    assert row["higher"] == 1.0
    assert row["difference"] == 3e8  # nothing else moves people in the toy model
    assert row["mc_error"] == 0
    assert (tmp_path / "fans.csv").read_text().startswith("measure,of,year,mean,error")
    main(["compare", str(tmp_path / "a.zarr"), str(tmp_path / "a.zarr")])
    assert "exactly zero" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("words", [
    ("a.zarr", "baseline"), ("baseline", "treaty-lapses", "--precision", "wars"),
    ("baseline", "treaty-lapses", "--group", "3", "--members", "4"),
    ("baseline", "treaty-lapses", "--pairs", "RUS"),
])  # fmt: skip
def test_the_command_refuses_what_makes_no_sense(words, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["compare", "--members", "4", *words] if "--members" not in words
             else ["compare", *words])  # fmt: skip
    assert stop.value.code == 2
    assert "needed" in capsys.readouterr().err
