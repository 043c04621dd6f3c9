"""Trade agreements of DESTA 2.1."""

from multipolar.sources import load


def test_1340_entries_of_which_852_are_treaties(data_folder):
    frame = load("desta", folder=data_folder)
    assert frame.height == 1_340
    assert (frame["desta_entry"] == "base_treaty").sum() == 852
    assert (frame["desta_year"].min(), frame["desta_year"].max()) == (1948, 2021)
    assert frame["desta_force"].null_count() == 331
    assert frame["desta_members"].min() >= 1
