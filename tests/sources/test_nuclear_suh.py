"""Strategic nuclear forces from the original workbook."""

import polars as pl

from multipolar.sources import load


def test_rows(data_folder):
    frame = load("nuclear_suh", folder=data_folder)
    assert frame.height == 382
    assert set(frame["state"]) == {2, 200, 220, 365, 560, 666, 710, 750, 770}
    assert (frame["year"].min(), frame["year"].max()) == (1945, 2010)


def test_first_warheads(data_folder):
    frame = load("nuclear_suh", folder=data_folder)
    usa = frame.filter((pl.col("state") == 2) & (pl.col("year") == 1945)).row(0, named=True)
    assert (usa["suh_warheads"], usa["suh_deliverable"]) == (2, 2)
    assert frame.filter(pl.col("state") == 710)["year"].min() == 1964
