"""Arms races of Gibler, Rider and Hutchison."""

from datetime import date

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("arms_races", folder=data_folder)
    assert frame.height == frame["grh_race"].n_unique() == 71
    assert frame["since"].min() == date(1854, 1, 1)
    assert frame["until"].max() == date(1984, 12, 31)


def test_britain_and_germany(data_folder):
    frame = load("arms_races", folder=data_folder).filter(state1=200, state2=255)
    assert frame["since"].dt.year().to_list() == [1914, 1934]
