"""Maddison: two versions, former states, territories."""

import polars as pl
import pytest

from multipolar.sources import load


@pytest.mark.parametrize(("state", "value"), [("USA", 58_487), ("CHN", 19_238)])
def test_2022(data_folder, state, value):
    frame = load("maddison", folder=data_folder)
    found = frame.filter((pl.col("state") == state) & (pl.col("year") == 2022))
    assert found["maddison_gdppc"].item() == pytest.approx(value, abs=0.5)


@pytest.mark.parametrize("version", ["2023", "2020"])
def test_former_states_end(data_folder, version):
    """The publisher goes on with sums of the successors."""
    frame = load("maddison", version, folder=data_folder)
    last = {c: frame.filter(pl.col("state") == c)["year"].max() for c in ("SUN", "YUG", "CSK")}
    assert last == {"SUN": 1991, "YUG": 1991, "CSK": 1992}
    assert {"RUS", "CZE", "SRB"} <= set(frame["state"])
    assert not set(frame["state"]) & {"HKG", "PRI"}


def test_versions_differ(data_folder):
    new, old = (load("maddison", v, folder=data_folder) for v in ("2023", "2020"))
    assert (old["year"].max(), new["year"].max()) == (2018, 2022)
    usa = old.filter((pl.col("state") == "USA") & (pl.col("year") == 2018)).row(0, named=True)
    assert usa["maddison_gdppc"] == pytest.approx(55_335, abs=1)


def test_unknown_is_null(data_folder):
    frame = load("maddison", folder=data_folder)
    assert frame["maddison_gdppc"].null_count() > 1_000
    assert frame["maddison_gdppc"].min() > 0
