"""Nothing that came after an origin goes into its forecast; and each guard is found missing."""

from functools import cache

import numpy as np
import pytest
from recorded import made_up, poisoned

from multipolar.baseline import Archive, Case, Past
from multipolar.baselines import catalogue as baselines
from multipolar.course import Came
from multipolar.errors import RunError
from multipolar.scores import catalogue as scores
from multipolar.targets import catalogue as targets

ORIGIN = 1960


@cache
def archive_of(after=None):
    """Return an archive of made-up history, poisoned after a year if one is given."""
    return Archive(made_up() if after is None else poisoned(made_up(), after))


def said(archive, method, origin=ORIGIN):
    """Return what a method says of every target and horizon."""
    out = {}
    for one in targets:
        for horizon in one.spec.horizons:
            found = method(Case(one, origin, horizon, Past(archive, origin)))
            if found is not None:
                out[one.__name__, horizon] = found
    return out


def alike(a, b):
    return a.keys() == b.keys() and all(np.array_equal(a[k], b[k], equal_nan=True) for k in a)


def peek(case):
    """Forecast what came, as nobody can."""
    return case.past.values(case.asked, case.origin, case.horizon)


def stale(case):
    """Take the last origin to be that of the horizon: the usual slip of one line."""
    if case.asked.spec.of != "system":
        return None
    return np.array([case.past.values(case.asked, s, case.horizon) for s in range(1940, 1961)])


@pytest.fixture
def unguarded(monkeypatch):
    """Take the guard of the past away."""
    monkeypatch.setattr(Past, "values", lambda self, asked, s, h: self.archive.values(asked, s, h))


@pytest.mark.parametrize("name", baselines.names())
def test_a_poisoned_future_changes_no_bit_of_a_baseline(name):
    honest, other = (said(archive_of(after), baselines[name]) for after in (None, ORIGIN))
    assert honest
    assert alike(honest, other)


@pytest.mark.parametrize("method", [peek, stale])
def test_a_method_that_looks_ahead_is_refused(method):
    with pytest.raises(RunError, match="nothing that came after its origin"):
        said(archive_of(), method)


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("method", [peek, stale])
def test_without_the_guard_the_poison_is_found(method):
    assert not alike(said(archive_of(), method), said(archive_of(ORIGIN), method))


def test_a_poisoned_past_does_change_forecasts():
    usual = baselines["climatology"]
    assert not alike(said(archive_of(), usual), said(archive_of(ORIGIN - 30), usual))


@pytest.mark.parametrize("name", targets.names())
def test_a_target_reads_nothing_after_its_horizon(name):
    record, one = made_up(), targets[name]
    for horizon in one.spec.horizons:
        archive, other = Archive(record), Archive(poisoned(record, ORIGIN + horizon))
        a, b = (k.values(one, ORIGIN, horizon) for k in (archive, other))
        assert np.array_equal(a, b, equal_nan=True)
        assert np.isfinite(a).any()


def test_a_course_that_is_read_too_far_says_so():
    archive = Archive(made_up())
    came = Came(archive.record, archive.world(ORIGIN), ORIGIN + 5)
    came.step("share", 5)
    for read in (came.step, came.window):
        with pytest.raises(RunError, match="up to 1965"):
            read("share", 6)
    with pytest.raises(RunError, match="up to 1965"):
        came.everyone(6)


def test_a_cut_record_has_nothing_after_the_cut():
    cut = made_up().until(ORIGIN)
    assert {len(a) for a in cut.arrays.values()} == {ORIGIN - 1816 + 1}
    assert max(cut.known.values()) == ORIGIN
    with pytest.raises(RunError, match="ends in 1960"):
        cut.at("share", ORIGIN + 1)


def years_skill(method, *, horizon=5):
    """Return the skill of a method over climatology where years are alike and independent."""
    archive, one = Archive(made_up(5, calm=True)), targets["dispute_count"]
    lost, base = [], []
    for origin in range(1900, 2010, 2):
        case = Case(one, origin, horizon, Past(archive, origin))
        came = archive.values(one, origin, horizon)
        drawn = np.atleast_2d(method(case))
        lost.append(scores["crps"](drawn, came, fair=False)[0])
        base.append(scores["crps"](baselines["climatology"](case), came, fair=False)[0])
    return 1 - np.mean(lost) / np.mean(base)


AMOUNTS = ("historical_40", "historical_100_even", "negative_binomial", "persistence")


@pytest.mark.parametrize("name", AMOUNTS)
def test_where_years_are_shuffled_nobody_is_better_than_climatology(name):
    assert years_skill(baselines[name]) < 0.05


@pytest.mark.usefixtures("unguarded")
def test_without_the_guard_a_shuffled_century_is_foretold():
    assert years_skill(peek) > 0.99


def test_what_is_asked_does_not_stand_among_what_is_known():
    record = made_up()
    one = targets["onset"]
    flipped = poisoned(record, ORIGIN)
    for horizon in (1, 10):
        came = [Archive(r).values(one, ORIGIN, horizon) for r in (record, flipped)]
        assert not np.array_equal(*came), "the poison reaches the outcome"
        known = [
            baselines["dyad_rate"](Case(one, ORIGIN, horizon, Past(Archive(r), ORIGIN)))
            for r in (record, flipped)
        ]
        assert np.array_equal(*known), "and not the rates that are said"
