"""ICEWS: layout of the official files."""

import datetime

import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def events(data_folder):
    return load("icews", folder=data_folder)


def test_rows(events):
    assert events.height == 3_705
    assert events["event"].is_unique().all()
    assert set(events["icews_date"]) == {datetime.date(2018, 6, 1), datetime.date(2018, 6, 2)}


def test_codes_are_text(events):
    assert events["icews_cameo"][0] == "040"
    assert set(events["icews_cameo"].str.len_chars()) == {3, 4}


def test_missing_countries(events):
    assert events["icews_source_country"].null_count() == 147
    assert "NA" not in set(events["icews_target_country"])
    assert events["icews_intensity"].min() == -10
