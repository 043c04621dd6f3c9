"""The source minimum_distance, against what its makers published and the traps of its files."""

from datetime import date

import polars as pl

from multipolar.sources import load


def test_published_counts(data_folder):
    spells = load("minimum_distance", folder=data_folder)
    assert spells.height == 25_714
    assert (spells["state1"] < spells["state2"]).all()
    years = spells["until"].dt.year().fill_null(2019) - spells["since"].dt.year() + 1
    assert years.sum() == 952_244


def test_alaska_counts_from_1960(data_folder):
    rows = load("minimum_distance", folder=data_folder).filter(state1=2, state2=365)
    assert rows.select("since", "until", "mindist").rows() == [
        (date(1886, 1, 1), date(1959, 12, 31), 3243.4),
        (date(1960, 1, 1), None, 80.0),
    ]


def test_neighbours_are_at_zero(data_folder):
    rows = load("minimum_distance", folder=data_folder).filter(state1=2, state2=20)
    assert rows["mindist"].to_list() == [0.0]


def test_spells_of_a_pair_never_overlap(data_folder):
    spells = load("minimum_distance", folder=data_folder).sort("state1", "state2", "since")
    before = pl.col("until").shift().over("state1", "state2")
    assert spells.filter(pl.col("since") <= before).is_empty()
