"""Alliances of ATOP 4.01."""

import datetime

import polars as pl

from multipolar.sources import load


def test_745_alliances_of_which_334_are_in_force(data_folder):
    frame = load("atop", folder=data_folder)
    assert frame.height == 745 == frame["commitment"].n_unique()
    assert frame["atop_endyr"].null_count() == 334 == frame["atop_ineffect"].sum()
    assert frame["atop_until"].null_count() == 334
    assert frame["atop_endyr"].min() == 1815  # 0 is no year
    assert frame["atop_since"].null_count() == 0
    ended = frame.drop_nulls("atop_until")
    assert (ended["atop_until"] >= ended["atop_since"]).all()


def test_nato_is_in_force_since_1949_for_20_years_at_first(data_folder):
    nato = load("atop", folder=data_folder).filter(pl.col("commitment") == 3180).row(0, named=True)
    assert nato["atop_since"] == datetime.date(1949, 4, 4)
    assert nato["atop_until"] is None
    assert (nato["atop_defense"], nato["atop_length"]) == (1, 240)


def test_obligations_counted(data_folder):
    frame = load("atop", folder=data_folder)
    found = [
        frame[f"atop_{n}"].sum() for n in ("defense", "offense", "neutral", "nonagg", "consul")
    ]
    assert found == [275, 81, 122, 399, 377]
