"""Dyad-years made of MIDB 5.0, against the table that peacesciencer makes of it."""

import polars as pl

from multipolar.sources import load

KEYS = ["state1", "state2", "year"]


def theirs(folder):
    frame = pl.read_csv(folder / "conflict/peacesciencer/cow_mid_ddydisps.csv")
    short = {"ccode1": "state1", "ccode2": "state2"}
    return (
        frame.rename(short)
        .filter(pl.col("state1") < pl.col("state2"))
        .cast(dict.fromkeys(KEYS, pl.Int16))
    )


def test_the_same_dyad_years_as_peacesciencer(data_folder):
    ours = load("mid5_dyads", folder=data_folder)
    assert ours.height == theirs(data_folder).height == 5_117
    assert ours.join(theirs(data_folder), on=KEYS, how="anti").is_empty()


def test_as_many_dispute_years_as_documented(data_folder):
    ours = load("mid5_dyads", folder=data_folder)
    assert 2 * ours["mid5_disputes"].sum() == 11_390  # cow_mid_dirdisps, both directions


def test_onsets_differ_in_one_dyad_year(data_folder):
    both = load("mid5_dyads", folder=data_folder).join(theirs(data_folder), on=KEYS)
    differ = both.filter(pl.col("mid5_onset") != pl.col("cowmidonset"))
    assert differ.select(KEYS).rows() == [(365, 375, 2014)]  # a second spell in dispute 4678
    assert both["cowmidonset"].sum() == 3_462


def test_originators_and_hostility(data_folder):
    ours = load("mid5_dyads", folder=data_folder)
    assert (ours["mid5_onset_originators"] <= ours["mid5_onset"]).all()
    assert (ours["mid5_hostlev_states"] <= ours["mid5_hostlev"]).sum() >= ours.height - 2
    naive = ours.filter(state1=140, state2=740)  # Brazil and Japan never fought each other
    assert naive["year"].to_list() == [1944, 1945]
