"""MIDI 5.0: every incident belongs to a dispute."""

from datetime import date

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("mid_incidents", folder=data_folder)
    assert frame.height == frame["event"].n_unique() == 4_483
    counts = dict(frame["midi_hostlev"].value_counts().iter_rows())
    assert counts == {2: 209, 3: 2_228, 4: 2_038, 5: 8}
    assert frame["midi_fatality"].null_count() == 456


def test_incidents_belong_to_disputes(data_folder):
    frame = load("mid_incidents", folder=data_folder)
    assert set(frame["midi_dispute"]) <= set(load("mid_disputes", folder=data_folder)["event"])
    assert (frame["event"] // 1000 == frame["midi_dispute"]).all()
    assert frame["midi_since"].min() >= date(1992, 1, 1)
    assert (frame["midi_since"] <= frame["midi_until"]).all()
