"""The source cow_igo_state, against what its makers published and the traps of its files."""

import gzip

import polars as pl
import pytest

from multipolar.errors import DataError
from multipolar.sources import load


def test_published_counts(data_folder):
    counts = load("cow_igo_state", folder=data_folder)
    assert counts.height == 15_557
    last = counts.filter(year=2014)
    full = dict(last.select("state", "igo_memberships").rows())
    assert (full[2], full[710], full[365]) == (89, 80, 88)


def test_equal_to_the_counts_of_peacesciencer(data_folder):
    theirs = pl.read_csv(data_folder / "igo/peacesciencer_cow_igo_sy.csv")
    ours = load("cow_igo_state", folder=data_folder).sort("state", "year")
    theirs = theirs.sort("ccode", "year")
    for mine, other in {
        "igo_memberships": "sum_igo_full",
        "igo_associate": "sum_igo_associate",
        "igo_observer": "sum_igo_observer",
    }.items():
        assert (ours[mine] == theirs[other]).all()


def test_codes_are_counted_and_never_summed(data_folder):
    counts = load("cow_igo_state", folder=data_folder)
    first = counts.filter(state=2, year=1816).row(0)
    assert first == (2, 1816, 0, 0, 0, 0)  # -1 in nearly every column
    assert counts.min().row(0)[2:] == (0, 0, 0, 0)


def test_unknown_memberships_are_said(data_folder):
    unknown = load("cow_igo_state", folder=data_folder)["igo_unknown"]
    assert (unknown > 0).sum() == 12_411
    assert unknown.max() == 28


def test_another_code_is_refused(data_folder, tmp_path):
    packed = data_folder / "igo/state_year_format3.csv.gz"
    text = gzip.decompress(packed.read_bytes()).decode()
    broken = text.replace("2,1816,usa,-1", "2,1816,usa,7", 1)
    (tmp_path / "state_year_formatv3.csv").write_text(broken)
    with pytest.raises(DataError, match=r"state_year_formatv3\.csv, line 2"):
        load("cow_igo_state", folder=tmp_path)
