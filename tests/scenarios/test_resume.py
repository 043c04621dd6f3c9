"""A scenario that is stopped at any moment, and goes on, gives the same bits."""

import random
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from multipolar.ensemble import open_run
from multipolar.scenario_reading import read_scenario

SCENARIO = """title = "stopped"
until = 2034
members = 10
[assumptions]
growth.trend = {value = 1.5, unit = "%/year"}
[condition.ahead]
field = "gdp_ppp"
states = "IND"
above = "USA"
times = 0.4
[condition.long-ago]
after = "turn"
years = 2
[[event]]
name = "sanctions"
act = "sanctions_imposed"
by = "USA"
on = "IND"
if = "ahead"
delay = 1
until = 2032
[[event]]
name = "turn"
act = "regime_changes"
state = "BRA"
to = -0.9
year = 2028
[[event]]
act = "regime_changes"
state = "BRA"
to = 0.9
if = "long-ago"
"""
CODE = "import sys; from multipolar.cli import main; sys.exit(main())"


def start(path, place):
    words = ["simulate", str(path), "--output", str(place), "--chunk", "1", "--threads", "1",
             "--resume"]  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", CODE, *words], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)  # fmt: skip


def stop(path, place, how, more, luck):
    """Start or resume a run, and stop it some time after so many more futures are complete."""
    done = place / "done"
    before = len(list(done.glob("*.json")))
    with start(path, place) as process:
        until = time.monotonic() + 300
        while len(list(done.glob("*.json"))) < before + more and process.poll() is None:
            assert time.monotonic() < until, "nothing is written"
            time.sleep(0.005)
        time.sleep(luck.uniform(0.0, 0.1))
        process.send_signal(how)
        process.communicate(timeout=120)
    return process.returncode


@pytest.mark.slow
def test_a_scenario_that_is_interrupted_and_killed_goes_on_to_the_same_bits(tmp_path):
    path, place, luck = tmp_path / "stopped.toml", tmp_path / "run.zarr", random.Random(3)
    path.write_text(SCENARIO, encoding="utf-8")
    assert stop(path, place, signal.SIGINT, 1, luck) == 130
    first = len(open_run(place).members)
    assert stop(path, place, signal.SIGKILL, 1, luck) == -signal.SIGKILL
    second = len(open_run(place).members)
    assert 0 < first < second < 10, "the run was over before it was stopped: nothing is shown"
    with start(path, place) as process:
        _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    stopped = open_run(place)
    whole = read_scenario(path).simulate(threads=1)
    assert stopped.members == whole.members
    assert stopped.run.kept == whole.run.kept
    for name in (*whole.run.kept, "fingerprint", "parameter"):
        np.testing.assert_array_equal(stopped.run.take(name), whole.run.take(name), err_msg=name)
    assert stopped.events.collect().equals(whole.events.collect())
    done = whole.events.collect()
    assert done.filter(done["event"] == "scenario")["value"].n_unique() == 3
