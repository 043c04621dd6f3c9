"""Strategic rivalries to 2020."""

from datetime import date

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("rivalries_tss", folder=data_folder)
    assert frame.height == 264 - 2  # two of Venice
    assert frame["until"].null_count() == 56
    assert (frame["since"] < date(1816, 1, 1)).sum() == 20


def test_usa_and_russia(data_folder):
    frame = load("rivalries_tss", folder=data_folder).filter(state1=2, state2=365)
    assert frame.select("since", "until").rows() == [
        (date(1918, 1, 1), date(1920, 12, 31)),
        (date(1945, 1, 1), date(1989, 12, 31)),
        (date(2007, 1, 1), None),
    ]
    assert frame["tss_principal"].to_list() == [0, 1, 0]
