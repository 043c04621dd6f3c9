"""The source cow_trade_national, against what its makers published and the traps of its files."""

from multipolar.sources import catalogue, load


def test_published_values(data_folder):
    trade = load("cow_trade_national", folder=data_folder)
    assert trade.height == 14_410
    row = trade.filter(state=2, year=2014)
    assert round(row["cow_imports"].item()) == 2_345_186
    assert round(row["cow_exports"].item()) == 1_623_421


def test_unknown_is_null_and_never_zero(data_folder):
    trade = load("cow_trade_national", folder=data_folder)
    assert trade["cow_imports"].null_count() == 1_548
    assert trade["cow_exports"].null_count() == 821
    assert trade["cow_imports"].min() > 0
    assert trade["cow_exports"].min() > 0
    assert catalogue["cow_trade_national"].spec.absent == "unknown"


def test_years(data_folder):
    years = load("cow_trade_national", folder=data_folder)["year"]
    assert (years.min(), years.max()) == (1870, 2014)
