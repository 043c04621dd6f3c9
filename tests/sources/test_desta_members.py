"""Members of trade agreements of DESTA 2.1."""

import polars as pl

from multipolar.sources import load


def test_members_are_states_each_once(data_folder):
    frame = load("desta_members", folder=data_folder)
    assert not frame.select("commitment", "state").is_duplicated().any()
    assert frame["state"].null_count() == 0
    assert {"XKX", "TWN", "PSE", "CIV", "STP"} <= set(frame["state"])
    first = frame.filter(pl.col("commitment") == "1")
    assert set(first["state"]) == {"AFG", "IND"}


def test_who_acceded_and_who_withdrew(data_folder):
    frame = load("desta_members", folder=data_folder)
    for entry, state in (("3+1", "ZAF"), ("8_1", "GBR")):
        acting = frame.filter((pl.col("commitment") == entry) & (pl.col("destam_role") == 1))
        assert acting["state"].to_list() == [state]
