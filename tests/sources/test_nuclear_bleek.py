"""Nuclear proliferation: today's names in every year."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def status(data_folder):
    return load("nuclear_bleek", folder=data_folder)


def test_possession_2022(status):
    now = status.filter((pl.col("year") == 2022) & (pl.col("bleek_status") == 3))
    assert set(now["state"]) == {"CHN", "FRA", "GBR", "IND", "ISR", "PAK", "PRK", "RUS", "USA"}


def test_no_status_is_lost_with_a_name(status):
    """1,051 state-years are above none; Yugoslavia stands under Serbia's name."""
    assert (status["bleek_status"] > 0).sum() == 1_051
    yugoslavia = status.filter((pl.col("state") == "YUG") & (pl.col("bleek_status") > 0))
    assert (yugoslavia["year"].min(), yugoslavia["year"].max()) == (1949, 1987)


def test_years_before_independence_are_left_out(status):
    assert status.filter(pl.col("state") == "UKR")["year"].min() == 1991
    assert status.filter(pl.col("state") == "SUN")["year"].max() == 1990
    assert {"COG", "TLS"} <= set(status["state"])
