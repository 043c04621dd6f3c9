"""Skill against a baseline: what its interval counts as evidence, and how often it is right."""

import numpy as np
import pytest
from scipy.special import stdtrit

from multipolar.errors import ScoreError
from multipolar.scores.skill import skill

YEARS = 1870 + np.arange(140)


def history(rng, memory, years=140, true=0.1):
    """Draw scores of a model with a known skill; luck and hard times last."""

    def lasting():
        path = np.zeros(years + 60)
        noise = rng.normal(size=years + 60) * np.sqrt(1 - memory**2)
        for t in range(1, years + 60):
            path[t] = memory * path[t - 1] + noise[t]
        return path[60:]

    baseline = np.exp(0.5 * lasting())
    return baseline * (1 - true + 0.1 * lasting()), baseline


def test_skill_is_the_share_of_the_loss_that_is_saved():
    found = skill([1.0, 2.0], [2.0, 4.0], year=[1900, 1901])
    assert (found.value, found.windows) == (0.5, 1)
    assert skill([3.0, 0.0], [1.0, 1.0], year=[1900, 1901]).value == -0.5
    assert skill([0.0], [1.0], year=[1900]).value == 1.0


def test_skill_is_taken_of_means_not_of_cases():
    assert skill([1.0, 1.0], [1.0, 3.0], year=[1900, 1901]).value == 0.5


def test_a_gain_that_is_the_same_everywhere_has_no_interval_to_speak_of():
    """Paired: hard years, in which both lose, do not widen it."""
    _, baseline = history(np.random.default_rng(1), 0.5)
    found = skill(0.9 * baseline, baseline, year=YEARS)
    assert [found.value, found.low, found.high] == pytest.approx([0.1] * 3, abs=1e-12)


def test_the_interval_holds_the_value():
    ours, baseline = history(np.random.default_rng(2), 0.5)
    found = skill(ours, baseline, year=YEARS)
    assert found.low < found.value < found.high
    assert found.windows == 7
    wider = skill(ours, baseline, year=YEARS, level=0.98)
    assert wider.low < found.low < found.high < wider.high


def test_the_interval_is_the_t_interval_of_block_means():
    """Where the baseline always loses 1, skill is 1 less a mean, and blocks are its sample."""
    ours = np.random.default_rng(9).exponential(0.8, 140)
    circle = np.concatenate([ours, ours])
    means = [circle[start : start + 20].mean() for start in range(140)]
    for level in (0.5, 0.9):
        found = skill(ours, np.ones(140), year=YEARS, level=level, draws=40_000)
        half = stdtrit(6, (1 + level) / 2) * np.std(means) / np.sqrt(6)
        assert (found.high - found.low) / 2 == pytest.approx(half, rel=0.04)


def test_more_cases_in_a_year_are_no_more_evidence():
    ours, baseline = history(np.random.default_rng(3), 0.5)
    once = skill(ours, baseline, year=YEARS)
    often = skill(*(np.repeat(x, 50) for x in (ours, baseline)), year=np.repeat(YEARS, 50))
    assert often.windows == once.windows
    assert [often.low, often.high] == pytest.approx([once.low, once.high], rel=1e-9)


def test_more_years_are():
    rng = np.random.default_rng(4)
    ours, baseline = history(rng, 0.0, years=800)
    long = skill(ours, baseline, year=np.arange(800))
    short = skill(ours[:100], baseline[:100], year=np.arange(100))
    assert (short.windows, long.windows) == (5, 40)
    assert long.high - long.low < (short.high - short.low) / 2


def test_origins_need_not_be_evenly_spaced():
    origins = np.array([*range(1870, 2001, 5), 1913, 1938, 1988])
    ours, baseline = history(np.random.default_rng(5), 0.3)
    found = skill(ours[origins - 1870], baseline[origins - 1870], year=origins)
    assert found.windows == 6
    assert found.low < found.value < found.high


def test_empty_stretches_are_no_windows():
    years = np.array([1870, 1871, 1950, 2009])
    found = skill(np.ones(4), np.full(4, 2.0), year=years)
    assert found.windows == 3
    assert np.isnan(found.low)


def test_under_four_windows_there_is_no_interval():
    ours, baseline = history(np.random.default_rng(6), 0.5, years=80)
    assert skill(ours, baseline, year=np.arange(80)).windows == 4
    assert np.isfinite(skill(ours, baseline, year=np.arange(80)).low)
    short = skill(ours[:79], baseline[:79], year=np.arange(79))
    assert short.windows == 3
    assert np.isnan([short.low, short.high]).all()
    assert np.isfinite(short.value)


def test_the_seed_moves_the_interval_little_and_the_value_not_at_all():
    ours, baseline = history(np.random.default_rng(7), 0.5)
    first, again, other = (skill(ours, baseline, year=YEARS, seed=s) for s in (0, 0, 1))
    assert first == again
    assert other.value == first.value
    width = first.high - first.low
    assert 0 < abs(other.low - first.low) < 0.15 * width


def test_draws_in_which_the_baseline_loses_nothing_are_left_out():
    baseline = np.zeros(140)
    baseline[::30] = 1.0
    found = skill(0.5 * baseline, baseline, year=YEARS)
    assert [found.low, found.high] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"block": 19}, "block: 19 years; needed 20 or more"),
        ({"year": YEARS + 0.5}, "year: 1870.5; needed whole years"),
        ({"year": YEARS[1:]}, "cases: ours 140, baseline 140, year 139"),
        ({"level": 1.0}, "level: 1.0"),
        ({"draws": 10}, "100 draws or more"),
        ({"baseline": np.zeros(140)}, "a baseline that is not perfect"),
        ({"ours": -np.ones(140)}, "least -1"),
        ({"baseline": np.full(140, np.inf)}, "baseline: 140 value"),
    ],
)
def test_what_cannot_be_compared_is_refused(change, wrong):
    given = {"ours": np.ones(140), "baseline": np.ones(140), "year": YEARS, **change}
    with pytest.raises(ScoreError, match=wrong):
        skill(given.pop("ours"), given.pop("baseline"), **given)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("memory", "least", "most"), [(0.0, 0.87, 0.97), (0.7, 0.84, 0.94), (0.9, 0.74, 0.90)]
)
def test_the_interval_covers_the_truth_about_as_often_as_it_says(memory, least, most):
    """Nominal 90 %; with a memory as long as a block (0.9) it is known to fall short."""
    rng = np.random.default_rng(8)
    hits = 0
    for _ in range(500):
        ours, baseline = history(rng, memory)
        found = skill(ours, baseline, year=YEARS, draws=1000)
        hits += found.low <= 0.1 <= found.high
    print(f"memory {memory}: nominal .90, covered {hits / 500:.3f}")
    assert least <= hits / 500 <= most
