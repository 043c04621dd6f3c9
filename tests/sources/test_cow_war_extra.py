"""Extra-State Wars 4.0: bare carriage returns, latin-1, a header with a blank."""

import polars as pl

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("cow_war_extra", folder=data_folder)
    assert frame.height == 198
    assert frame["commitment"].n_unique() == 163
    assert frame["extra_deaths"].null_count() == 15


def test_states_on_side_b(data_folder):
    frame = load("cow_war_extra", folder=data_folder).filter(extra_side="B")
    assert frame.select("commitment", "state").rows() == [
        (327, 200),
        (327, 220),
        (385, 710),
        (474, 615),
    ]


def test_ongoing_and_second_spells(data_folder):
    frame = load("cow_war_extra", folder=data_folder)
    ongoing = frame.filter(pl.col("extra_until").is_null())
    assert ongoing.height == 13
    assert (ongoing["extra_outcome"] == 5).all()
    again = frame.drop_nulls("extra_since_again")  # the blank stands in "EndDay2 "
    assert again["extra_since_again"].dt.year().to_list() == [1849, 1879, 1937]
    assert again["extra_until_again"].null_count() == 0
