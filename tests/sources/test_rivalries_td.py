"""Strategic rivalries to 2010."""

from datetime import date

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("rivalries_td", folder=data_folder)
    assert frame.height == 197 - 2  # two of Venice
    assert frame["until"].null_count() == 42
    assert (frame["since"] < date(1816, 1, 1)).sum() == 22


def test_types(data_folder):
    frame = load("rivalries_td", folder=data_folder)
    cold_war = frame.filter(td_rivalry=99).row(0, named=True)
    assert cold_war["td_type"] == "positional"
    assert (cold_war["td_positional"], cold_war["td_ideological"]) == (1, 1)
    assert (cold_war["td_spatial"], cold_war["td_interventionary"]) == (0, 0)
    assert cold_war["until"] == date(1989, 12, 31)
