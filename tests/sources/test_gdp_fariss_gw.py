"""Simulated GDP and population of Gleditsch-Ward states."""

import polars as pl

from multipolar.sources import load


def test_rows(data_folder):
    frame = load("gdp_fariss_gw", folder=data_folder)
    assert frame.height == 19_667
    assert frame["fariss_gw_gdp"].null_count() == 0


def test_codes_are_gleditsch_ward(data_folder):
    """Germany after 1990 is 260 here, 255 in the COW table."""
    gw = load("gdp_fariss_gw", folder=data_folder).filter(pl.col("year") == 2000)
    cow = load("gdp_fariss", folder=data_folder).filter(pl.col("year") == 2000)
    assert (260 in set(gw["state"]), 255 in set(gw["state"])) == (True, False)
    assert (260 in set(cow["state"]), 255 in set(cow["state"])) == (False, True)
    german = gw.filter(pl.col("state") == 260)["fariss_gw_gdp"].item()
    assert german == cow.filter(pl.col("state") == 255)["fariss_gdp"].item()
