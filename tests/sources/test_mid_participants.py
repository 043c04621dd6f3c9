"""MIDB 5.0: spells are kept, and fit the disputes."""

import polars as pl

from multipolar.sources import load


def test_repeated_spells_are_kept(data_folder):
    frame = load("mid_participants", folder=data_folder)
    assert frame.height == 5_883
    assert frame.height - frame.select("commitment", "state").unique().height == 29
    assert not frame.select("commitment", "state", "midp_since").is_duplicated().any()
    assert (frame["midp_since"] <= frame["midp_until"]).all()


def test_same_disputes_as_mida(data_folder):
    frame = load("mid_participants", folder=data_folder)
    disputes = load("mid_disputes", folder=data_folder)
    assert set(frame["commitment"]) == set(disputes["event"])
    highest = frame.group_by("commitment").agg(pl.col("midp_hostlev").max())
    both = highest.join(disputes, left_on="commitment", right_on="event")
    assert (both["midp_hostlev"] != both["mid_hostlev"]).sum() == 1  # an error of the source


def test_codes(data_folder):
    frame = load("mid_participants", folder=data_folder)
    assert (frame["midp_orig"] == 1).sum() == 5_202
    assert (frame["midp_side_a"] == 1).sum() == 2_978
    assert frame["midp_fatality"].null_count() == 599
    assert frame["midp_revtype"].null_count() == 6
    assert (frame["midp_hostlev"] == 1).sum() == 1_446
