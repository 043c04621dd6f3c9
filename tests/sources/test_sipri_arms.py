"""SIPRI arms imports: wide table of names, rebels and organisations."""

import csv

import polars as pl
import pytest

from multipolar.sources import load


@pytest.fixture(scope="module")
def imports(data_folder):
    return load("sipri_arms", folder=data_folder)


def test_known_cells(imports):
    india = imports.filter(pl.col("state") == "IND").sort("year")
    assert india["year"][0] == 1950
    assert india["sipri_arms_imports"][0] == 141
    assert india["sipri_arms_imports"].sum() == pytest.approx(134_469, abs=37)  # rounded cells


def test_names_are_resolved_by_date(imports):
    by = {s: imports.filter(pl.col("state") == s)["year"] for s in ("DDR", "SUN", "RUS", "VDR")}
    assert by["DDR"].max() == 1990
    assert by["SUN"].max() <= 1991 <= by["RUS"].min()
    assert by["VDR"].min() >= 1954


def test_states_only(imports, data_folder):
    """The sum stays below SIPRI's total by what is no state's."""
    with next(data_folder.rglob("import-export-values_1950-2023.csv")).open() as file:
        total = {row["Recipient"]: row for row in csv.DictReader(file)}["Total world import"]
    for year in (1960, 1975, 1990, 2000, 2023):
        ours = imports.filter(pl.col("year") == year)["sipri_arms_imports"].sum()
        assert 0.98 * float(total[str(year)]) < ours <= float(total[str(year)]) + 60


def test_no_row_is_empty(imports):
    assert imports["sipri_arms_imports"].null_count() == 0
    assert imports["sipri_arms_imports"].min() == 0
