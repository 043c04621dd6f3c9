"""Every scenario that ships runs, its echo is complete, and each change takes effect."""

import json

import numpy as np
import pytest

from multipolar.cli import main
from multipolar.embedded import YEAR
from multipolar.errors import MissingData
from multipolar.history import at
from multipolar.scenario import shipped_names
from multipolar.scenario_effects import changes, effects, silent
from multipolar.scenario_reading import read_scenario, scenario_text

TODAY = [n for n in shipped_names() if read_scenario(n).start == YEAR]
PAST = [n for n in shipped_names() if read_scenario(n).start < YEAR]


@pytest.mark.parametrize("name", TODAY)
def test_a_shipped_scenario_runs_and_its_echo_is_complete(name):
    found = read_scenario(name)
    ensemble = found.simulate(members=3, until=2037, threads=1)
    took = effects(found, ensemble)
    assert {e.name for e in took} == {o.name for o in found.orders} | set(found.values)
    assert silent(took) == []
    told = {c.name: c for c in changes(read_scenario("baseline"), found)}
    assert {o.name for o in found.orders} | set(found.values) | set(found.conditions) <= set(told)
    for order in found.orders:
        assert str(order.year or order.when) in told[order.name].after


@pytest.mark.parametrize("name", PAST)
def test_a_start_in_history_runs_or_says_what_it_needs(name, monkeypatch, tmp_path):
    found = read_scenario(name)
    try:
        at(found.start)
    except MissingData:
        with pytest.raises(MissingData, match="MULTIPOLAR_DATA"):
            found.world()
        pytest.skip("publishers' files are not here")
    ensemble = found.simulate(members=1, until=found.start + 3, threads=1)
    assert ensemble.years == list(range(found.start, found.start + 4))
    assert (ensemble.run.take("present") > 0).sum(axis=2).min() > 40


def test_two_scenarios_that_differ_in_one_event_differ_in_nothing_before_it():
    text = """title = "x"
[[event]]
act = "sanctions_imposed"
by = "IND"
on = "BRA"
year = 2027
"""
    more = text + '[[event]]\nact = "alliances_left"\nby = "USA"\nyear = 2029\n'
    one, other = (scenario_text(t).simulate(members=2, until=2032, threads=1) for t in (text, more))
    for member in (0, 1):
        a, b = one.replay(member), other.replay(member)
        for name in a.run.kept:  # every field of the model
            x, y = a.run.take(name)[:, :4], b.run.take(name)[:, :4]
            np.testing.assert_array_equal(x, y, err_msg=name)
        assert (a.run.take("treaty_member")[:, 4] != b.run.take("treaty_member")[:, 4]).any()


def test_a_change_that_takes_no_effect_is_refused_loudly(tmp_path, capsys):
    file = tmp_path / "idle.toml"
    file.write_text("""title = "Nothing to lift"
until = 2028
members = 2
[[event]]
name = "idle"
act = "sanctions_lifted"
by = "BTN"
on = "FJI"
year = 2026
""")
    with pytest.raises(SystemExit) as stop:
        main(["simulate", str(file), "--threads", "1", "--json"])
    assert stop.value.code == 2
    printed, said = capsys.readouterr()
    assert "NO EFFECT in any future: event 'idle'" in said
    assert json.loads(printed)["effects"][0]["futures"] == 0.0


def test_an_assumption_that_nothing_reads_is_found_out():
    text = 'title = "x"\nuntil = 2028\n[assumptions]\nsummits.peace = 0.0\ngrowth.own = ' + (
        '{value = 0.03, unit = "1/year"}\n'
    )
    found = scenario_text(text)
    took = {e.name: e for e in effects(found, found.simulate(members=2, threads=1))}
    assert took["growth.own"].verdict == "took effect"
    assert took["summits.peace"].verdict == "NO EFFECT"  # it is 0 unless assumed


def test_the_commands_of_scenarios(tmp_path, capsys):
    file = tmp_path / "mine.toml"
    main(["scenario", "new", str(file)])
    main(["scenario", "check", str(file)])
    assert "valid; 2025 to 2050" in capsys.readouterr().out
    main(["scenario", "new", str(tmp_path / "copy.toml"), "--like", "second-split"])
    main(["scenario", "diff", "second-split", str(tmp_path / "copy.toml"), "--json"])
    printed = capsys.readouterr().out
    assert json.loads(printed[printed.index("\n") :]) == []
    main(["scenario", "diff", "treaty-lapses", "--json"])
    (change,) = json.loads(capsys.readouterr().out)
    assert change["name"] == "lapse"
    main(["scenario", "show", "treaty-lapses"])
    assert "treaty_lapses" in capsys.readouterr().out
    main(["scenario", "list", "--json"])
    assert len(json.loads(capsys.readouterr().out)) == len(shipped_names())
    with pytest.raises(SystemExit):
        main(["scenario", "new", str(file)])
    file.write_text("title = 3")
    with pytest.raises(SystemExit) as stop:
        main(["scenario", "check", str(file)])
    assert stop.value.code == 2
    assert "mine.toml, line 1: title: 3; needed text in quotes" in capsys.readouterr().err
