"""Global Leader Ideology: texts that mean unknown, Tibet."""

import polars as pl

from multipolar.sources import load


def test_ideology(data_folder):
    frame = load("gli", folder=data_folder)
    assert frame.height == 10_992 - frame_of_tibet()
    assert set(frame["gli_leader_ideology"]) == {"leftist", "centrist", "rightist", "none", None}
    assert (frame["gli_hog_ideology"] == "leftist").sum() == 4_777
    assert 711 not in set(frame["state"])


def frame_of_tibet():
    return 6  # 1945-50


def test_unknown_words_are_null(data_folder):
    frame = load("gli", folder=data_folder)
    for name in ("gli_leader", "gli_hog", "gli_leader_ideology", "gli_hog_ideology"):
        assert not set(frame[name]) & {"no information", "not applicable"}


def test_germany(data_folder):
    frame = load("gli", folder=data_folder)
    years = frame.filter(pl.col("state") == 260)["year"]
    assert (years.min(), years.max()) == (1949, 1989)
    assert frame.filter(pl.col("state") == 255)["year"].min() == 1990
