"""Archigos: leader spells, open ends, Gleditsch-Ward numbers."""

import csv
import datetime
import gzip
import io

import polars as pl
import pytest

from multipolar.sources import catalogue, load


@pytest.fixture(scope="module")
def leaders(data_folder):
    return load("archigos", folder=data_folder)


def test_rows_and_open_spells(leaders):
    assert leaders.height == 3_409
    assert leaders["until"].null_count() == 168
    assert leaders["archigos_exit"].null_count() == 168
    assert "Still in Office" not in set(leaders["archigos_exit"])
    assert leaders["archigos_obsid"].is_unique().all()


def test_negative_numbers_are_unknown(leaders):
    assert leaders["archigos_born"].null_count() == 19
    assert leaders["archigos_born"].min() == 1797


def test_codes_are_gleditsch_ward(leaders):
    german = leaders.filter(pl.col("state").is_in([255, 260]))
    assert german.filter(pl.col("state") == 260)["since"].min() == datetime.date(1949, 9, 16)
    assert german.filter(pl.col("state") == 255)["until"].max() == datetime.date(1945, 5, 23)


def test_first_american_spell(leaders):
    grant = leaders.filter(pl.col("archigos_obsid") == "USA-1869").row(0, named=True)
    assert (grant["state"], grant["archigos_leader"], grant["archigos_entry"]) == (
        2,
        "Grant",
        "Regular",
    )
    assert (grant["since"], grant["until"]) == (
        datetime.date(1869, 3, 4),
        datetime.date(1877, 3, 4),
    )


def test_manner_of_exit(leaders):
    count = leaders["archigos_exit"].value_counts()
    of = dict(count.rows())
    assert (of["Regular"], of["Irregular"], of["Foreign"], of["Natural Death"]) == (
        2293,
        600,
        72,
        202,
    )


def test_tabs_and_windows_letters(leaders, data_folder, tmp_path):
    """The layout of the publisher's text, made of the converted copy."""
    text = gzip.decompress(next(data_folder.rglob("archigos_4_1.csv.gz")).read_bytes()).decode()
    path = tmp_path / "1March_Archigos_4.1.txt"
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(csv.reader(io.StringIO(text)))
    ours = catalogue["archigos"]({path.name: path}, "4.1")
    keys = ["state", "since", "until", "archigos_exit"]
    assert ours.select(keys).equals(leaders.select(keys))
