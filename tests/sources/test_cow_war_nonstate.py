"""Non-State Wars 4.0: bare carriage returns and numbers with commas."""

from datetime import date

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("cow_war_nonstate", folder=data_folder)
    assert frame.height == 62
    assert frame["nonstate_deaths"].null_count() == 32
    assert (frame["nonstate_since"] <= frame["nonstate_until"]).all()


def test_a_number_with_a_comma(data_folder):
    frame = load("cow_war_nonstate", folder=data_folder)
    assert frame.filter(event=1571)["nonstate_deaths"].item() == 4_000


def test_sides_are_joined(data_folder):
    first = load("cow_war_nonstate", folder=data_folder).filter(event=1500).row(0, named=True)
    assert first["nonstate_side_b"].split(";") == [
        "Taranaki",
        "Ngai Tahu",
        "Waikato",
        "Ngati Ira",
        "Rangitikei",
    ]
    assert first["nonstate_since"] == date(1818, 1, 1)
    assert first["nonstate_until"] == date(1824, 12, 31)
