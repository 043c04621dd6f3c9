"""The sample of disputes: what it knows, what it keeps, and what the step makes of it."""

import numpy as np
import pytest

from multipolar import past
from multipolar.errors import MissingData
from multipolar.fits import dispute_length, disputes
from multipolar.model import default_model


@pytest.fixture(scope="module")
def sample():
    """Return the sample of a few years, which the whole is the sum of."""
    try:
        past.fields(1960, hindsight=False)
    except MissingData as absent:
        pytest.skip(str(absent))
    return disputes.sample(1870)


def test_every_onset_is_kept_and_the_rest_counts_as_many_as_there_are(sample):
    pairs = onsets = 0
    for year in range(1817, 1871):
        _, onset, _, _ = disputes.year_rows(year)
        pairs, onsets = pairs + len(onset), onsets + int(onset.sum())
    assert sample.outcome.sum() == onsets > 100
    assert sample.weight.sum() == pytest.approx(pairs, rel=0.05)
    assert len(sample) < pairs


def test_rows_are_the_fields_of_the_year_before(sample):
    columns, onset, _, _ = disputes.year_rows(1870)
    before, now = (past.fields(y, hindsight=False) for y in (1869, 1870))
    assert onset.sum() <= now.dyad["onset"].sum()
    went_on = before.dyad["past_onsets"].sum()
    assert 0 < columns["past_onsets"].sum() <= went_on
    assert sample.year.max() == 1870


@pytest.mark.usefixtures("sample")
def test_years_of_world_war_count_a_tenth():
    rows = disputes.sample(1915)
    for year, weights in ((1913, {1, 10}), (1915, {0.1, 1})):
        assert set(rows.weight[rows.year == year].round(6)) == weights


def test_the_step_takes_the_sample_and_its_chances_are_near_the_record(sample):
    chances = disputes.disputes.chances(default_model())
    values = {k: v for k, v in default_model().params.items() if k in disputes.disputes.params}
    p = np.asarray(chances(sample.rows, {k: v.value for k, v in values.items()}))
    assert p.shape == sample.outcome.shape
    expected = (p * sample.weight).sum()
    assert 0.3 < expected / sample.outcome.sum() < 3
    assert p[sample.outcome > 0].mean() > 3 * np.average(p, weights=sample.weight)


@pytest.mark.usefixtures("sample")
def test_who_is_not_at_war_is_asked_whether_the_dispute_goes_on():
    rows = dispute_length.sample(1870)
    assert 0.1 < rows.outcome.mean() < 0.7
    assert set(rows.outcome) == {0.0, 1.0}
