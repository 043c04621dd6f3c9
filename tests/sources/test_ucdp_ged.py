"""UCDP candidate events of January and February 2022."""

from datetime import date

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("ucdp_ged", folder=data_folder)
    assert frame.height == frame["event"].n_unique() == 984
    types = dict(frame["ged_type"].value_counts().iter_rows())
    assert types == {1: 608, 2: 213, 3: 163}
    assert frame["ged_since"].min() == date(2022, 1, 1)


def test_war_in_ukraine(data_folder):
    frame = load("ucdp_ged", folder=data_folder).filter(ged_conflict=13243)
    assert frame.height == 131
    assert frame["ged_since"].min() == date(2022, 2, 21)
    assert set(frame["ged_side_b"]) == {369}


def test_estimates_out_of_order_are_as_noted(data_folder):
    frame = load("ucdp_ged", folder=data_folder)
    best = frame["ged_best"]
    assert ((best < frame["ged_low"]) | (best > frame["ged_high"])).sum() == 18
