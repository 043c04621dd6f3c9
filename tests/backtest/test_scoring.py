"""Forecasts kept and read again, scored, and put on the board."""

import json

import numpy as np
import polars as pl
import pytest
from recorded import made_up

from multipolar import exchange, lockbox
from multipolar.backtest import MODEL, Forecast, foreseen, load, place, probability
from multipolar.baseline import Archive, Case, Past
from multipolar.baselines import catalogue as baselines
from multipolar.course import World0
from multipolar.errors import FigureError, RunError
from multipolar.figures.scoreboard import scoreboard as draw
from multipolar.scoreboard import GOALS, MEAN, compare, frame, mean_scores, scoreboard, tally
from multipolar.scorepages import scoreboard_page, unforeseen_page
from multipolar.target import names
from multipolar.targets import catalogue as targets
from multipolar.verification import JOINT, verify

ORIGINS = (*range(1880, 2001, 10), 1913)
ASKED = (*JOINT, "share", "onset", "tie", "first")
ABOUT = {"members": 40, "seed": 1, "model": "f" * 64, "parameters_hash": "p" * 64, "off": [],
         "fitted": {}, "multipolar": "0", "parameters": "priors"}  # fmt: skip


@pytest.fixture(scope="module")
def archive():
    return Archive(made_up())


def made(archive, origin, width=0.0, about=ABOUT):
    """Return a forecast whose model knows what came, blurred by a width."""
    rng = np.random.default_rng(origin)
    world = World0(archive.record, origin)
    said = {}
    for name in ASKED:
        one = targets[name]
        for horizon in one.spec.horizons:
            if origin + horizon > archive.record.last:
                continue
            came = archive.values(one, origin, horizon)
            if one.spec.kind == "amount":
                blur = rng.normal(0, 1, (len(came), 40)) * (width * max(np.nanstd(came), 0.05))
                said[MODEL, name, horizon] = (came[:, None] + blur).astype(np.float32)
            else:
                said[MODEL, name, horizon] = np.where(
                    np.isnan(came), np.nan, 0.02 + 0.96 * (width < 1) * came + 0.4 * (width >= 1)
                ).astype(np.float32)
            for simple in baselines.names():
                found = baselines[simple](Case(one, origin, horizon, Past(archive, origin)))
                if found is not None:
                    said[simple, name, horizon] = found.astype(np.float32)
    units = {n: names(targets[n].spec, world) for n in ASKED}
    return Forecast(origin, said, units, about)


@pytest.fixture(scope="module")
def forecasts(archive):
    return [made(archive, o, 0.05) for o in sorted(ORIGINS)]


@pytest.fixture(scope="module")
def rows(forecasts, archive):
    return verify(forecasts, archive)


def test_a_forecast_is_kept_to_the_byte_and_read_again(forecasts, tmp_path):
    one = forecasts[0]
    path = one.save(tmp_path)
    first = path.read_bytes()
    again = Forecast.load(path)
    assert again.save(tmp_path).read_bytes() == first
    assert again.units == one.units
    assert again.about == json.loads(json.dumps(one.about))
    for key, values in one.said.items():
        assert np.array_equal(again.said[key], values, equal_nan=True)
    assert [f.origin for f in load(tmp_path)] == [1880]


def test_a_damaged_or_missing_forecast_is_told(forecasts, tmp_path):
    with pytest.raises(RunError, match="no forecast"):
        load(tmp_path)
    path = forecasts[0].save(tmp_path)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(RunError, match=r"1880\.npz.*delete it"):
        load(tmp_path)
    assert path == place(tmp_path, 1880)


def test_an_event_is_never_called_impossible_or_certain():
    drawn = np.array([[1.0] * 9, [0.0] * 9, [1.0] + [0.0] * 8, [np.nan] * 9])
    p = probability(drawn, np.array([0, 0, 0, 0]))
    assert 0 < p[1] < p[2] < p[0] < 1
    assert np.isnan(p[3])
    apart = probability(drawn[:2], np.array([0, 1]))
    assert apart[1] < p[1], "a kind in which nothing happened is given less"


def test_chances_too_small_for_a_hundred_futures_are_still_told():
    rng = np.random.default_rng(1)
    chance = rng.beta(0.5, 100, 4000)
    drawn = (rng.random((4000, 100)) < chance[:, None]).astype(float)
    p = probability(drawn, np.zeros(4000, int))
    never = drawn.sum(axis=1) == 0
    assert p[never].mean() == pytest.approx(chance[never].mean(), rel=0.15)
    apart = np.repeat([[1.0], [0.0]], 50, axis=0).repeat(100, axis=1)
    q = probability(apart, np.zeros(100, int))
    assert q[0] > 0.99, "units that differ are not drawn together"


def test_chances_of_each_year_mend_the_luck_of_futures_and_do_not_bend_the_mean():
    rng = np.random.default_rng(2)
    yearly = rng.beta(0.3, 12, (3000, 1, 1))
    member = yearly * rng.choice([0.5, 1.5], (3000, 100, 1))  # futures differ
    came = rng.random((3000, 100, 10)) < member
    before = np.cumsum(came, axis=2) - came > 0
    chances = np.where(before, 0.0, member).sum(axis=2)
    event = came.any(axis=2).astype(float)
    truth = 1 - np.mean((1 - np.array([0.5, 1.5]) * yearly[:, 0]) ** 10, axis=1)
    rough = probability(event, np.zeros(3000, int))
    fine = foreseen(rough, event, chances)
    assert np.square(fine - truth).mean() < 0.4 * np.square(rough - truth).mean()
    for low, high in ((0, 0.01), (0.01, 0.1), (0.1, 0.5), (0.5, 1)):
        at = (truth >= low) & (truth < high)
        assert fine[at].mean() == pytest.approx(truth[at].mean(), rel=0.05)
    assert ((fine > 0) & (fine < 1)).all()


def test_who_knows_what_came_is_better_than_every_baseline(rows):
    lines = [x for x in scoreboard(rows) if x.era == "all origins" and x.horizon != MEAN]
    assert {x.target for x in lines} == {*ASKED, "joint"}
    for x in lines:
        if np.isfinite(x.skill) and x.target != "joint":
            assert x.skill > 0.3, (x.target, x.group, x.horizon)
            assert x.skill <= 1


def test_who_says_nothing_of_use_is_worse(archive):
    told = scoreboard(verify([made(archive, o, 8.0) for o in sorted(ORIGINS)], archive))
    for x in told:
        if x.target == "share" and x.era == "all origins":
            assert x.skill < 0
            assert x.verdict.startswith("worse")


def test_locked_origins_are_left_out_unless_opened(rows):
    shut = max(x.origins for x in scoreboard(rows))
    assert shut == sum(o < 1985 for o in ORIGINS)
    assert max(x.origins for x in scoreboard(rows, locked=False)) == len(ORIGINS)
    with pytest.raises(RunError, match="locked away"):
        scoreboard(rows.filter(pl.col("origin") > 1985))


def test_ours_is_scored_in_the_cases_of_the_baseline(rows):
    model = rows.filter(pl.col("method") == MODEL)
    assert (model["score"] - model["ours"]).abs().max() < 1e-9
    for part in rows.partition_by("origin", "target", "group", "horizon"):
        most = part.filter(pl.col("method") == MODEL)["n"].item()
        assert part["n"].max() == most


def test_goals_name_what_there_is():
    for target, group, horizon, era in GOALS:
        assert target == "joint" or horizon in (*targets[target].spec.horizons, MEAN)
        assert group in ("all", "top 30", "top 10")
        assert era in ("all origins", "1950+")
        floor, goal, stretch = GOALS[target, group, horizon, era]
        assert floor <= goal <= stretch


def test_pages_tell_losses_and_how_they_were_made(rows, forecasts, archive):
    lines = scoreboard(rows)
    page = scoreboard_page(lines, forecasts)
    assert "**nothing was fitted**" in page
    assert "locked away" in page
    assert f"**{tally(lines)['worse']} are worse**" in page
    assert frame(lines).height == len(lines)
    assert sum(line.startswith("| Share of capability") for line in page.splitlines()) > 10
    seen = unforeseen_page(forecasts, archive)
    assert "1913: the year before" in seen
    assert "1988 is behind the lock" in seen
    assert "United States and United Kingdom" in seen
    with pytest.raises(RunError, match="1913, 1938, 1988"):
        unforeseen_page([f for f in forecasts if f.origin != 1913], archive)


def test_the_picture_has_a_row_a_question(rows):
    lines = scoreboard(rows)
    figure = draw(lines, horizon=10)
    wanted = [x for x in lines if x.horizon == 10 and x.era == "all origins"]
    assert len(figure.rows) == sum(np.isfinite(x.skill) for x in wanted)
    assert "<svg" in figure.svg()
    with pytest.raises(FigureError, match="horizons are 1, 5, 10, 20"):
        draw(lines, horizon=7)


def test_with_and_without(rows, archive):
    worse = verify([made(archive, o, 2.0) for o in sorted(ORIGINS)], archive)
    same = compare(rows, rows)
    assert {x[-1] for x in same} == {"the same"}
    assert {round(x[6], 9) for x in same if np.isfinite(x[6])} == {0.0}
    shares = [x for x in compare(rows, worse) if x[0] == "share"]
    assert all(x[6] > 0.5 and x[-1] == "better" for x in shares)


def test_forecasts_go_out_as_one_table(forecasts, tmp_path):
    table = exchange.table(forecasts[:1])
    assert set(table["kind"]) == {"quantile", "probability"}
    amounts = table.filter((pl.col("target") == "hhi") & (pl.col("horizon") == 5))
    assert amounts["level"].to_list() == list(exchange.LEVELS)
    assert amounts["value"].is_sorted()
    one = table.filter((pl.col("target") == "onset") & (pl.col("horizon") == 1))
    assert one["unit"].is_in(forecasts[0].units["onset"]).all()
    path = exchange.write(forecasts[:1], tmp_path / "out.csv")
    back = pl.read_csv(path, schema=exchange.SCHEMA)
    assert set(back["method"]) >= {MODEL, "persistence", "dyad_rate"}


def test_opening_the_box_is_written_down_once(forecasts, tmp_path):
    path = lockbox.open_box(tmp_path, "version 1, first look", forecasts)
    first = path.read_text()
    assert "version 1; first look" in first
    assert "1990 2000" in first
    lockbox.open_box(tmp_path, "again", forecasts)
    assert path.read_text() == first
    other = [Forecast(f.origin, f.said, f.units, {**f.about, "model": "e" * 64}) for f in forecasts]
    lockbox.open_box(tmp_path, "another model", other)
    assert len(path.read_text().splitlines()) == 3
    with pytest.raises(RunError, match="nothing to open"):
        lockbox.open_box(tmp_path, "x", [f for f in forecasts if f.origin < 1985])


def test_methods_that_spoke_as_often_as_any_are_compared():
    """A record that begins late leaves the first origins without a baseline."""
    rows = [(MODEL, 4.0), (MODEL, 2.0), (MODEL, 3.0), ("climatology", 1.0), ("climatology", 3.0),
            ("historical_40", 9.0), ("persistence", np.inf), ("persistence", 1.0),
            ("persistence", 1.0)]  # fmt: skip
    part = pl.DataFrame({"method": [m for m, _ in rows], "score": [s for _, s in rows], "n": 2})
    assert mean_scores(part, "score") == {MODEL: 1.5, "climatology": 1.0}
