"""SIPRI military expenditure: the workbook, its symbols, names by date."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def milex(data_folder):
    return load("sipri_milex", folder=data_folder)


@pytest.mark.parametrize(("state", "billion"), [("USA", 968.4), ("CHN", 317.6), ("RUS", 150.5)])
def test_2024(milex, state, billion):
    found = milex.filter((pl.col("state") == state) & (pl.col("year") == 2024))
    assert found["sipri_milex_constant"].item() / 1e9 == pytest.approx(billion, abs=0.05)


def test_countries(milex):
    """The workbook names 174 with figures; names divide by date, and some have none in dollars."""
    assert milex["state"].n_unique() == 174
    now = milex.filter(pl.col("year") == 2024).drop_nulls("sipri_milex_constant")
    assert now.height == 150
    assert "EUU" not in set(milex["state"])


def test_names_are_resolved_by_date(milex):
    soviet = milex.filter(pl.col("state") == "SUN")["year"]
    assert (soviet.min(), soviet.max()) == (1987, 1990)
    assert milex.filter(pl.col("state") == "RUS")["year"].min() == 1992
    assert milex.filter(pl.col("state") == "SRB")["year"].min() == 2006
    assert {"DDR", "CSK", "YUG", "YAR", "DEU", "TUR", "CIV", "PRK"} <= set(milex["state"])
    assert milex.filter(pl.col("state") == "MYS")["year"].min() >= 1957


def test_share_is_a_fraction(milex):
    usa = milex.filter((pl.col("state") == "USA") & (pl.col("year") == 2024))
    assert 0.03 < usa["sipri_milex_share"].item() < 0.04


def test_zero_for_want_of_an_exchange_rate_is_unknown(milex):
    """Costa Rica has no army; the dollars of East Germany and Yugoslavia are not known."""
    costa = milex.filter((pl.col("state") == "CRI") & (pl.col("year") == 2000)).row(0, named=True)
    assert (costa["sipri_milex_constant"], costa["sipri_milex_current"]) == (0, 0)
    zero = milex.filter(pl.col("sipri_milex_current") == 0)
    assert (zero["sipri_milex_constant"] == 0).all()
    assert milex.filter((pl.col("state") == "YUG") & (pl.col("year") == 1990)).height == 0
    east = milex.filter(pl.col("state") == "DDR")
    assert east["sipri_milex_current"].null_count() == east.height == 30
