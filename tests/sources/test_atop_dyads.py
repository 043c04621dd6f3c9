"""Directed dyad-years of ATOP 5.1."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def frame(data_folder):
    return load("atop_dyads", folder=data_folder)


def test_both_directions_stand(frame):
    assert frame.height == 273_296
    back = frame.select(state1="state2", state2="state1", year="year")
    keys = ["state1", "state2", "year"]
    assert frame.join(back, on=keys, how="anti").is_empty()


@pytest.mark.parametrize(
    ("year", "pairs"), [(1914, 27), (1938, 95), (1955, 807), (1989, 1_829), (2018, 3_412)]
)
def test_defence_pacts_of_a_year(frame, year, pairs):
    assert frame.filter(pl.col("year") == year)["atopdd_defense"].sum() == pairs


def test_usa_and_uk_are_allied_from_1949(frame):
    pair = frame.filter((pl.col("state1") == 2) & (pl.col("state2") == 200))
    allied = pair.filter((pl.col("atopdd_defense") == 1) & (pl.col("year") >= 1946))
    assert allied["year"].to_list() == list(range(1949, 2019))
