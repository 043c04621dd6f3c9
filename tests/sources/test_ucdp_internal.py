"""Conflict within states, from UCDP/PRIO 25.1."""

import polars as pl

from multipolar.sources import load


def test_adds_up_to_the_list(data_folder):
    frame = load("ucdp_internal", folder=data_folder)
    conflicts = load("ucdp_conflict", folder=data_folder).filter(pl.col("ucdp_type") >= 3)
    inside = conflicts.filter(pl.col("ucdp_location") != "751")
    assert frame["ucdp_internal_conflicts"].sum() == inside.height == 2_003 + 484 - 2
    assert frame.filter(year=2024)["ucdp_internal_conflicts"].sum() == 57


def test_levels(data_folder):
    frame = load("ucdp_internal", folder=data_folder)
    assert dict(frame["ucdp_internal"].value_counts().iter_rows()) == {1: 1_234, 2: 543}
    usa = frame.filter(state=2)
    assert usa.filter(year=2001)["ucdp_internal"].item() == 2
    assert usa["year"].min() == 2001
    assert frame.filter(year=2024)["ucdp_over_government"].sum() == 26
    assert frame.filter(year=2024)["ucdp_over_territory"].sum() == 22
    both = frame["ucdp_over_government"] + frame["ucdp_over_territory"]
    assert both.min() == 1
    assert frame.filter(state=775)["year"].n_unique() == 77  # Myanmar
