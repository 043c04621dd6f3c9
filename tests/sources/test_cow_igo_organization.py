"""The source cow_igo_organization, against what its makers published and the traps of its files."""

import gzip

import polars as pl
import pytest

from multipolar.errors import DataError
from multipolar.sources import load


def test_every_organization_is_there(data_folder):
    spells = load("cow_igo_organization", folder=data_folder)
    assert spells["commitment"].n_unique() == 534
    assert spells.select("commitment", "state", "igo_since").is_unique().all()


def test_spells_give_back_the_counts_of_the_years(data_folder):
    spells = load("cow_igo_organization", folder=data_folder).filter(igo_status="full")
    counts = load("cow_igo_state", folder=data_folder)
    years = spells.with_columns(
        year=pl.int_ranges("igo_since", pl.col("igo_until").fill_null(2014) + 1)
    ).explode("year")
    again = years.group_by("state", pl.col("year").cast(pl.Int16)).len()
    both = counts.join(again, on=["state", "year"], how="left").with_columns(
        pl.col("len").fill_null(0)
    )
    assert (both["igo_memberships"] == both["len"]).all()


def test_nato(data_folder):
    nato = load("cow_igo_organization", folder=data_folder).filter(commitment="nato")
    assert nato.filter(igo_since=1949).height == 12
    assert nato.filter(pl.col("igo_until").is_null()).height == 28
    west = nato.filter(state=260).row(0, named=True)
    assert (west["igo_since"], west["igo_until"]) == (1955, 1989)
    assert west["igo_after"] == "not a state"


def test_the_last_year_is_no_exit_and_unknown_is_no_exit(data_folder):
    spells = load("cow_igo_organization", folder=data_folder)
    assert spells["igo_until"].max() == 2013
    assert (spells["igo_until"].is_null() == spells["igo_after"].is_null()).all()
    assert spells.filter(igo_after="unknown").height == 1_294


def test_another_code_is_refused(data_folder, tmp_path):
    packed = data_folder / "igo/state_year_format3.csv.gz"
    text = gzip.decompress(packed.read_bytes()).decode()
    broken = text.replace("2,1816,usa,-1", "2,1816,usa,-5", 1)
    (tmp_path / "state_year_formatv3.csv").write_text(broken)
    with pytest.raises(DataError, match="line 2, aaaid: -5; needed"):
        load("cow_igo_organization", folder=tmp_path)


def test_a_renamed_organization_is_refused(data_folder, tmp_path):
    packed = data_folder / "igo/state_year_format3.csv.gz"
    text = gzip.decompress(packed.read_bytes()).decode()
    (tmp_path / "state_year_formatv3.csv").write_text(text.replace(",nato,", ",natal,", 1))
    with pytest.raises(DataError, match="line 1: its organizations are not those"):
        load("cow_igo_organization", folder=tmp_path)
