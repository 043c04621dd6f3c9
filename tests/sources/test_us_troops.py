"""US troops: mixed numbers, doubled counts, several reports a year."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def troops(data_folder):
    return load("us_troops", folder=data_folder)


def count(troops, state, year):
    return troops.filter((pl.col("state") == state) & (pl.col("year") == year))[
        "us_troops"
    ].to_list()


def test_germany_changes_its_number(troops):
    """The file has 260 to 2025."""
    years = {s: troops.filter(pl.col("state") == s)["year"] for s in (255, 260, 265)}
    assert (years[255].min(), years[255].max()) == (1991, 2025)
    assert (years[260].min(), years[260].max()) == (1950, 1990)
    assert years[265].max() == 1990
    assert count(troops, 260, 1989) == [248_621]
    assert count(troops, 255, 2024) == [34_738]


def test_other_numbers(troops):
    assert 678 not in set(troops.filter(pl.col("year") > 1990)["state"])
    assert {679, 345} <= set(troops["state"])
    assert not set(troops["state"]) & {340, 396, 972}
    assert troops["state"].max() < 1000


def test_one_figure_a_year(troops):
    assert not troops.select("state", "year").is_duplicated().any()
    assert count(troops, 732, 1957) == [71_043]  # 142,086 in September
    assert count(troops, 732, 1975) == [40_204]
    assert count(troops, 740, 2015) == [55_744]  # 107,950 in June


def test_doubled_hosts_are_unknown(troops):
    late = troops.filter(pl.col("year") > 2013, pl.col("us_troops").is_null())
    assert set(late["state"]) == {325, 343, 346, 640, 703, 732}


def test_no_report_is_no_zero(troops):
    """June 2023 has zeros without a source."""
    assert count(troops, 740, 2023) == [53_246]
