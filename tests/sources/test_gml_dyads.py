"""GML 2.1.1: several disputes in a dyad-year, and the later table of peacesciencer."""

import polars as pl

from multipolar.sources import load

KEYS = ["state1", "state2", "year"]


def test_several_disputes_become_one_row(data_folder):
    frame = load("gml_dyads", folder=data_folder)
    assert frame.height == (10_338 - 1_044) / 2
    assert 2 * frame["gml_disputes"].sum() == 10_338 - 2  # one line stands twice, both ways
    italy = frame.filter(state1=220, state2=325, year=1860).row(0, named=True)
    assert (italy["gml_disputes"], italy["gml_hostlev"]) == (3, 5)
    assert frame.filter(state1=645, state2=696, year=1999)["gml_disputes"].item() == 1


def test_counts(data_folder):
    frame = load("gml_dyads", folder=data_folder)
    assert frame["gml_onset"].sum() == 3_124
    assert frame["gml_fatality"].null_count() == 235
    assert (frame["gml_hostlev_states"] <= frame["gml_hostlev"]).all()


def test_close_to_the_last_version(data_folder):
    ours = load("gml_dyads", folder=data_folder)
    theirs = pl.read_csv(data_folder / "conflict/peacesciencer/gml_mid_ddydisps.csv")
    theirs = theirs.rename({"ccode1": "state1", "ccode2": "state2"}).cast(
        dict.fromkeys(KEYS, pl.Int16)
    )
    both = ours.join(theirs, on=KEYS)
    assert both.height > 0.98 * ours.height
    assert (both["gml_onset"] == both["gmlmidonset"]).mean() > 0.99
