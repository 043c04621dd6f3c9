"""Directed dyadic war: one row a pair, deaths on the right side."""

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("cow_war_inter_dyads", folder=data_folder)
    assert frame.height == (1_364 - 10) / 2
    assert (frame["war_count"] > 1).sum() == 5
    assert (frame["year"].min(), frame["year"].max()) == (1823, 2003)


def test_the_iraq_war(data_folder):
    frame = load("cow_war_inter_dyads", folder=data_folder).filter(year=2003)
    assert frame.select("state1", "state2", "war_number").rows() == [
        (2, 645, 227),
        (200, 645, 227),
        (645, 900, 227),
    ]
    assert frame["war_deaths1"].to_list() == [140, 33, 7_000]
    assert frame["war_deaths2"].to_list() == [7_000, 7_000, 0]


def test_onset_is_the_first_year_of_the_pair(data_folder):
    frame = load("cow_war_inter_dyads", folder=data_folder).filter(state1=255, state2=365)
    assert frame.filter(war_onset=1)["year"].to_list() == [1914, 1919, 1941]


def test_wars_are_those_of_the_list(data_folder):
    wars = set(load("cow_war_inter", folder=data_folder)["commitment"])
    assert set(load("cow_war_inter_dyads", folder=data_folder)["war_number"]) <= wars


def test_a_war_that_ended_is_none_at_the_end_of_the_year(data_folder):
    frame = load("cow_war_inter_dyads", folder=data_folder)
    pair = frame.filter(state1=2, state2=740).sort("year")  # the United States and Japan
    assert pair.select("year", "war_at_end").rows() == [
        (1941, 1), (1942, 1), (1943, 1), (1944, 1), (1945, 0),
    ]  # fmt: skip
