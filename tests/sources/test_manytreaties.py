"""Parties to treaties of the manytreaties collection."""

import polars as pl

from multipolar.sources import load


def test_states_and_days(data_folder):
    frame = load("manytreaties", folder=data_folder)
    assert 94_500 < frame.height < 95_818
    assert frame["state"].null_count() == frame["commitment"].null_count() == 0
    for column in ("huggo_since", "huggo_until", "huggo_signed", "huggo_ratified"):
        years = frame[column].dt.year()
        assert years.min() >= 1300
        assert years.max() <= 2100  # 9999 is open


def test_the_oldest_treaty(data_folder):
    frame = load("manytreaties", folder=data_folder)
    oldest = frame.filter(pl.col("commitment") == "ESP-GBR_1351A")
    assert set(oldest["state"]) == {"ESP", "GBR"}
    assert {str(d) for d in oldest["huggo_since"]} == {"1351-08-01"}
    assert oldest["huggo_domain"].unique().to_list() == ["Security"]
