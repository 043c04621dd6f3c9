"""Treaties deposited with the United Nations."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def frame(data_folder):
    return load("un_treaties", folder=data_folder)


def bound(frame, treaty):
    return frame.filter(
        (pl.col("commitment") == treaty) & (pl.col("untreaty_action") != "signature")
    )


def test_323_treaties_by_public_codes(frame):
    assert frame["commitment"].n_unique() == 323
    assert frame["untreaty_date"].null_count() == frame["untreaty_name"].null_count() == 0
    assert not frame.select("commitment", "state", "untreaty_action", "untreaty_date").is_empty()


def test_chemical_weapons_convention(frame):
    parties = bound(frame, "26-3")
    syria = parties.filter(pl.col("state") == "SYR").row(0, named=True)
    assert (syria["untreaty_action"], str(syria["untreaty_date"])) == ("accession", "2013-09-14")
    assert 185 <= parties.height <= 190  # Niue and the Cook Islands are no states in these codes


def test_test_ban_treaty_lacks_the_united_states_and_china(frame):
    parties = set(bound(frame, "26-4")["state"])
    assert {"RUS", "GBR", "FRA"} <= parties
    assert not parties & {"USA", "CHN", "IND", "PAK", "PRK"}


def test_the_soviet_union_acts_before_1992(frame):
    last = frame.filter(pl.col("state") == "SUN")["untreaty_date"].max()
    first = frame.filter(pl.col("state") == "RUS")["untreaty_date"].min()
    assert last.year < 1992 <= first.year + 1
    assert "COG" in frame["state"]  # the list calls it Congo
