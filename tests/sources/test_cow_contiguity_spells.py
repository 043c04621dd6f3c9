"""The source cow_contiguity_spells, against its published values and traps."""

from datetime import date

import polars as pl

from multipolar.sources import load


def test_published_counts(data_folder):
    spells = load("cow_contiguity_spells", folder=data_folder)
    assert spells.height == 847
    assert (spells["state1"] < spells["state2"]).all()
    kinds = dict(spells["contiguity"].value_counts().rows())
    assert kinds == {1: 474, 2: 25, 3: 25, 4: 128, 5: 195}


def test_months_become_first_and_last_days(data_folder):
    rows = load("cow_contiguity_spells", folder=data_folder).filter(state1=2, state2=40)
    assert rows.select("since", "until").rows() == [
        (date(1902, 5, 1), date(1906, 9, 30)),
        (date(1909, 1, 1), None),
    ]


def test_spells_agree_with_the_years(data_folder):
    """Every dyad-year of the yearly file lies in a spell of its pair."""
    spells = load("cow_contiguity_spells", folder=data_folder)
    years = load("cow_contiguity", folder=data_folder).filter(pl.col("state1") < pl.col("state2"))
    within = pl.col("year").is_between(
        pl.col("since").dt.year(), pl.col("until").dt.year().fill_null(2016)
    )
    found = (
        years.join(spells, on=["state1", "state2"])
        .filter(within)
        .group_by("state1", "state2", "year", "contiguity_type")
        .agg(pl.col("contiguity").min())
    )
    assert found.height == years.height
    assert (found["contiguity"] == found["contiguity_type"]).all()
