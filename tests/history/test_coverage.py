"""The share known by decade: counted over panels, zero only where the source says so."""

import os
from pathlib import Path

import polars as pl
import pytest

from multipolar.coverage import coverage_map, known_by_decade
from multipolar.errors import MeasureError, UnknownName


@pytest.fixture(scope="module")
def files():
    folder = os.environ.get("MULTIPOLAR_DATA") or Path(__file__).parents[3] / "shared" / "data"
    if not Path(folder).is_dir():
        pytest.skip(f"no published files in {folder}; name their folder in MULTIPOLAR_DATA")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MULTIPOLAR_DATA", str(folder))
        yield


def test_a_decade_is_the_mean_of_its_rows_not_of_its_years():
    frame = pl.DataFrame({"year": [1999, 2000, 2000, 2000], "x": [1, None, 0, 5], "y": [None] * 4})
    found = known_by_decade(frame, ["x", "y"])
    assert found.columns == ["variable", "1990s", "2000s"]
    assert found.rows() == [("x", 1.0, pytest.approx(2 / 3)), ("y", 0.0, 0.0)]


def test_what_cannot_be_mapped_is_refused():
    with pytest.raises(UnknownName, match="did you mean 'cinc'"):
        coverage_map(["cing"])
    with pytest.raises(MeasureError, match="midp_hostlev is of participant grain"):
        coverage_map(["midp_hostlev"])
    with pytest.raises(MeasureError, match="names of variables"):
        coverage_map([])


def test_names_keep_their_order_whatever_their_grain(files):
    names = ["mid5_onset", "cinc", "un_agree3"]
    found = coverage_map(names, years=(1940, 1959))
    assert found.columns == ["variable", "rows", "1940s", "1950s"]
    assert found["variable"].to_list() == names
    assert found["rows"].to_list() == ["dyad-year", "state-year", "dyad-year"]


def test_shares_against_counts_made_by_hand(files):
    found = coverage_map(["cinc", "mid5_onset"], years=(2010, 2024))
    cinc, dispute = found.to_dicts()
    assert cinc["2010s"] == 1.0
    assert cinc["2020s"] == pytest.approx(3 / 5)  # 195 members a year; NMC ends in 2022
    pairs = dict.fromkeys(range(2010, 2020), 195 * 194 // 2)
    pairs[2010] = 194 * 193 // 2  # before South Sudan
    inside = sum(pairs[y] for y in range(2010, 2015))  # MID 5.0 ends in 2014
    assert dispute["2010s"] == pytest.approx(inside / sum(pairs.values()))
    assert dispute["2020s"] == 0.0


def test_a_directed_variable_counts_both_directions(files):
    (row,) = coverage_map(["atopdd_defense"], years=(1816, 1829)).to_dicts()
    assert row["rows"] == "directed-dyad-year"
    assert row["1810s"] == row["1820s"] == 1.0
