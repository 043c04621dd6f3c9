"""MIDA 5.0: published counts, and agreement with the table of peacesciencer."""

from datetime import date

import polars as pl

from multipolar.sources import load


def test_published_counts(data_folder):
    frame = load("mid_disputes", folder=data_folder)
    assert frame.height == frame["event"].n_unique() == 2_436
    counts = dict(frame["mid_hostlev"].value_counts().iter_rows())
    assert counts == {2: 74, 3: 653, 4: 1_603, 5: 106}


def test_disputes_begun_by_year(data_folder):
    begun = load("mid_disputes", folder=data_folder)["mid_start_year"]
    assert {y: (begun == y).sum() for y in (1914, 1939, 1940, 1987, 2014)} == {
        1914: 18,
        1939: 30,
        1940: 46,
        1987: 62,
        2014: 27,
    }


def test_minus_nine_is_unknown_and_dates_are_the_widest(data_folder):
    frame = load("mid_disputes", folder=data_folder)
    assert frame["mid_fatality"].null_count() == 268
    assert frame["mid_fatalities"].null_count() == 646
    assert frame["mid_outcome"].null_count() == 17
    first = frame.row(by_predicate=pl.col("event") == 2, named=True)
    assert first["mid_since"] == date(1902, 7, 1)  # day unknown
    assert first["mid_until"] == date(1903, 1, 24)
    assert frame["mid_until"].null_count() == 33  # on at the end of 2014
    assert (frame["mid_since"] <= frame["mid_until"]).all()


def test_agrees_with_peacesciencer(data_folder):
    ours = load("mid_disputes", folder=data_folder)
    theirs = pl.read_csv(data_folder / "conflict/peacesciencer/cow_mid_disps.csv")
    both = ours.join(theirs, left_on="event", right_on="dispnum")
    assert both.height == 2_436
    for column in ("outcome", "settle", "fatality", "hiact", "hostlev", "recip"):
        assert (both[f"mid_{column}"].fill_null(-9) == both[column]).all(), column
    assert (both["mid_days_min"] == both["mindur"]).all()
    assert (both["mid_days_max"] == both["maxdur"]).all()
