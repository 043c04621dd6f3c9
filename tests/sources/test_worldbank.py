"""World Bank: aggregates and territories are no states."""

import polars as pl
import pytest

from multipolar.errors import DataError
from multipolar.registry import states
from multipolar.sources import catalogue, load


def test_only_states(data_folder):
    frame = load("worldbank", folder=data_folder)
    codes = {s.code for s in states()} | {s.iso3 for s in states()}
    assert set(frame["state"]) <= codes
    assert not set(frame["state"]) & {"WLD", "EUU", "ARB", "HKG", "CHI", "PRI"}
    assert {"XKX", "PSE", "NAM"} <= set(frame["state"])


def test_years_and_values(data_folder):
    frame = load("worldbank", folder=data_folder)
    assert frame.drop_nulls("wb_gdp")["year"].max() == 2023
    assert frame.drop_nulls("wb_population")["year"].max() == 2024
    row = frame.filter((pl.col("state") == "AFG") & (pl.col("year") == 2000)).row(0, named=True)
    assert row["wb_gdp"] == pytest.approx(3_521_418_059.92)


def test_a_new_aggregate_is_refused(data_folder, tmp_path):
    spec = catalogue["worldbank"].spec
    gdp, population = (f.also[0] for f in spec.versions["2025"])
    text = next(data_folder.rglob(gdp)).read_text(encoding="utf-8")
    path = tmp_path / gdp
    path.write_text(text.replace(",WLD,", ",QQQ,"), encoding="utf-8")
    files = {"gdp.csv": path, "population.csv": next(data_folder.rglob(population))}
    with pytest.raises(DataError, match="QQQ"):
        catalogue["worldbank"](files, "2025")
