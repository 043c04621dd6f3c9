"""Simulated GDP and population."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.mark.parametrize(("state", "trillion"), [(2, 23.1), (710, 23.7)])
def test_gdp_2019(data_folder, state, trillion):
    frame = load("gdp_fariss", folder=data_folder)
    found = frame.filter((pl.col("state") == state) & (pl.col("year") == 2019))
    assert found["fariss_gdp"].item() / 1e6 == pytest.approx(trillion, abs=0.05)
    assert 0 < found["fariss_gdp_sd"].item() < found["fariss_gdp"].item()


def test_rows_and_gaps(data_folder):
    frame = load("gdp_fariss", folder=data_folder)
    assert frame.height == 16_536
    assert frame["fariss_gdp"].null_count() == 43
    assert frame["fariss_pop"].min() > 0


def test_population_is_in_millions(data_folder):
    frame = load("gdp_fariss", folder=data_folder)
    found = frame.filter((pl.col("state") == 710) & (pl.col("year") == 2019))
    assert found["fariss_pop"].item() == pytest.approx(1404.6, abs=0.1)
