"""Ideal points by issue, April 2020."""

from multipolar.sources import load


def test_three_issues_begin_in_different_years(data_folder):
    frame = load("un_issue_ideal_points", folder=data_folder)
    for name, rows, first in (
        ("nuclear", 7_203, 1978),
        ("middle_east", 7_896, 1974),
        ("human_rights", 8_440, 1970),
    ):
        known = frame.drop_nulls(f"idealpoint_{name}")
        assert (known.height, known["year"].min(), known["year"].max()) == (rows, first, 2019)
    assert not frame.select("state", "year").is_duplicated().any()
