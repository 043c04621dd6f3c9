"""The source cow_territory, against what its makers published and the traps of its files."""

from multipolar.sources import load


def test_published_counts(data_folder):
    changes = load("cow_territory", folder=data_folder)
    assert changes.height == 842
    assert changes["event"].is_unique().all()
    assert (changes["tc_year"].min(), changes["tc_year"].max()) == (1816, 2015)
    assert changes["tc_conflict"].sum() == 229
    assert changes["tc_independence"].sum() == 191


def test_minus_nine_and_full_stop_are_unknown(data_folder):
    changes = load("cow_territory", folder=data_folder)
    nulls = changes.null_count().row(0, named=True)
    assert nulls["tc_month"] == 123
    assert nulls["tc_loser"] == 137
    assert nulls["tc_entity"] == 9
    assert nulls["tc_population"] == 212
    for column in changes.columns:
        assert (changes[column] < 0).sum() == 0


def test_no_state_gains_tangier(data_folder):
    row = load("cow_territory", folder=data_folder).filter(event=547).row(0, named=True)
    assert (row["tc_year"], row["tc_gainer"], row["tc_loser"]) == (1924, 0, 220)
