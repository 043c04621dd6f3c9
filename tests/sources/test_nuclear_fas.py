"""FAS stockpiles: two blanks in North Korea, the row World."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def stockpiles(data_folder):
    return load("nuclear_fas", folder=data_folder)


def test_2023(stockpiles):
    now = dict(stockpiles.filter(pl.col("year") == 2023).select("state", "fas_warheads").rows())
    assert (now["USA"], now["RUS"], now["CHN"]) == (3_708, 4_489, 410)
    assert sum(now.values()) == 9_576
    assert len(now) == 10


def test_states_by_date(stockpiles):
    assert stockpiles.filter(pl.col("state") == "SUN")["year"].max() <= 1991
    assert stockpiles.filter(pl.col("state") == "PRK")["year"].min() == 1948
    assert stockpiles.filter(pl.col("state") == "ISR")["year"].min() == 1948
    per_year = stockpiles.group_by("year").len()
    assert per_year["len"].max() == 10
