"""The source cow_states, against what its makers published and the traps of its files."""

from datetime import date

import polars as pl
import pytest

from multipolar.errors import DataError
from multipolar.sources import load


def test_published_counts_and_codes(data_folder):
    spells = load("cow_states", folder=data_folder)
    assert spells.height == 243
    assert spells["state"].n_unique() == 217
    assert spells.filter(pl.col("until").is_null()).height == 195


def test_the_end_of_the_list_is_no_end_of_a_state(data_folder):
    spells = load("cow_states", folder=data_folder)
    assert spells["until"].max() < date(2016, 12, 31)
    assert spells["since"].min() == date(1816, 1, 1)


def test_a_state_may_leave_and_come_back(data_folder):
    spells = load("cow_states", folder=data_folder).filter(state=220)
    assert spells.select("since", "until").rows() == [
        (date(1816, 1, 1), date(1942, 11, 11)),
        (date(1944, 8, 25), None),
    ]


def test_spells_give_the_members_of_each_year(data_folder):
    spells = load("cow_states", folder=data_folder)
    system = load("cow_system", folder=data_folder)
    years = pl.DataFrame({"year": pl.int_range(1816, 2017, eager=True)})
    within = pl.col("year").is_between(
        pl.col("since").dt.year(), pl.col("until").dt.year().fill_null(2016)
    )
    members = spells.join(years, how="cross").filter(within).select("state", "year").unique()
    assert members.height == system.height
    assert members.join(system, on=["state", "year"], how="anti").is_empty()


def test_swapped_columns_are_refused(data_folder, tmp_path):
    text = (data_folder / "states/cow_official/states2016.csv").read_text()
    (tmp_path / "states2016.csv").write_text(text.replace("styear,stmonth", "stmonth,styear"))
    with pytest.raises(DataError, match=r"states2016\.csv, line 2"):
        load("cow_states", folder=tmp_path)
