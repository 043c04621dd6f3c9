"""UCDP/PRIO 25.1: published counts, lists of states and the broken record."""

from datetime import date

import polars as pl

from multipolar.sources import load


def test_conflicts_by_year(data_folder):
    years = load("ucdp_conflict", folder=data_folder)["ucdp_year"]
    assert [(years == y).sum() for y in (2021, 2022, 2023, 2024)] == [54, 56, 59, 61]
    assert years.len() == 2_751


def test_interstate_conflicts_of_2024(data_folder):
    frame = load("ucdp_conflict", folder=data_folder).filter(ucdp_year=2024, ucdp_type=2)
    assert set(frame.select("ucdp_side_a", "ucdp_side_b").rows()) == {
        ("700", "770"),
        ("365", "369"),
        ("630", "666"),
        ("200;2", "678"),
    }


def test_lists_of_states(data_folder):
    frame = load("ucdp_conflict", folder=data_folder)
    assert frame["ucdp_side_a"].str.contains(";").sum() == 4
    assert frame["ucdp_location"].str.contains(";").sum() == 151
    assert frame["ucdp_side_b"].null_count() == 2_604
    assert frame["ucdp_until"].null_count() == 2_192


def test_the_broken_record_is_joined(data_folder):
    tidy = load("ucdp_conflict", folder=data_folder)
    resaved = load("ucdp_conflict", "25.1-resaved", folder=data_folder)
    assert resaved.sort("event").equals(tidy.sort("event"))
    broken = resaved.filter(event="11349-2008").row(0, named=True)
    assert broken["ucdp_side_a"] == "710"
    assert broken["ucdp_since"] == date(2008, 8, 10)
    assert broken["ucdp_until"] == date(2008, 8, 29)


def test_the_same_conflict_years_as_peacesciencer(data_folder):
    theirs = pl.read_csv(
        data_folder / "conflict/peacesciencer/ucdp_acd.csv", infer_schema_length=None
    )
    years = theirs.select("conflict_id", "year").unique()  # 2,900 lines repeat a conflict-year
    ours = load("ucdp_conflict", folder=data_folder)
    same = set(years.rows()) & set(ours.select("ucdp_conflict", "ucdp_year").rows())
    assert len(same) == ours.height
    assert years.height == ours.height + 1
