"""Agreement computed from the votes."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def frame(data_folder):
    return load("un_agreement", folder=data_folder)


def one(frame, a, b, year):
    pair = (pl.col("state1") == a) & (pl.col("state2") == b) & (pl.col("year") == year)
    return frame.filter(pair).row(0, named=True)


@pytest.mark.parametrize(
    ("a", "b", "year", "share"), [(2, 200, 1985, 0.62), (2, 365, 1985, 0.11), (2, 365, 2018, 0.20)]
)
def test_simple_agreement(frame, a, b, year, share):
    assert one(frame, a, b, year)["un_agree"] == pytest.approx(share, abs=0.005)


def test_each_pair_once_a_year(frame):
    assert (frame["state1"] < frame["state2"]).all()
    assert not frame.select("state1", "state2", "year").is_duplicated().any()
    assert frame["year"].n_unique() == 74


def test_s_is_the_agreement_on_another_scale(frame):
    assert ((2 * frame["un_agree3"] - 1) - frame["un_s"]).abs().max() < 1e-12
    assert (frame["un_agree3"] >= frame["un_agree"]).all()
    known = frame.drop_nulls("un_agree3_divided")
    assert (known["un_agree3"] >= known["un_agree3_divided"] - 1e-12).all()


def test_it_is_what_one_counts_by_hand(frame, data_folder):
    votes = load("un_votes", folder=data_folder)
    calls = load("un_roll_calls", folder=data_folder).filter(pl.col("un_session") == 46)
    mine = votes.filter(pl.col("commitment").is_in(calls["event"].implode()))
    a, b = (mine.filter(pl.col("state") == s) for s in (2, 750))
    both = a.join(b, on="commitment")
    gap = (both["un_vote"] - both["un_vote_right"]).abs()
    wide = mine.group_by("commitment").agg(pl.col("un_vote").n_unique().alias("kinds"))
    found = one(frame, 2, 750, 1991)
    assert found["un_common"] == both.height
    assert found["un_agree"] == pytest.approx((gap == 0).mean(), abs=1e-6)
    assert found["un_agree3"] == pytest.approx((1 - gap / 2).mean(), abs=1e-6)
    divided = both.join(wide, on="commitment").filter(pl.col("kinds") > 1)
    gap = (divided["un_vote"] - divided["un_vote_right"]).abs()
    assert found["un_agree3_divided"] == pytest.approx((1 - gap / 2).mean(), abs=1e-6)


def test_1964_rests_on_one_roll_call(frame):
    assert frame.filter(pl.col("year") == 1964)["un_common"].unique().to_list() == [1]
