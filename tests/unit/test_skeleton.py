"""The rows of every panel: state-years, dyad-years, and code systems by year."""

from itertools import combinations

import polars as pl
import pytest

from multipolar.errors import MeasureError
from multipolar.registry import states
from multipolar.skeleton import LAST, crosswalk, dyad_years, in_system, state_years

SIZES = {1816: 23, 1914: 45, 1945: 64, 1991: 177, 2016: 195}


def test_state_years_of_the_correlates_of_war():
    """As many as lines in system2016.csv."""
    rows = state_years(1816, 2016)
    assert rows.height == 15_951
    assert not rows.is_duplicated().any()
    assert rows.equals(rows.sort("year", "state"))


@pytest.mark.parametrize(("year", "size"), SIZES.items())
def test_size_of_the_system(year, size):
    assert state_years(year, year).height == size


def test_state_years_are_those_of_the_official_list(data_folder):
    official = pl.read_csv(data_folder / "states/cow_official/system2016.csv")
    keys = {(r["ccode"], r["year"]) for r in official.iter_rows(named=True)}
    assert keys == set(state_years(1816, 2016).iter_rows())


def test_state_years_of_gleditsch_and_ward(data_folder):
    """Their list is of spells; the registry must give the same years."""
    spells = pl.read_csv(data_folder / "states/isard_gw_system.csv")
    start, end = (next(c for c in spells.columns if w in c) for w in ("start", "end"))
    keys = {
        (row["gwcode"], year)
        for row in spells.iter_rows(named=True)
        for year in range(int(row[start][:4]), min(int(row[end][:4]), 2020) + 1)
    }
    assert keys == set(state_years(1816, 2020, "gw").iter_rows())


def test_pairs_that_never_met_on_a_day_and_no_others(data_folder):
    """Of the pairs with a year in common, those without a day in common are peacesciencer's 60.

    Its table has each of 30 pairs in both directions; such as South Vietnam, gone on 30 April
    1975, and Suriname, there since 25 November.
    """
    listed = pl.read_csv(data_folder / "states/peacesciencer_false_cow_dyads.csv")
    false = {tuple(row) for row in listed.select("ccode1", "ccode2", "year").iter_rows()}
    assert len(false) == 60
    ours = set(dyad_years(1816, 2016, directed=True).iter_rows())
    assert not false & ours
    same_year = {
        (a, b, year)
        for year in {y for *_, y in false}
        for a in state_years(year, year)["state"]
        for b in state_years(year, year)["state"]
        if a != b
    }
    assert {t for t in same_year if t not in ours} == false


@pytest.mark.parametrize("year", [1860, 1871, 1918, 1945, 1990, 2011])
@pytest.mark.parametrize("system", ["cow", "gw"])
def test_dyads_from_first_principles(year, system):
    """Two spells of the registry make a pair if they share a day of the year."""
    listed = [
        (getattr(s, system), max(p.first, f"{year}-01-01"), min(p.last, f"{year}-12-31"))
        for s in states()
        if (p := s.listed(system))
    ]
    here = [spell for spell in listed if spell[1] <= spell[2]]
    pairs = {
        (min(a, b), max(a, b), year)
        for (a, first, last), (b, begin, end) in combinations(here, 2)
        if a != b and max(first, begin) <= min(last, end)
    }
    assert set(dyad_years(year, year, system).iter_rows()) == pairs


def test_number_of_dyad_years():
    """Pairs of each year's members, less the 30 that shared no day."""
    size = state_years(1816, 2016).group_by("year").len()["len"].cast(pl.Int64)
    every = int((size * (size - 1) // 2).sum())
    assert dyad_years(1816, 2016).height == every - 30 == 956_145


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_each_pair_once_and_directed_is_twice(system):
    pairs = dyad_years(1816, LAST, system)
    both = dyad_years(1816, LAST, system, directed=True)
    assert (pairs["state1"] < pairs["state2"]).all()
    assert not pairs.is_duplicated().any()
    assert not both.is_duplicated().any()
    assert both.height == 2 * pairs.height
    assert both.filter(pl.col("state1") < pl.col("state2")).equals(pairs)
    assert both.equals(both.sort("year", "state1", "state2"))


@pytest.mark.parametrize(
    ("source", "code", "target", "year", "state"),
    [
        ("cow", 255, "gw", 1938, 255),
        ("cow", 260, "gw", 1960, 260),
        ("cow", 255, "gw", 2000, 260),
        ("gw", 260, "cow", 1960, 260),
        ("gw", 260, "cow", 1990, 255),  # 31 December counts
        ("gw", 260, "cow", 2000, 255),
        ("cow", 678, "gw", 1970, 678),
        ("cow", 679, "gw", 2000, 678),
        ("gw", 678, "cow", 1970, 678),
        ("gw", 678, "cow", 1990, 679),
        ("gw", 678, "cow", 2000, 679),
        ("cow", 345, "gw", 1900, 340),
        ("cow", 345, "gw", 1950, 345),
        ("cow", 345, "gw", 2010, 340),
        ("gw", 340, "cow", 1900, 345),
        ("gw", 345, "cow", 1950, 345),
        ("gw", 340, "cow", 2010, 345),
        ("gw", 970, "cow", 2010, 946),  # Kiribati
        ("cow", 970, "gw", 2010, 971),  # Nauru
        ("cow", 970, "public", 2010, "NRU"),
        ("gw", 970, "public", 2010, "KIR"),
        ("cow", 365, "public", 1962, "SUN"),
        ("cow", 365, "public", 1992, "RUS"),
        ("cow", 713, "public", 1962, "TWN"),
    ],
)
def test_crosswalk(source, code, target, year, state):
    found = crosswalk(source, target).filter(code=code, year=year)
    assert found["state"].to_list() == [state]


@pytest.mark.parametrize("source", ["cow", "gw", "public"])
@pytest.mark.parametrize("target", ["cow", "gw", "public"])
def test_a_code_has_one_counterpart_a_year(source, target):
    table = crosswalk(source, target)
    assert not table.select("code", "year").is_duplicated().any()
    assert table.null_count().row(0) == (0, 0, 0)


def test_a_state_without_a_code_in_the_other_system_is_dropped():
    """Monaco, 221 in both, is listed by Gleditsch and Ward since 1816, by COW since 1993."""
    frame = pl.DataFrame({"state": [221, 221, 220], "year": [1900, 2000, 1900]}).cast(pl.Int16)
    assert set(in_system(frame, ["state"], "gw", "cow").select("state", "year").iter_rows()) == {
        (221, 2000),
        (220, 1900),
    }


@pytest.mark.parametrize("years", [(1815, 1816), (1900, 1899), (2020, LAST + 1)])
@pytest.mark.parametrize("rows", [state_years, dyad_years])
def test_years_out_of_range(rows, years):
    with pytest.raises(MeasureError, match=rf"years {years[0]} to {years[1]}: needed 1816 to"):
        rows(*years)
