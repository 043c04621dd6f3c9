"""CHISOLS: state-years and their flags."""

import polars as pl

from multipolar.sources import load


def test_rows_and_flags(data_folder):
    frame = load("chisols", folder=data_folder)
    assert frame.height == 9_703
    assert (frame["year"].min(), frame["year"].max()) == (1919, 2008)
    assert frame["chisols_not_independent"].sum() == 162
    assert ((frame["chisols_changes"] > 0) == (frame["chisols_change"] == 1)).all()
    differ = (frame["chisols_transitions"] > 0) != (frame["chisols_transition"] == 1)
    assert frame.filter(differ).select("state", "year").rows() == [(339, 1939), (367, 1940)]


def test_united_states_1921(data_folder):
    frame = load("chisols", folder=data_folder)
    one = frame.filter((pl.col("state") == 2) & (pl.col("year") == 1921)).row(0, named=True)
    assert one["chisols_leader"] == "Wilson, Harding"
    assert (one["chisols_change"], one["chisols_transitions"]) == (1, 1)
