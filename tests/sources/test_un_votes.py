"""Votes in the General Assembly."""

import polars as pl
import pytest

from multipolar.frames import read_frame
from multipolar.sources import load


@pytest.fixture(scope="module")
def votes(data_folder):
    return load("un_votes", folder=data_folder)


def test_870109_votes_of_200_members(votes):
    assert votes.height == 870_109
    assert votes["commitment"].n_unique() == 6_203
    assert votes["state"].n_unique() == 200
    assert votes["un_vote"].value_counts().sort("un_vote")["count"].to_list() == [
        693_664,
        110_897,
        65_548,
    ]


def test_namibia_and_the_states_without_letters_are_there(votes):
    counts = dict(votes["state"].value_counts().rows())
    assert [counts[n] for n in (565, 678, 260, 511)] == [2_455, 3_291, 2_151, 2]


def test_the_seat_of_china_changes_in_october_1971(votes, data_folder):
    calls = load("un_roll_calls", folder=data_folder)
    dated = votes.join(calls, left_on="commitment", right_on="event")
    day = dated.group_by("state").agg(first=pl.col("un_date").min(), last=pl.col("un_date").max())
    ends = {s: (str(a), str(b)) for s, a, b in day.rows()}
    assert ends[713][1] < "1971-10-26" < ends[710][0]


def test_votes_are_those_of_the_original_file(votes, data_folder):
    """The original layout has codes 8 and 9 besides, which unvotes drops."""
    path = next(data_folder.rglob("UNVotesPublished_sessions_1_16_46.csv.gz"))
    columns = {"rcid": pl.Int32, "ccode": pl.Int16, "vote": pl.Int8}
    original = read_frame(path, columns, rows=38_218)
    cast = original.filter(pl.col("vote") <= 3)
    joined = cast.join(
        votes, left_on=["rcid", "ccode"], right_on=["commitment", "state"], how="left"
    )
    same = (joined["vote"] == joined["un_vote"]).fill_null(value=False)
    assert (joined.height, same.sum()) == (20_982, 20_982)
