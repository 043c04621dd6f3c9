"""The embedded table of results: two centuries in rows, and the same when computed again."""

import csv
import importlib.resources
import math

import polars as pl
import pytest
from build_history import TABLE, _text, of_year

from multipolar.registry import states
from multipolar.results import results
from multipolar.rule import KINDS
from multipolar.trends import LAG, polarity_by_year, turbulence

files = pytest.mark.usefixtures("published")
ROWS = {int(r["year"]): r for r in csv.DictReader(TABLE.read_text().splitlines())}
SAMPLE = (1816, 1870, 1914, 1946, 1991, 2019)


def test_one_row_a_year():
    table = results()
    assert table["year"].to_list() == list(range(1816, 2023))
    assert table.height == 207
    assert results() is table  # read once


def test_the_table_is_the_packages_own():
    inside = importlib.resources.files("multipolar").joinpath("data", "history.csv")
    assert inside.read_text() == TABLE.read_text()


def test_sizes_and_ranges():
    table = results()
    assert table.filter(pl.col("year").is_in([1816, 1914, 1945, 2016]))["states"].to_list() == [
        23, 45, 62, 195,
    ]  # fmt: skip
    for name in table.columns:
        share = name.endswith("_share") or name in (*KINDS, "con", "con_gdp", "shift")
        if share or name in ("balanced_triads", "walk_balance", "share_turnover"):
            assert table[name].drop_nulls().is_between(0, 1).all(), name
    verdicts = table.select(pl.sum_horizontal(KINDS).alias("sum"))["sum"]
    assert verdicts.is_between(0.9999, 1.0001).all()
    assert set(table["most_common"]) <= set(KINDS)
    codes = {s.code for s in states()}
    for name in ("leader", "second", "third", "gdp_leader"):
        assert set(table[name].drop_nulls()) <= codes
    assert (table["leader_share"] >= table["second_share"]).all()
    assert (table["second_share"] >= table["third_share"]).all()


def test_leads_in_cinc():
    """P05 of the published values: UKG, USA 1892, UKG 1893, USA 1897, USSR 1971, USA 1989."""
    leads, last = {}, ""
    for year, leader in results().select("year", "leader").iter_rows():
        if leader != last:
            leads[year] = last = leader
    assert {y: s for y, s in leads.items() if y <= 1990} == {
        1816: "GBR", 1892: "USA", 1893: "GBR", 1897: "USA", 1971: "SUN", 1989: "USA",
    }  # fmt: skip


def test_gdp_of_china_and_the_united_states():
    """P07: China's product at purchasing power passes that of the United States in 2016."""
    table = results().filter(pl.col("year") >= 1950)
    assert table.filter(gdp_leader="CHN")["year"].min() == 2016


@pytest.mark.parametrize(
    ("year", "con"),
    [(1816, 0.3296), (1853, 0.2893), (1900, 0.2331), (1946, 0.4516), (1991, 0.2594),
     (2000, 0.3333), (2007, 0.3886)],
)  # fmt: skip
def test_concentration_of_the_majors(year, con):
    """P08 and P10 to P15: years whose majors are the same on any day and on 31 December."""
    assert results().filter(year=year)["con"].item() == pytest.approx(con, abs=1e-4)


def test_concentration_of_1860_is_by_the_members_of_31_december():
    """P09 is 0.3624 over all who were members in 1860; four Italian states left that year."""
    found = results().filter(year=1860)["con"].item()
    assert found == pytest.approx(0.3624, abs=2e-3)
    assert found != pytest.approx(0.3624, abs=1e-4)


def test_effective_number_of_powers():
    """P16; in 1870 the Papal States left, which moves CINC by 8e-5."""
    table = results()
    assert table.filter(year=1946)["effective_powers"].item() == pytest.approx(2.4816, abs=1e-3)
    assert table.filter(year=1870)["effective_powers"].item() == pytest.approx(4.1690, abs=1e-3)


@pytest.mark.parametrize(
    ("columns", "last"),
    [
        (["con", "leader", "share_turnover", "rank_mobility", "unipolar"], 2022),
        (["con_gdp", "gdp_leader", "effective_powers_gdp"], 2019),
        (["defence_dyads", "alliance_turnover"], 2018),
        (["polarisation_regimes"], 2018),
        (["dispute_dyads", "line_index", "weak_line_index", "walk_balance", "balanced_triads",
          "modularity"], 2014),
    ],
)  # fmt: skip
def test_blank_where_data_end(columns, last):
    table = results()
    for name in columns:
        known = table.filter(pl.col(name).is_not_null())
        assert known["year"].max() == last, name


def test_turnover_needs_five_years():
    first = results().filter(pl.col("year") < 1816 + LAG)
    for name in ("share_turnover", "rank_mobility", "alliance_turnover", "shift"):
        assert first[name].null_count() == LAG
        assert results().filter(year=1816 + LAG)[name].null_count() == 0


# --- computed again


def same(text, value):
    if value is None or (isinstance(value, float) and math.isnan(value)) or value == "":
        return text == ""
    try:
        return float(text) == pytest.approx(float(value), rel=1e-4, abs=1e-9)
    except ValueError:
        return text == _text(value)


@files
@pytest.mark.parametrize("year", SAMPLE)
def test_a_year_computed_again(year):
    measures, (verdicts, _), _ = of_year(year)
    for column, value in (measures | verdicts).items():
        assert same(ROWS[year][column], value), (year, column, value, ROWS[year][column])


@files
@pytest.mark.parametrize("year", [1850, 1922, 1992])
def test_turnover_computed_again(year):
    (row,) = turbulence(year, year).to_dicts()
    for column, value in row.items():
        assert same(ROWS[year][column], value), column


@files
def test_shift_computed_again():
    found = polarity_by_year(1993, 1998).filter(year=1998)
    assert same(ROWS[1998]["shift"], found["shift"].item())
    assert ROWS[1998]["most_common"] == found["most_common"].item()
