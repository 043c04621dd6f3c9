"""Intra-State Wars 5.1: latin-1, spells, wars that go on."""

import polars as pl

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("cow_war_intra", folder=data_folder)
    assert frame.height == frame["event"].n_unique() == 420
    types = dict(frame["intra_type"].value_counts().iter_rows())
    assert types == {4: 223, 5: 155, 6: 14, 7: 28}
    assert "502.1" in frame["event"]


def test_missing_codes(data_folder):
    frame = load("cow_war_intra", folder=data_folder)
    assert frame["intra_state"].null_count() == 41  # -8
    assert frame["intra_deaths_a"].null_count() == 189  # -9
    assert frame["intra_deaths"].null_count() == 9
    ongoing = frame.filter(pl.col("intra_until").is_null())  # -7
    assert ongoing.height == 12
    assert (ongoing["intra_outcome"] == 5).all()
    assert (frame["intra_since"] <= frame["intra_until"]).all()


def test_spells(data_folder):
    frame = load("cow_war_intra", folder=data_folder)
    assert sorted(frame["intra_spells"].value_counts().iter_rows()) == [
        (1, 389),
        (2, 29),
        (3, 1),
        (4, 1),
    ]


def test_close_to_the_older_version(data_folder):
    older = pl.read_csv(data_folder / "conflict/peacesciencer/cow_war_intra.csv")
    first = older.group_by(pl.col("warnum").cast(pl.Float64)).agg(pl.col("year").min())
    both = (
        load("cow_war_intra", folder=data_folder)
        .with_columns(pl.col("event").cast(pl.Float64))
        .join(first, left_on="event", right_on="warnum")
    )
    assert both.height > 250
    assert (both["intra_since"].dt.year() == both["year"]).mean() > 0.9
