"""LEAD: joined to Archigos for states and dates."""

import datetime

import polars as pl

from multipolar.sources import load


def test_every_leader_has_a_state_and_a_date(data_folder):
    frame = load("lead", folder=data_folder)
    assert frame.height == 3_409
    assert frame["state"].null_count() == frame["since"].null_count() == 0
    assert frame["until"].null_count() == 168
    grant = frame.filter(pl.col("lead_obsid") == "USA-1869").row(0, named=True)
    assert (grant["state"], grant["since"]) == (2, datetime.date(1869, 3, 4))
    assert (grant["lead_combat"], grant["lead_war_win"], grant["lead_rebel"]) == (1, 1, 0)


def test_unknown_is_null(data_folder):
    frame = load("lead", folder=data_folder)
    assert frame["lead_education"].null_count() == 642
    assert frame["lead_experience"].max() == 72


def test_same_spells_as_archigos(data_folder):
    keys = ["state", "since", "until"]
    lead, archigos = load("lead", folder=data_folder), load("archigos", folder=data_folder)
    assert lead.select(keys).sort(keys).equals(archigos.select(keys).sort(keys))
