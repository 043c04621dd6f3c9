"""Roll calls of the General Assembly."""

import polars as pl

from multipolar.sources import load


def test_6203_roll_calls_in_74_sessions(data_folder):
    frame = load("un_roll_calls", folder=data_folder)
    assert frame.height == 6_203
    assert frame["un_session"].n_unique() == 74
    assert frame["un_issues"].is_not_null().sum() <= 5_745


def test_the_nineteenth_session_had_one_roll_call(data_folder):
    frame = load("un_roll_calls", folder=data_folder).filter(pl.col("un_session") == 19)
    assert [str(day) for day in frame["un_date"]] == ["1965-02-06"]
    assert frame["un_issues"].null_count() in (0, 1)


def test_issues_are_joined(data_folder):
    frame = load("un_roll_calls", folder=data_folder)
    total = frame["un_issues"].drop_nulls().str.split(";").list.len().sum()
    assert total == 5_745
