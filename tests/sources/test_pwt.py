"""Penn World Table: csv of a package and the publisher's workbook."""

import gzip

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from multipolar.sources import catalogue, load


def test_rows(data_folder):
    frame = load("pwt", folder=data_folder)
    assert frame.height == 12_810 - 11 * 70
    assert (frame["year"].min(), frame["year"].max()) == (1950, 2019)
    assert not set(frame["state"]) & {"HKG", "MAC", "ABW"}
    assert frame["pwt_rgdpe"].null_count() > 0


def test_united_states_2019(data_folder):
    frame = load("pwt", folder=data_folder)
    usa = frame.filter((pl.col("state") == "USA") & (pl.col("year") == 2019)).row(0, named=True)
    assert usa["pwt_rgdpo"] == pytest.approx(20_595_844)
    assert usa["pwt_pop"] == pytest.approx(329.06, abs=0.01)


@pytest.mark.slow
def test_the_workbook_is_read_alike(data_folder, tmp_path):
    """A workbook in the publisher's layout, made of the csv."""
    raw = pl.read_csv(
        gzip.decompress(next(data_folder.rglob("pwt10_01_selected.csv.gz")).read_bytes()),
        columns=["isocode", "year", "rgdpe", "rgdpo", "rgdpna", "pop", "emp", "hc", "rnna"],
        infer_schema_length=None,
    )
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(["countrycode", *raw.columns[1:]])
    for line in raw.rows():
        sheet.append(line)
    path = tmp_path / "pwt1001.xlsx"
    book.save(path)
    ours = catalogue["pwt"]({"pwt1001.xlsx": path}, "10.01")
    wanted = load("pwt", folder=data_folder)
    assert_frame_equal(ours.select(wanted.columns), wanted, rel_tol=1e-12)
