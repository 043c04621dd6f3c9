"""The command that fits, and what it says."""

import json

import numpy as np
import pytest

from multipolar import calibration, calibration_commands, posterior
from multipolar.cli import main
from multipolar.fit import Fit, Sample

pytest.importorskip("jax")


class Folder(dict):
    def names(self):
        return sorted(self.keys())

    def __iter__(self):
        return iter(self.values())


@pytest.fixture
def two_fits(monkeypatch):
    """Fits of a packaged mechanism to coin tosses."""
    random = np.random.default_rng(4)

    def sample(until):
        came = (random.random(200) < 0.3).astype(float)
        return Sample({"x": 0.0}, came, np.full(200, 1900), dropped={"of no year": 7})

    def density(rows, params, came):
        return -0.5 * (came - params["growth.trend"]) ** 2 / 0.25

    fit = Fit(
        "toss", ("growth.trend",), sample, density=density, label="Tosses of a coin",
        data=("cow_nmc",),
    )  # fmt: skip
    monkeypatch.setattr(calibration, "catalogue", Folder(toss=fit))


def test_the_command_fits_tells_and_writes(two_fits, tmp_path, capsys):
    main(["calibrate", "toss", "--until", "1950", "--draws", "20", "-o", str(tmp_path / "out")])
    out, err = capsys.readouterr()
    assert "Fitting toss (1 of 1)" in err
    assert "growth.trend" in out
    assert "7 of no year" in out
    found = posterior.read(tmp_path / "out")
    assert found.draws.shape == (20, 1)
    assert found.facts["until"] == 1950
    assert found.facts["fits"]["toss"]["data"] == ["cow_nmc 7.0"]


def test_json_holds_what_the_tables_hold(two_fits, capsys):
    main(["calibrate", "--json"])
    facts = json.loads(capsys.readouterr().out)
    assert set(facts["fits"]["toss"]["params"]) == {"growth.trend"}
    table = calibration_commands.parameter_table(facts)
    assert table.rows[0][2] == facts["fits"]["toss"]["params"]["growth.trend"]["peak"]


def test_no_posterior_yet_is_said(monkeypatch, capsys):
    monkeypatch.setattr(posterior, "shipped", lambda: None)
    with pytest.raises(SystemExit):
        main(["calibrate", "--shipped"])
    assert "no posterior comes with this version" in capsys.readouterr().err
