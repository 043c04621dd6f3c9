"""The source gw_states, against what its makers published and the traps of its files."""

from datetime import date

import polars as pl

from multipolar.sources import load


def test_published_counts(data_folder):
    new, old = (load("gw_states", v, folder=data_folder) for v in ("2020", "2017"))
    assert (new.height, old.height) == (239, 216)
    assert new["gw_microstate"].sum() == 23
    assert old["gw_microstate"].sum() == 0


def test_versions_agree_where_both_speak(data_folder):
    new, old = (load("gw_states", v, folder=data_folder) for v in ("2020", "2017"))
    keys = ["state", "since", "until"]
    both = new.filter(gw_microstate=0).select(keys)
    assert both.sort(keys).equals(old.select(keys).sort(keys))


def test_the_end_of_the_list_is_no_end_of_a_state(data_folder):
    assert load("gw_states", folder=data_folder)["until"].max() < date(2020, 12, 31)


def test_numbers_are_not_those_of_cow(data_folder):
    names = dict(load("gw_states", folder=data_folder).select("state", "gw_name").rows())
    assert names[970].startswith("Kiribati")
    assert names[260].startswith("German")
    assert 255 in names  # Prussia and Germany to 1945
    today = load("gw_states", folder=data_folder).filter(pl.col("until").is_null())["state"]
    assert 260 in today
    assert 255 not in today
