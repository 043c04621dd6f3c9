"""The source cow_contiguity, against what its makers published and the traps of its files."""

import gzip

import pytest

from multipolar.errors import DataError
from multipolar.sources import catalogue, load


def test_closest_type_where_a_year_has_two(data_folder):
    contiguity = load("cow_contiguity", folder=data_folder)
    assert contiguity.height == 82_498 - 58
    assert contiguity.select("state1", "state2", "year").is_unique().all()
    pair = contiguity.filter(state1=210, state2=220, year=1830)
    assert pair["contiguity_type"].to_list() == [1]  # the file has 1 and 5


def test_both_directions_agree(data_folder):
    there = load("cow_contiguity", folder=data_folder)
    back = there.rename({"state1": "state2", "state2": "state1"}).select(there.columns)
    assert there.join(back, on=there.columns, how="anti").is_empty()


def test_neighbours_of_the_united_states_in_2016(data_folder):
    rows = load("cow_contiguity", folder=data_folder).filter(state1=2, year=2016)
    assert dict(rows.select("state2", "contiguity_type").rows()) == {
        20: 1,
        70: 1,
        365: 2,
        40: 4,
        31: 4,
    }


def test_a_missing_row_is_no_contiguity_and_the_scale_has_no_zero(data_folder):
    assert catalogue["cow_contiguity"].spec.absent == "zero"
    types = load("cow_contiguity", folder=data_folder)["contiguity_type"]
    assert set(types) == {1, 2, 3, 4, 5}


def test_shifted_codes_are_refused(data_folder, tmp_path):
    packed = data_folder / "geography/cow_contiguity_official/contdird.csv.gz"
    text = gzip.decompress(packed.read_bytes()).decode()
    assert "2020,2," in text
    (tmp_path / "contdird.csv").write_text(text.replace("2020,2,", "2020,40,", 1))
    with pytest.raises(DataError, match="line 2, dyad: 2020 is not that of states 40 and 20"):
        load("cow_contiguity", folder=tmp_path)
