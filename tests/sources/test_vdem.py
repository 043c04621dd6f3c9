"""Varieties of Democracy: published values and COW numbers."""

import gzip

import polars as pl
import pytest

from multipolar.sources import catalogue, load


@pytest.fixture(scope="module")
def vdem(data_folder):
    return load("vdem", folder=data_folder)


def test_rows(vdem):
    assert vdem.height == 27_913 - 845
    assert (vdem["year"].min(), vdem["year"].max()) == (1789, 2024)


@pytest.mark.parametrize(("state", "value"), [(2, 0.840), (365, 0.172), (710, 0.073)])
def test_polyarchy_2024(vdem, state, value):
    found = vdem.filter((pl.col("state") == state) & (pl.col("year") == 2024))
    assert found["vdem_polyarchy"].item() == pytest.approx(value, abs=5e-4)
    assert found["vdem_polyarchy_low"].item() <= value <= found["vdem_polyarchy_high"].item()


def test_germany(vdem):
    of = {s: vdem.filter(pl.col("state") == s)["year"] for s in (255, 260, 265)}
    assert (of[260].min(), of[260].max()) == (of[265].min(), of[265].max()) == (1949, 1990)
    assert not set(of[255]) & set(range(1950, 1990))


def test_unknown_is_null(vdem):
    assert vdem["vdem_deliberative"].null_count() > 0
    assert vdem["vdem_deliberative"].min() >= 0


def test_the_spelling_of_the_publisher(vdem, data_folder, tmp_path):
    text = gzip.decompress(next(data_folder.rglob("vdem_simple.csv.gz")).read_bytes())
    path = tmp_path / "V-Dem-CY-Core-v15.csv"
    path.write_bytes(text.replace(b"vdem_cowcode", b"COWcode", 1))
    assert catalogue["vdem"]({path.name: path}, "15").select(vdem.columns).equals(vdem)
