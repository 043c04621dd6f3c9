"""The source comtrade_exports, against what its makers published and the traps of its files."""

import polars as pl
import pytest

from multipolar.sources import catalogue, load


def test_published_values(data_folder):
    trade = load("comtrade_exports", folder=data_folder)
    assert trade.height == 316_317
    last = trade.filter(year=2016)
    there = last.filter(state1="USA", state2="CHN")["comtrade_exports"].item()
    back = last.filter(state1="CHN", state2="USA")["comtrade_exports"].item()
    assert there / 1e9 == pytest.approx(89.2, abs=0.05)
    assert back / 1e9 == pytest.approx(384.9, abs=0.05)


def test_every_fourth_year(data_folder):
    years = load("comtrade_exports", folder=data_folder)["year"].value_counts()
    pairs = dict(years.rows())
    assert sorted(pairs) == list(range(1964, 2017, 4))
    assert (pairs[1964], pairs[2016]) == (12_228, 29_872)


def test_a_missing_pair_is_unknown(data_folder):
    assert catalogue["comtrade_exports"].spec.absent == "unknown"
    assert (load("comtrade_exports", folder=data_folder)["comtrade_exports"] == 0).sum() == 125_104


def test_old_codes_are_translated(data_folder):
    trade = load("comtrade_exports", folder=data_folder)
    codes = set(trade["state1"]) | set(trade["state2"])
    assert {"ROU", "COD", "TLS", "SUN", "MNE", "YMD", "DDR", "CSK", "YUG", "BLX"} <= codes
    assert not {"ROM", "ZAR", "TMP", "SVU", "MNT", "YDR"} & codes
    assert trade.select("state1", "state2", "year").is_unique().all()


def test_the_years_bear_out_what_the_codes_are_read_as(data_folder):
    trade = load("comtrade_exports", folder=data_folder).filter(pl.col("comtrade_exports") > 0)
    years = {c: trade.filter(state2=c)["year"] for c in ("SUN", "YMD", "MNE")}
    assert years["SUN"].max() == years["YMD"].max() == 1988
    assert years["MNE"].min() == 2008
