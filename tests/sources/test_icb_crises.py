"""ICB 13: byte order mark, codes for unknown days, one empty crisis."""

from datetime import date

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("icb_crises", folder=data_folder)
    assert frame.height == frame["event"].n_unique() == 482
    counts = dict(frame["icb_violence"].drop_nulls().value_counts().iter_rows())
    assert counts == {1: 123, 2: 141, 3: 116, 4: 101}
    assert frame["icb_name"].n_unique() == 481


def test_cuban_missiles(data_folder):
    crisis = load("icb_crises", folder=data_folder).filter(event=196).row(0, named=True)
    assert crisis["icb_name"] == "CUBAN MISSILES"
    assert crisis["icb_since"] == date(1962, 10, 16)
    assert crisis["icb_until"] == date(1962, 11, 20)
    assert crisis["icb_violence"] == 2


def test_unknown_days_and_an_empty_crisis(data_folder):
    frame = load("icb_crises", folder=data_folder)
    assert frame.filter(event=185)["icb_since"].item() == date(1961, 8, 1)  # day 66
    empty = frame.filter(event=474).row(0, named=True)
    assert {k for k, v in empty.items() if v is not None} == {"event", "icb_name"}
    assert (frame["icb_since"] <= frame["icb_until"]).all()
