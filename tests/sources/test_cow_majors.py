"""The source cow_majors, against what its makers published and the traps of its files."""

from datetime import date

import polars as pl
import pytest

from multipolar.sources import load


@pytest.mark.parametrize("version", ["2024", "2016"])
def test_the_end_of_the_list_is_no_end_of_status(data_folder, version):
    majors = load("cow_majors", version, folder=data_folder)
    assert majors.height == 14
    still = majors.filter(pl.col("until").is_null())["state"].to_list()
    assert still == [2, 200, 220, 255, 365, 710, 740]


def test_versions_say_the_same(data_folder):
    assert load("cow_majors", "2024", folder=data_folder).equals(
        load("cow_majors", "2016", folder=data_folder)
    )


def test_status_is_lost_and_won_again(data_folder):
    spells = load("cow_majors", folder=data_folder)["state"].value_counts().sort("state")
    assert dict(spells.rows()) == {
        2: 1, 200: 1, 220: 2, 255: 3, 300: 1, 325: 1, 365: 2, 710: 1, 740: 2,
    }  # fmt: skip


def test_days_as_published(data_folder):
    rows = set(load("cow_majors", folder=data_folder).select("state", "since", "until").rows())
    assert (2, date(1898, 8, 13), None) in rows
    assert (365, date(1816, 1, 1), date(1917, 12, 5)) in rows
    assert (365, date(1922, 1, 1), None) in rows
    assert (300, date(1816, 1, 1), date(1918, 11, 3)) in rows
