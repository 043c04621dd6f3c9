"""Columns of sources brought to years: spells, the two of a pair, gaps."""

import datetime

import polars as pl
import pytest

from multipolar.errors import MeasureError, UnknownName
from multipolar.grains import by_year, turned, twin, variables, yearly
from multipolar.history import _filled
from multipolar.measures import take
from multipolar.source import KEYS
from multipolar.sources import catalogue
from multipolar.world import World

WARS = catalogue["cow_war_inter_dyads"].spec


def day(text):
    return text and datetime.date.fromisoformat(text)


def spells(*rows):
    schema = {"state": pl.Int16, "since": pl.Date, "until": pl.Date}
    return pl.DataFrame([(s, day(a), day(b)) for s, a, b in rows], schema=schema, orient="row")


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        ("1900-05-01", "1902-05-01", [1900, 1901]),
        ("1900-05-01", "1902-12-31", [1900, 1901, 1902]),
        ("1900-12-31", "1900-12-31", [1900]),
        ("1900-05-01", "1900-12-30", []),
        ("1900-01-01", None, [1900, 1901, 1902, 1903, 1904, 1905]),
        (None, "1899-12-31", [1898, 1899]),
        (None, None, list(range(1898, 1906))),
        ("1890-01-01", "1899-06-01", [1898]),
        ("1850-01-01", "1860-01-01", []),
        ("1904-01-01", "1999-01-01", [1904, 1905]),
        ("1950-01-01", None, []),
    ],
)
def test_a_spell_is_the_years_on_whose_last_day_it_runs(since, until, years):
    """The source observes 1898 to 1905."""
    frame = by_year(spells((1, since, until)), (1898, 1905))
    assert frame["year"].to_list() == years
    assert frame.schema["year"] == pl.Int16


def test_every_variable_has_one_source():
    known = variables()
    assert len(known) == sum(len(s.spec.columns) for s in catalogue)
    for name, v in known.items():
        assert name == v.column.name
        assert v.source in catalogue
        assert name not in KEYS[v.spec.grain]


def test_the_same_of_the_other_state():
    assert twin("war_deaths1", WARS) == "war_deaths2"
    assert twin("war_deaths2", WARS) == "war_deaths1"
    assert twin("war_onset", WARS) == "war_onset"
    assert twin("gli1", WARS) == "gli1"  # there is no gli2


def test_every_pair_of_numbered_variables_is_of_the_two_states():
    """What ends in 1 and 2 is taken to be of state1 and state2: so it must be meant."""
    numbered = [n for n, v in variables().items() if v.spec.grain[:4] == "dyad"
                and twin(n, v.spec) != n]  # fmt: skip
    assert sorted(numbered) == ["war_deaths1", "war_deaths2"]


def test_turned():
    frame = pl.DataFrame({"state1": [2], "state2": [9], "year": [1900], "war_onset": [1],
                          "war_deaths1": [5], "war_deaths2": [7]})  # fmt: skip
    back = turned(frame, WARS)
    assert back.columns == frame.columns
    assert back.row(0) == (9, 2, 1900, 1, 7, 5)
    assert turned(back, WARS).equals(frame)


@pytest.mark.parametrize("source", ["atop", "mid_disputes", "cow_war_inter", "gdelt"])
def test_what_has_no_years_is_refused_before_its_file_is_read(source, nowhere):
    with pytest.raises(MeasureError, match=f"{source} is of .* grain"):
        yearly(source, [], "cow")


# --- gaps


def known(**values):
    rows = {"state": [2] * len(values), "year": [int(y[1:]) for y in values],
            "value": list(values.values())}  # fmt: skip
    frame = pl.DataFrame(rows).with_columns(pl.col("state", "year").cast(pl.Int16))
    return frame.with_columns(pl.col("year").alias("seen"))


def filled(frame, most):
    """Return year → value, and the year in which it was last seen."""
    return {y: (v, seen) for y, v, seen in _filled(frame, most).drop("state").iter_rows()}


def test_a_gap_no_longer_than_allowed_is_bridged():
    seen = known(y1900=10.0, y1903=40.0)
    assert filled(seen, 2) == {
        1900: (10.0, 1900), 1901: (20.0, 1900), 1902: (30.0, 1900), 1903: (40.0, 1903),
        1904: (40.0, 1903), 1905: (40.0, 1903),
    }  # fmt: skip
    assert set(filled(seen, 1)) == {1900, 1903, 1904}


def test_nothing_is_filled_before_the_first_value():
    assert min(filled(known(y1900=1.0, y1901=2.0), 5)) == 1900


def test_the_last_value_is_not_carried_beyond_history():
    assert max(filled(known(y2023=1.0), 9)) == 2024


# --- options of measures


def test_an_option_that_a_measure_has_not():
    world = World(1900, ("A", "B"), {"gdp": [2.0, 1.0]})
    with pytest.raises(UnknownName, match="hhi has no option 'indx'; did you mean 'index'"):
        take("hhi", world, indx="gdp")
    with pytest.raises(UnknownName, match=r"cinc_components has no option 'among'. It has: none"):
        take("cinc_components", world, among="all")
