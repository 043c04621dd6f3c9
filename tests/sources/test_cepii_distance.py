"""The source cepii_distance, against what its makers published and the traps of its files."""

import polars as pl

from multipolar.sources import load


def test_published_counts(data_folder):
    pairs = load("cepii_distance", folder=data_folder)
    assert pairs.height == 224 * 223
    assert pairs.select("state1", "state2").is_unique().all()
    assert (pairs["state1"] != pairs["state2"]).all()


def test_nothing_has_a_date(data_folder):
    pairs = load("cepii_distance", folder=data_folder)
    assert pairs.schema["since"] == pairs.schema["until"] == pl.Date
    assert pairs["since"].is_null().all()
    assert pairs["until"].is_null().all()


def test_old_codes_are_translated(data_folder):
    pairs = load("cepii_distance", folder=data_folder)
    countries = set(pairs["state1"])
    assert {"ROU", "COD", "TLS", "PSE", "YUG"} <= countries
    assert not {"ROM", "ZAR", "TMP", "PAL"} & countries
    near = pairs.filter(state1="PSE", state2="ISR")["cepii_dist"].item()
    assert near < 100


def test_france_and_germany(data_folder):
    row = load("cepii_distance", folder=data_folder).filter(state1="FRA", state2="DEU")
    assert row["cepii_contig"].item() == 1
    assert row["cepii_comlang_off"].item() == 0
    assert 400 < row["cepii_dist"].item() < 1000


def test_a_full_stop_is_unknown(data_folder):
    pairs = load("cepii_distance", folder=data_folder)
    assert pairs["cepii_distw"].null_count() > 0
    assert pairs["cepii_dist"].null_count() == 0
