"""The commands simulate, show and model, as a user types them."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from toymodel import TOY, toy_world

from multipolar.cli import main
from multipolar.ensemble import open_run
from multipolar.posterior import Posterior
from multipolar.store import save

TESTS = str(Path(__file__).parents[1])


@pytest.fixture
def world(tmp_path):
    return str(save(toy_world(), tmp_path / "toy.world"))


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command line on the toy model; return what it printed and what it said."""
    monkeypatch.setattr("multipolar.model.default_model", lambda: TOY)
    monkeypatch.setattr("multipolar.ensemble.default_model", lambda: TOY)

    def call(*words):
        main(list(words))
        return capsys.readouterr()

    return call


@pytest.fixture
def refuse(run, capsys):
    """Run a command line that must fail; return its one line."""

    def call(*words):
        with pytest.raises(SystemExit) as stop:
            run(*words)
        assert stop.value.code == 2
        said = capsys.readouterr().err
        assert said.startswith("error: ")
        assert said.count("\n") == 1
        return said

    return call


def test_a_run_is_made_summed_up_kept_and_shown_again(run, world, tmp_path):
    place = str(tmp_path / "run.zarr")
    printed, said = run("simulate", "--members", "12", "--until", "2010", "--world", world,
                        "--output", place, "--seed", "3")  # fmt: skip
    assert "Share of capability in 12 futures, 2000 and 2010" in printed
    assert "USA   United States" in printed
    assert "Concentration of capability" in printed
    assert "dispute" in printed
    assert f"multipolar show {place} --chronicle 0" in said
    assert re.search(r"Futures: 12 of 12, [\d.,]+ a second, 0:00:00 left", said)
    shown, _ = run("show", place)
    assert shown.startswith(printed.rstrip("\n"))
    assert "Seed" in shown
    ensemble = open_run(place)
    assert ensemble.attrs["seed"] == 3
    assert ensemble.members == list(range(12))


def test_a_run_that_is_not_kept_says_so(run, world, tmp_path):
    _, said = run("simulate", "baseline", "--members", "2", "--years", "3", "--world", world)
    assert "Nothing was kept; --output run.zarr keeps the futures" in said
    assert [p.name for p in tmp_path.iterdir()] == ["toy.world"]


def test_json_and_csv_hold_the_same_numbers(run, world):
    words = ("simulate", "--members", "8", "--years", "5", "--world", world)
    found = json.loads(run(*words, "--json").out)
    assert found["members"] == 8
    rows = list(csv.DictReader(io.StringIO(run(*words, "--csv").out)))
    assert [r["Code"] for r in rows] == [c["code"] for c in found["contenders"]]
    for row, c in zip(rows, found["contenders"], strict=True):
        assert float(row["2005"]) == c["share"]["median"]
        assert float(row["5 %"]) == c["share"]["low"]
    assert abs(sum(c["leads"] for c in found["contenders"]) - 1) < 1e-12


def test_options_reach_the_run(run, world, tmp_path):
    place = str(tmp_path / "run.zarr")
    run("simulate", "--members", "4", "--years", "6", "--world", world, "-o", place, "--off",
        "arms", "--set", "growth.speed=0.05", "--set", "quarrels.chance=0", "--keep", "alignment",
        "--keep", "trade", "--every", "2", "--certain", "--threads", "1", "--chunk", "3",
        "--no-events")  # fmt: skip
    attrs = open_run(place).attrs
    assert attrs["off"] == ["arms"]
    assert attrs["held"] == {"growth.speed": 0.05, "quarrels.chance": 0.0}
    assert {"alignment", "trade_ij", "trade_ji", "capability"} <= set(attrs["keep"])
    assert (attrs["every"], attrs["certain"], attrs["chunk"], attrs["events"]) == (
        2, True, 3, False)  # fmt: skip
    assert open_run(place).parameters["growth.speed"].to_list() == [0.05] * 4


def test_a_run_is_resumed_only_when_asked(run, refuse, world, tmp_path):
    words = ("simulate", "--members", "4", "--years", "6", "--world", world, "-o",
             str(tmp_path / "run.zarr"))  # fmt: skip
    first = run(*words).out
    assert "--resume" in refuse(*words)
    assert run(*words, "--resume").out == first
    assert "seed 1 there, 2 here" in refuse(*words, "--resume", "--seed", "2")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("simulate", "treaty-lapse"), "no scenario 'treaty-lapse'; did you mean 'treaty-lapses'"),
        (("simulate", "--members", "0"), "members=0"),
        (("simulate", "--keep", "gpd_ppp"), "did you mean 'gdp_ppp'"),
        (("simulate", "--off", "growht"), "no mechanism 'growht'; did you mean 'growth'"),
        (("simulate", "--off", "accounts"), "cannot be switched off"),
        (("simulate", "--set", "growth.speed"), "needed mechanism.parameter=value"),
        (("simulate", "--set", "growth.speed=fast"), "needed mechanism.parameter=value"),
        (("simulate", "--set", "growth.sped=1"), "did you mean 'growth.speed'"),
        (("simulate", "--set", "growth.speed=7"), "needed -0.2 to 0.2 1/year"),
        (("simulate", "--output", "run.nc"), "type run.zarr"),
        (("simulate", "--years", "5", "--until", "2050"), "give one of them"),
        (("show", "nowhere.zarr"), "there is no such run"),
        (("model", "growht"), "did you mean 'growth'"),
    ],
)
def test_mistakes_are_one_line_that_says_what_to_type(refuse, words, said):
    assert said in refuse(*words)


def test_a_future_is_told_as_a_chronicle(run, refuse, world, tmp_path):
    place = str(tmp_path / "run.zarr")
    run("simulate", "--members", "4", "--years", "20", "--world", world, "-o", place)
    told = json.loads(run("show", place, "--chronicle", "2", "--full", "--json").out)
    assert told == {str(y): s for y, s in open_run(place).chronicle(2, full=True).items()}
    text = run("show", place, "--chronicle", "2", "--states", "CHN", "--years", "2001:2015").out
    lines = [line for line in text.splitlines()[2:] if line.strip()]
    assert lines
    assert all("China" in line for line in lines)
    assert "Future 2" in text
    rows = list(csv.reader(io.StringIO(run("show", place, "--chronicle", "2", "--csv").out)))
    assert rows[0] == ["year", "what happens"]
    assert "no future 4; needed one of 0 to 3" in refuse("show", place, "--chronicle", "4")
    assert "--years" in refuse("show", place, "--chronicle", "1", "--years", "soon")
    assert "Atlantis" in refuse("show", place, "--chronicle", "1", "--states", "Atlantis")


def test_show_as_json_and_csv(run, world, tmp_path):
    place = str(tmp_path / "run.zarr")
    run("simulate", "--members", "4", "--years", "4", "--world", world, "-o", place)
    found = json.loads(run("show", place, "--json").out)
    assert found["run"]["members"] == 4
    assert found["outlook"]["last"] == 2004
    run("show", place, "-o", str(tmp_path / "shares.csv"))
    assert (tmp_path / "shares.csv").read_text().startswith("Code,State,2000,2004")


def test_a_run_that_is_not_complete_is_shown(run, world, tmp_path):
    place = tmp_path / "run.zarr"
    run("simulate", "--members", "4", "--years", "4", "--world", world, "-o", str(place))
    (place / "done" / "000001.json").unlink()
    text = run("show", str(place)).out
    assert "Share of capability in 3 futures" in text
    assert "3 of 4; resume for the others" in text
    for marker in (place / "done").iterdir():
        marker.unlink()
    assert "0 of 4; resume for the others" in run("show", str(place)).out


def test_the_model_is_shown_whole_and_by_mechanism(run):
    text = run("model").out
    order = ["growth", "arms", "nearness", "quarrels", "accounts"]
    places = [text.index(f" {name} ") for name in order]
    assert places == sorted(places)
    assert "5 mechanisms, 4 parameters" in text
    assert "off" in run("model", "--off", "arms").out
    one = run("model", "growth").out
    for part in ("grow", "Nobody (2000)", "Everything else", "normal(0.02, 0.01)", "-0.2 to 0.2",
                 "how fast", "gdp_ppp"):  # fmt: skip
        assert part in one
    found = json.loads(run("model", "--json").out)
    assert [m["name"] for m in found] == order
    assert found[0]["parameters"][0] == {
        "name": "speed", "default": 0.02, "unit": "1/year", "low": -0.2, "high": 0.2,
        "prior": "normal(0.02, 0.01)", "meaning": "how fast",
    }  # fmt: skip
    assert json.loads(run("model", "growth", "--json").out)["steps"][0]["adds"] == ["gdp_ppp"]


def test_parameters_and_fields_are_listed(run):
    rows = list(csv.DictReader(io.StringIO(run("model", "--params", "--csv").out)))
    assert [r["name"] for r in rows] == list(TOY.params)
    assert "Growth (growth)" in run("model", "--params").out
    assert [p["name"] for p in json.loads(run("model", "--params", "--json").out)] == list(
        TOY.params
    )
    fields = json.loads(run("model", "--fields", "--json").out)
    assert {"Field": "trust", "Of": "system"}.items() <= {
        k: v for f in fields if f["Field"] == "trust" for k, v in f.items()
    }.items()


@pytest.mark.parametrize("command", ["simulate", "show", "model"])
def test_every_command_has_help_with_an_example(run, command):
    text = run(command, "--help").out
    assert f"Usage: multipolar {command}" in text
    assert f"Example: multipolar {command}" in text


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_tables_fit_the_terminal(run, world, tmp_path, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    place = str(tmp_path / "run.zarr")
    texts = [
        run("simulate", "--members", "3", "--years", "4", "--world", world, "-o", place).out,
        run("show", place).out, run("show", place, "--chronicle", "0", "--full").out,
        run("model").out, run("model", "growth").out, run("model", "--params").out,
        run("model", "--fields").out,
    ]  # fmt: skip
    for text in texts:
        assert max(map(len, text.splitlines())) <= columns
    assert "Default" in texts[4]
    assert "trust" in texts[6]


SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
from toymodel import TOY
import multipolar.model, multipolar.ensemble
multipolar.model.default_model = multipolar.ensemble.default_model = lambda: TOY
from multipolar.cli import main
main()
"""


def start(words, **options):
    """Start the program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(tests=TESTS), *words], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def test_priors_leave_what_was_learned_from_history_out(run, world, tmp_path, monkeypatch):
    names = tuple(TOY.params)
    peaks = np.array([p.low for p in TOY.params.values()])
    learned = TOY.believing(Posterior(names, peaks, peaks[None], {"until": 1980}))
    monkeypatch.setattr("multipolar.model.default_model", lambda: learned)
    words = ["simulate", "--members", "6", "--years", "3", "--world", world, "--output"]
    run(*words, str(tmp_path / "learned.zarr"))
    run(*words, str(tmp_path / "priors.zarr"), "--priors")
    found = {k: open_run(tmp_path / f"{k}.zarr").run.take("parameter") for k in
             ("learned", "priors")}  # fmt: skip
    np.testing.assert_array_equal(found["learned"], np.tile(peaks, (6, 1)))
    np.testing.assert_array_equal(found["priors"], TOY.draw(range(6), 1))
    assert (found["priors"] != found["learned"]).any()


def test_ctrl_c_keeps_what_is_done_and_prints_how_to_go_on(run, world, tmp_path):
    place = tmp_path / "run.zarr"
    words = ["simulate", "--members", "300", "--years", "600", "--world", world, "--output",
             str(place), "--chunk", "2"]  # fmt: skip
    with start(words) as process:
        for _ in range(6000):
            if len(list((place / "done").glob("*.json"))) > 3 or process.poll() is not None:
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    kept = len(open_run(place).members)
    assert 0 < kept < 300
    assert f"Stopped. {kept} of 300 futures are kept" in said
    assert f"multipolar simulate --members 300 --years 600 --world {world}" in said
    assert said.rstrip().endswith("--resume")
    assert "Traceback" not in said
    again = said.rstrip().splitlines()[-1].split()[1:]
    assert "300 futures" in run(*again).out
    assert len(open_run(place).members) == 300


@pytest.mark.slow
def test_the_first_result_comes_soon(world, tmp_path):
    words = ["simulate", "--members", "2", "--years", "2", "--world", world]
    for _ in range(2):
        began = time.monotonic()
        with start(words, env={**os.environ, "OMP_NUM_THREADS": "1"}) as process:
            process.communicate()
        took = time.monotonic() - began
    print(f"from the command to the table: {took:.2f} s (aim: under 3)")
    assert took < 6
