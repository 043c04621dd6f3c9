"""Ideal points, three series that are never mixed."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def frame(data_folder):
    return load("un_ideal_points", folder=data_folder)


def value(frame, state, year, column):
    return frame.filter((pl.col("state") == state) & (pl.col("year") == year))[column].item()


@pytest.mark.parametrize(
    ("state", "point"),
    [(2, 2.22), (200, 1.66), (666, 1.77), (750, -0.19), (365, -0.41), (710, -0.73)],
)
def test_final_passage_2023(frame, state, point):
    assert value(frame, state, 2023, "idealpoint_fp") == pytest.approx(point, abs=0.005)


@pytest.mark.parametrize(
    ("state", "points"),
    [
        (2, (1.675, 2.854, 2.977, 2.695)),
        (365, (-2.038, -1.459, 0.691, 0.142)),
        (750, (0.113, -0.514, -0.732, -0.155)),
    ],
)
def test_legacy_is_near_what_the_article_series_says(frame, state, points):
    """Assemblies 1, 40, 46 and 74 of an older release: equal to 0.1."""
    for session, point in zip((1, 40, 46, 74), points, strict=True):
        found = value(frame, state, session + 1945, "idealpoint_legacy")
        assert found == pytest.approx(point, abs=0.1)


def test_the_older_release_is_the_legacy_series(frame, data_folder):
    old = load("un_ideal_points", "June 2024", folder=data_folder)
    assert old.height == 11_238
    assert old["idealpoint_fp"].null_count() == old.height
    both = frame.join(old, on=["state", "year"], suffix="_old")
    assert both.height == old.height
    assert (both["idealpoint_legacy"] - both["idealpoint_legacy_old"]).abs().max() < 1e-5


def test_gaps_are_unknown(frame):
    assert frame.height == 11_440
    bare = frame.filter(pl.col("idealpoint_fp").is_null() & pl.col("idealpoint_all").is_null())
    assert bare.height >= 17
    assert 1964 not in frame["year"]
    seats = frame.filter(pl.col("state").is_in([710, 713]) & (pl.col("year") == 1971))
    assert seats.height == 2
