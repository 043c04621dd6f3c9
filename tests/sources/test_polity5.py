"""Polity5: special years, the legal -9, and numbers that mean another state in COW."""

import csv
import gzip
from collections import Counter

import openpyxl
import polars as pl
import pytest

from multipolar.sources import catalogue, load


@pytest.fixture(scope="module")
def polity(data_folder):
    return load("polity5", folder=data_folder)


def row(polity, state, year, column="polity_polity"):
    found = polity.filter((pl.col("state") == state) & (pl.col("year") == year))
    return found[column].to_list()


def test_special_years_of_the_file(data_folder):
    with gzip.open(next(data_folder.rglob("p5v2018.csv.gz")), "rt") as file:
        count = Counter(line["polity"] for line in csv.DictReader(file))
    assert (count["-66"], count["-77"], count["-88"]) == (260, 237, 312)


def test_special_years_are_null_and_named(polity):
    """A few years of transition are the row of a polity that ended in that year."""
    count = Counter(polity["polity_special"].to_list())
    assert (count["interruption"], count["interregnum"]) == (260, 237)
    assert 300 < count["transition"] <= 312
    special = polity.filter(pl.col("polity_special").is_not_null())
    assert special["polity_polity"].null_count() == special.height
    assert special["polity_democ"].null_count() == special.height
    assert polity["polity_polity"].null_count() == special.height


def test_minus_nine_is_a_score(polity):
    assert (polity["polity_polity"] == -9).sum() > 1_100
    assert row(polity, 670, 1926) == [-10]


def test_polity2_fills_in(polity):
    assert row(polity, 700, 1979, "polity_special") == row(polity, 700, 1980, "polity_special")
    filled = polity.filter(pl.col("polity_special") == "interregnum")
    assert set(filled["polity_polity2"]) == {0}
    assert (
        polity.filter(pl.col("polity_special") == "interruption")["polity_polity2"].is_null().all()
    )


@pytest.mark.parametrize(
    ("state", "year", "score"),
    [
        (365, 1950, None),
        (365, 1976, -7),  # 364 in Polity
        (365, 1922, -7),  # Russia to the Soviet Union in December
        (365, 1992, 5),
        (345, 1832, -7),  # Serbia 342
        (345, 1993, -7),  # Yugoslavia 347
        (345, 2006, 8),  # Serbia 342, from June
        (345, 2011, 8),
        (530, 2006, -3),  # Ethiopia 529
        (625, 2011, -4),  # Sudan-North 626
        (816, 1976, -7),  # Vietnam 818
        (816, 2006, -7),
        (100, 1832, 2),  # Colombia after Gran Colombia
    ],
)
def test_numbers_become_cow(polity, state, year, score):
    found = row(polity, state, year)
    assert len(found) == 1
    if score is not None:
        assert found == [score]


def test_numbers_that_change_their_meaning(polity):
    """Polity: 341 Kosovo, 347 Yugoslavia, 348 Montenegro, 626 Sudan, 525 South Sudan."""
    years = {
        state: (one["year"].min(), one["year"].max())
        for state in (341, 347, 626, 770)
        for one in [polity.filter(pl.col("state") == state)]
    }
    assert years == {341: (2006, 2018), 347: (2008, 2018), 626: (2011, 2018), 770: (1947, 2018)}
    assert not set(polity["state"]) & {89, 324, 342, 348, 364, 525, 529, 564, 769, 818}


def test_austria_hungary(polity):
    assert polity.filter(pl.col("state") == 300)["year"].max() == 1918
    assert polity.filter(pl.col("state") == 305)["year"].min() == 1919


def test_rows(polity):
    """17,574 less Central America (15), Orange Free State (49) and 8 doubles."""
    assert polity.height == 17_574 - 15 - 49 - 8
    late = polity.filter(pl.col("year") > 2018)
    assert set(late["state"]) == {2}
    assert (polity["year"].min(), polity["year"].max()) == (1776, 2020)


def test_three_germanies(polity):
    assert sorted(
        polity.filter(pl.col("year") == 1990, pl.col("state").is_in([255, 260, 265]))["state"]
    ) == [255, 260, 265]


def test_a_workbook_gives_the_same_as_the_csv_file(polity, data_folder, tmp_path):
    """Numbers of a workbook have no fixed type: 7 may come as 7.0."""
    with gzip.open(next(data_folder.rglob("p5v2018.csv.gz")), "rt") as file:
        rows = list(csv.DictReader(file))
    names = ("ccode", "year", "polity", "polity2", "democ", "autoc", "durable")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(names)
    for row in rows:
        sheet.append([float(row[n]) if row[n] else None for n in names])
    book.save(tmp_path / "p5v2018.xlsx")
    again = catalogue["polity5"]({"p5v2018.xls": tmp_path / "p5v2018.xlsx"}, "2018")
    assert again.select(polity.columns).equals(polity)
