"""Members of alliances of ATOP 4.01."""

import polars as pl

from multipolar.sources import load


def test_members_of_745_alliances(data_folder):
    frame = load("atop_members", folder=data_folder)
    assert frame.height == 2_398
    assert frame["atopm_yrexit"].null_count() == 1_062 == frame["atopm_until"].null_count()
    assert set(frame["commitment"]) == set(load("atop", folder=data_folder)["commitment"])
    assert (frame["atopm_cowsys"] == 0).sum() == 92
    ended = frame.drop_nulls("atopm_until")
    assert (ended["atopm_until"] >= ended["atopm_since"]).all()


def test_a_state_may_stand_several_times_in_an_alliance(data_folder):
    frame = load("atop_members", folder=data_folder)
    assert frame.select("commitment", "state").is_duplicated().any()
    triple = frame.filter((pl.col("commitment") == 1350) & (pl.col("state") == 325))
    assert triple["atopm_phase"].to_list() == [1, 2, 3, 4]


def test_founders_of_nato(data_folder):
    frame = load("atop_members", folder=data_folder)
    nato = frame.filter((pl.col("commitment") == 3180) & (pl.col("atopm_yrent") == 1949))
    assert nato["state"].n_unique() == 12
