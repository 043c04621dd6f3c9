"""Dyadic MIDs 4.02: both directions, several disputes a year and known errors."""

import polars as pl

from multipolar.sources import load


def row(frame, state1, state2, year):
    here = (pl.col("state1") == state1) & (pl.col("state2") == state2) & (pl.col("year") == year)
    return frame.row(by_predicate=here, named=True)


def test_each_pair_and_year_stands_once(data_folder):
    frame = load("mid_dyads", folder=data_folder)
    assert frame.height == 4_645
    assert (frame["mid_ongoing"] == 1).all()
    assert frame["mid_onset"].sum() == 3_285
    assert (frame["mid_dyad_disputes"] > 1).sum() == 451


def test_several_disputes_in_a_year(data_folder):
    italy = row(load("mid_dyads", folder=data_folder), 220, 325, 1860)
    assert italy["mid_dyad_disputes"] == 3
    assert italy["mid_hostlev_max"] == 3


def test_the_worse_of_two_directions_that_differ(data_folder):
    frame = load("mid_dyads", folder=data_folder)
    assert row(frame, 483, 517, 1998)["mid_dyad_war"] == 1
    unknown = row(frame, 483, 517, 1999)
    assert unknown["mid_fatality_max"] is None
    assert unknown["mid_onset"] == 0


def test_lines_with_a_slipped_column_count(data_folder):
    frame = load("mid_dyads", folder=data_folder)
    assert row(frame, 816, 840, 1966)["mid_dyad_war"] == 1  # sideab is 1969
    assert row(frame, 200, 365, 2014)["mid_ongoing"] == 1  # ongo2014 is empty


def test_war_dyads_are_hostility_five(data_folder):
    frame = load("mid_dyads", folder=data_folder)
    war = frame.filter(pl.col("mid_dyad_war") == 1)
    assert war.height == 716
    assert (war["mid_hostlev_max"] != 5).sum() == 1  # two lines of one pair
