"""The whole thing, small: three origins, few futures, on publishers' files."""

import numpy as np
import pytest
from recorded import made_up

from multipolar import backtest as module
from multipolar.backtest import MODEL, ORIGINS, Forecast, backtest, forecast, load, place, priors
from multipolar.baseline import Archive
from multipolar.cli import main
from multipolar.errors import RunError
from multipolar.record import FIRST, LAST, Record, numbers_of, record
from multipolar.scoreboard import scoreboard
from multipolar.targets import catalogue as targets
from multipolar.verification import verify

THREE = (1913, 1950, 1975)
SIMPLE = ("persistence", "historical_100", "random_walk", "base_rate")
SMALL = {"members": 24, "parameters": priors, "simple": SIMPLE, "threads": 2}
pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture(scope="module")
def archive(published):
    return Archive(record())


@pytest.fixture(scope="module")
def folder(archive, tmp_path_factory):
    path = tmp_path_factory.mktemp("backtest")
    backtest(path, origins=THREE, archive=archive, **SMALL)
    return path


def test_the_record_is_that_of_the_publishers(archive):
    r = archive.record
    assert r.arrays["onset"].sum() == 3124
    assert r.arrays["wars"].sum() == 95
    assert r.arrays["treaties_formed"].sum() == 745 - 7, "seven alliances are of 1815"
    assert np.nansum(r.arrays["share"], axis=1) == pytest.approx(np.ones(LAST - FIRST + 1))
    assert r.known["defence"] == 2018


@pytest.mark.parametrize("origin", ORIGINS)
def test_the_closed_world_is_the_members_of_the_day(archive, origin):
    from multipolar.codes import members

    world = archive.world(origin)
    assert set(world.states) == set(numbers_of(tuple(members(origin, "cow")), origin))


def test_germany_and_yemen_are_one_through_time(archive):
    for origin, state in ((1980, 255), (1995, 255), (1985, 678), (1995, 678)):
        assert state in archive.world(origin).states
    assert numbers_of(("NEW1",), 1980) == [-1]


def test_every_target_is_forecast_from_every_origin(folder):
    for one in load(folder):
        told = {t for m, t, _ in one.said if m == MODEL}
        assert told == {n for n in targets.names() if targets[n].spec.first <= one.origin}
        for (method, name, _), said in one.said.items():
            if method != MODEL:
                continue
            known = said[np.isfinite(said)]
            assert len(known)
            if targets[name].spec.kind == "event":
                assert ((known > 0) & (known < 1)).all()
            else:
                assert said.shape[1] == SMALL["members"]


def test_the_board_stands_on_three_origins(folder, archive):
    lines = scoreboard(verify(load(folder), archive))
    assert {x.target for x in lines} >= {"share", "hhi", "onset", "tie", "regime"}
    assert max(x.origins for x in lines) == 3
    assert all(np.isnan(x.low) or x.low <= x.high for x in lines)


def test_the_same_seed_gives_the_same_bytes_and_a_poisoned_future_too(folder, archive):
    """Whatever came after 1950 may be anything: the forecast of 1950 is the same."""
    rng = np.random.default_rng(0)
    arrays = {}
    for name, values in archive.record.arrays.items():
        later = values.copy()
        cut = later[1950 - FIRST + 1 :]
        cut[...] = rng.permuted(cut, axis=-1) if values.ndim > 1 else cut[::-1] + 1
        arrays[name] = later
    poisoned = Archive(Record(archive.record.states, LAST, arrays, archive.record.known))
    assert not np.array_equal(
        poisoned.values(targets["share"], 1950, 5), archive.values(targets["share"], 1950, 5)
    )
    again = forecast(1950, archive=poisoned, **SMALL)
    kept = Forecast.load(place(folder, 1950))
    for key, said in kept.said.items():
        assert np.array_equal(said, again.said[key], equal_nan=True), key


def test_the_shipped_posterior_is_never_believed(monkeypatch):
    """It is fitted to the whole record, so a model that keeps it would know the future."""
    seen = []

    def stop(world, model, **_):
        seen.append(model.posterior)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "simulate", stop)
    with pytest.raises(KeyboardInterrupt):
        forecast(1950, members=2, parameters=priors, archive=Archive(made_up()))
    assert seen == [None]


def test_what_is_stopped_goes_on(folder, archive, tmp_path, monkeypatch):
    first = place(folder, 1913).read_bytes()
    place(tmp_path, 1913).write_bytes(first)
    with pytest.raises(RunError, match="resume"):
        backtest(tmp_path, origins=THREE, archive=archive, **SMALL)
    with pytest.raises(RunError, match="seed 1, not 2"):
        backtest(tmp_path, origins=THREE, archive=archive, resume=True, seed=2, **SMALL)
    made = []

    def stop(origin, **options):
        made.append(origin)
        if origin == 1975:
            raise KeyboardInterrupt
        return Forecast.load(place(folder, origin))

    monkeypatch.setattr(module, "forecast", stop)
    with pytest.raises(KeyboardInterrupt):
        backtest(tmp_path, origins=THREE, archive=archive, resume=True, **SMALL)
    assert made == [1950, 1975]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["1913.npz", "1950.npz"]


def test_origins_out_of_range_are_refused(archive, tmp_path):
    with pytest.raises(RunError, match="origin=2022"):
        forecast(2022, archive=archive)
    with pytest.raises(RunError, match="none up to 1800"):
        backtest(tmp_path, until=1800)


def test_the_commands_speak(folder, capsys):
    main(["scoreboard", str(folder), "--json"])
    assert '"verdict"' in capsys.readouterr().out
    main(["scoreboard", str(folder), "--against", str(folder), "--json"])
    assert '"the same"' in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["scoreboard", str(folder), "--era", "never"])
    assert "1950+" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["scoreboard", str(folder), "--open", "a try"])
    assert "nothing to open" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["onsets", "--years", "1946:2010"])
    assert "--open" in capsys.readouterr().err
    for kind in ("targets", "baselines", "scores"):
        main(["list", kind, "--json"])
        assert len(capsys.readouterr().out) > 500
