"""Sanctions of TIES 4.1, from the Excel workbook as published."""

import datetime

import polars as pl
import pytest

from multipolar.errors import DataError
from multipolar.sources import catalogue, load
from multipolar.workbooks import read_sheet


def test_1412_cases_half_of_them_of_the_united_states(data_folder):
    frame = load("ties", folder=data_folder)
    assert frame.height == 1_412
    assert (frame["ties_primarysender"] == 2).sum() == 681
    assert frame["ties_since"].min().year == 1945
    assert frame["ties_since"].max().year == 2005
    assert frame["ties_until"].null_count() == 451
    assert (frame["ties_targetstate"] == 1000).sum() == 44


def test_a_case_in_full(data_folder):
    case = load("ties", folder=data_folder).filter(pl.col("event") == 1946031101).row(0, named=True)
    assert case["ties_since"] == datetime.date(1946, 3, 11)
    assert case["ties_senders"] == [750, 770, 51]


def test_minus_nine_is_unknown(data_folder):
    frame = load("ties", folder=data_folder)
    assert frame["ties_settlementnaturesender"].min() == 0


@pytest.mark.parametrize("part", [0, 10, 600, 100_000, 450_000])
def test_a_workbook_cut_short_is_refused(data_folder, tmp_path, part):
    whole = next(data_folder.rglob("TIESv4-1.xls")).read_bytes()
    broken = tmp_path / "TIESv4-1.xls"
    broken.write_bytes(whole[:part])
    with pytest.raises(DataError, match="TIESv4-1"):
        catalogue["ties"]({"TIESv4-1.xls": broken}, "4.1")


def test_a_sheet_by_name_by_place_or_the_only_one(data_folder):
    path = next(data_folder.rglob("TIESv4-1.xls"))
    wanted = {"caseid": pl.Int64, "issue1": pl.String}
    named, placed, only = (read_sheet(path, s, wanted) for s in ("TIESv4.1.raw", 0, None))
    assert named.equals(placed)
    assert named.equals(only)
    assert not named["issue1"].str.contains(".", literal=True).any()


@pytest.mark.parametrize("sheet", ["other", 1])
def test_a_workbook_without_the_sheet_is_refused(data_folder, sheet):
    path = next(data_folder.rglob("TIESv4-1.xls"))
    with pytest.raises(DataError, match=r"it has TIESv4\.1\.raw"):
        read_sheet(path, sheet, {"caseid": pl.Int64})
