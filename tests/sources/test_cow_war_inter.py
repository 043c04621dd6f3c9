"""Inter-State Wars 4.0: counts, deaths and the states that changed sides."""

from datetime import date

import polars as pl

from multipolar.sources import load


def test_counts(data_folder):
    frame = load("cow_war_inter", folder=data_folder)
    assert frame.height == 337
    assert frame["commitment"].n_unique() == 95
    assert frame.filter(commitment=106).height == 15
    assert frame.filter(commitment=139).height == 29
    assert frame.filter(commitment=139, state=365)["inter_deaths"].item() == 7_500_000


def test_deaths_by_war(data_folder):
    published = pl.read_csv(
        data_folder.parent / "validation" / "cow_interstate_wars_v4_severity.csv"
    )
    wars = (
        load("cow_war_inter", folder=data_folder)
        .group_by("commitment")
        .agg(
            pl.col("inter_deaths").sum().alias("sum"),
            pl.col("inter_deaths").is_null().sum().alias("unknown"),
            pl.col("inter_since").dt.year().min().alias("first"),
        )
        .join(published, left_on="commitment", right_on="WarNum")
    )
    assert wars.height == 95
    assert (wars["sum"] == wars["deaths"]).all()
    assert (wars["unknown"] == wars["miss"]).all()
    assert (wars["first"] == wars["y"]).all()


def test_states_on_both_sides(data_folder):
    frame = load("cow_war_inter", folder=data_folder)
    twice = frame.filter(frame.select("commitment", "state").is_duplicated())
    assert set(twice.select("commitment", "state").rows()) == {
        (108, 255),
        (139, 220),
        (139, 325),
        (139, 355),
        (139, 360),
    }
    assert twice["inter_side"].sum() == 15


def test_missing_codes(data_folder):
    frame = load("cow_war_inter", folder=data_folder)
    assert frame["inter_deaths"].null_count() == 1  # -9
    assert frame["inter_since_again"].is_not_null().sum() == 19  # else -8
    assert frame["inter_until"].null_count() == 0
    assert frame["inter_initiator"].sum() == 109
    again = frame.filter(commitment=139, state=220, inter_side=1).row(0, named=True)
    assert again["inter_since_again"] == date(1944, 10, 23)
    assert again["inter_until_again"] == date(1945, 8, 14)
