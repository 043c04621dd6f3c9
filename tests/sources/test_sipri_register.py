"""SIPRI trade registers: latin-1, several years in one cell."""

import polars as pl
import pytest

from multipolar.errors import DataError
from multipolar.sources import catalogue, load


@pytest.fixture(scope="module")
def orders(data_folder):
    return load("sipri_register", folder=data_folder)


def test_rows(orders):
    count = dict(orders["arms_supplier"].value_counts().rows())
    assert count == {"United Kingdom": 1_938, "France": 2_422, "Germany": 1_212}
    assert orders["event"].is_unique().all()


def test_several_years_in_one_cell(orders):
    albania = orders.filter(pl.col("event") == "fr-2").row(0, named=True)
    assert albania["arms_delivery_years"] == "2012; 2013; 2014"
    assert (albania["arms_delivery_first"], albania["arms_delivery_last"]) == (2012, 2014)
    assert orders["arms_delivery_years"].str.contains(";").sum() == 873 + 1_171 + 597


def test_not_yet_delivered(orders):
    waiting = orders.filter(pl.col("arms_delivery_years").is_null())
    assert waiting.height == 24 + 45 + 58
    assert waiting["arms_delivery_first"].is_null().all()


def test_utf8_is_refused(data_folder, tmp_path):
    names = [f.name for f in catalogue["sipri_register"].spec.versions["2021"]]
    files = {name: next(data_folder.rglob(name)) for name in names}
    path = tmp_path / names[1]
    path.write_bytes(files[names[1]].read_bytes().decode("latin-1").encode())
    with pytest.raises(DataError, match="latin-1"):
        catalogue["sipri_register"]({**files, names[1]: path}, "2021")
