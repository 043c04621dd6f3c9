"""PRIO Battle Deaths 3.1: an archive with a second entry, -999 unknown."""

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("prio_battle_deaths", folder=data_folder)
    assert frame.height == frame["event"].n_unique() == 1_957
    assert frame["prio_deaths_best"].null_count() == 771
    assert frame["prio_deaths_low"].null_count() == 0
    assert frame["prio_deaths_low"].min() >= 0


def test_best_lies_between_low_and_high(data_folder):
    frame = load("prio_battle_deaths", folder=data_folder).drop_nulls("prio_deaths_best")
    best = frame["prio_deaths_best"]
    assert ((frame["prio_deaths_low"] <= best) & (best <= frame["prio_deaths_high"])).all()
    assert best.sum() == 8_510_077
