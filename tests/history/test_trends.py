"""Measures through time: series, polarity by year, turning points, turbulence."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from multipolar.definitions import polarity
from multipolar.errors import UnknownName
from multipolar.formulas.turbulence import share_turnover
from multipolar.history import at
from multipolar.measures import take
from multipolar.power import power
from multipolar.registry import same_actor
from multipolar.rule import KINDS
from multipolar.trends import (
    LAG,
    polarity_by_year,
    series,
    turbulence,
    turning_points,
    turnovers,
    with_shifts,
)

files = pytest.mark.usefixtures("published")


# --- series


@files
def test_a_measure_of_the_system():
    found = series("con", first=1912, last=1915, among="cow_majors")
    assert found.columns == ["year", "value"]
    assert found["year"].to_list() == [1912, 1913, 1914, 1915]
    for year, value in found.iter_rows():
        assert value == take("con", at(year), among="cow_majors")


@files
def test_a_measure_of_states_and_one_of_pairs():
    shares = series("power_share", first=1914, last=1914)
    assert shares.columns == ["year", "state", "value"]
    assert shares["value"].sum() == pytest.approx(1)
    assert shares.height == 45
    pairs = series("s_score", first=1914, last=1914)
    assert pairs.columns == ["year", "state", "partner", "value"]
    assert pairs.height == 45 * 44 // 2
    world = at(1914)
    value = take("s_score", world)[world.index("DEU"), world.index("AUH")]
    two = {"AUH", "DEU"}
    row = pairs.filter(pl.col("state").is_in(two) & pl.col("partner").is_in(two))
    assert row["value"].to_list() == [value]


@files
def test_a_year_whose_data_are_unknown_is_null():
    """Alliances are known to 2018, CINC to 2022."""
    ties = series("line_index", first=2018, last=2019, negative="rivalry")
    assert [v is None for v in ties["value"]] == [False, True]
    powers = series("con", first=2022, last=2024)
    assert [v is None for v in powers["value"]] == [False, True, True]
    pairs = series("s_score", first=2018, last=2019)
    assert pairs.filter(year=2019).rows() == [(2019, None, None, None)]


@files
def test_a_gap_filled_only_if_asked():
    assert series("con", first=2023, last=2023)["value"].item() is None
    assert series("con", first=2023, last=2023, fill=2)["value"].item() > 0


@files
def test_progress_is_told_each_year():
    years = []
    series("hhi", first=1850, last=1853, progress=years.append)
    assert years == [1850, 1851, 1852, 1853]


@files
@pytest.mark.parametrize(
    ("measure", "options", "message"),
    [
        ("conn", {}, "no 'conn' among the measures; did you mean 'con'"),
        ("con", {"indx": "gdp"}, "con has no option 'indx'; did you mean 'index'"),
        ("line_index", {"index": "cinc"}, "line_index has no option 'index'"),
        ("con", {"index": "cincc"}, "no capability index is called 'cincc'; did you mean 'cinc'"),
        ("con", {"among": "cow_major"}, "did you mean 'cow_majors'"),
        ("line_index", {"negative": "rivalri"}, "did you mean 'rivalry'"),
    ],
)
def test_wrong_names_are_no_unknown_years(measure, options, message):
    with pytest.raises(UnknownName, match=message):
        series(measure, first=1900, last=1901, **options)


# --- polarity


@files
def test_polarity_by_year():
    found = polarity_by_year(1988, 1994, indices=["cinc"])
    assert found["year"].to_list() == list(range(1988, 1995))
    np.testing.assert_allclose(found.select(KINDS).sum_horizontal().to_numpy(), 1)
    assert found["shift"].null_count() == LAG
    year = found.filter(year=1993)
    alone = polarity(at(1993), indices=["cinc"], shake=False)
    assert year["definitions"].item() == len(alone.definitions)
    assert {k: year[k].item() for k in KINDS} == alone.verdicts
    assert year["most_common"].item() == alone.most_common
    before = {d.key: d for d in polarity(at(1988), indices=["cinc"], shake=False).definitions}
    common = [d for d in alone.definitions if d.key in before]
    assert 0 < len(common) < len(alone.definitions)  # the European Union came in 1993
    total = sum(d.weight for d in common)
    moved = 0.0
    for kind in KINDS:
        now = sum(d.weight for d in common if d.kind == kind)
        then = sum(d.weight for d in common if before[d.key].kind == kind)
        moved += 0.5 * abs(now - then) / total
    assert year["shift"].item() == pytest.approx(moved)


@dataclass
class Judged:
    kind: str
    weight: float = 1.0


def test_shift_in_closed_form():
    """All definitions say bipolar, then all say unipolar: everything moved."""
    found = [
        ({"year": y}, {(w,): Judged("bipolar" if y < 1988 else "unipolar", w) for w in (1, 3)})
        for y in range(1980, 1996)
    ]
    shift = {row["year"]: row["shift"] for row in with_shifts(found)}
    assert [shift[y] for y in (1984, 1985, 1987)] == [None, 0, 0]
    assert [shift[y] for y in (1988, 1992, 1993)] == [1, 1, 0]


def test_shift_is_of_the_definitions_of_both_years():
    """A definition of weight 3 changed its verdict, one of 1 kept it, a third is new."""
    then = {("a",): Judged("bipolar", 3.0), ("b",): Judged("bipolar")}
    now = {("a",): Judged("unipolar", 3.0), ("b",): Judged("bipolar"), ("c",): Judged("unipolar")}
    *_, last = with_shifts([({"year": 1990}, then), ({"year": 1990 + LAG}, now)])
    assert last["shift"] == pytest.approx(0.75)


def test_turning_points():
    shift = [None] * 5 + [0.0, 0.1, 0.4, 0.2, 0.0, 0.0, 0.0, 0.0, 0.3, 0.1]
    table = pl.DataFrame({"year": range(1900, 1915), "shift": shift})
    assert turning_points(table)["year"].to_list() == [1907, 1913]
    assert turning_points(table, count=1)["year"].to_list() == [1907]
    flat = table.with_columns(pl.lit(0.0).alias("shift"))
    assert turning_points(flat).is_empty()


# --- turbulence


@files
def test_turbulence_of_a_few_years():
    found = turbulence(1910, 1913)
    assert found["year"].to_list() == [1910, 1911, 1912, 1913]
    then, now = (dict(power(at(y), "cinc").ranked()) for y in (1905, 1910))
    assert found["share_turnover"][0] == pytest.approx(share_turnover(then, now))
    for column in found.columns[1:]:
        assert found[column].is_between(0, 2).all()


@files
@pytest.mark.parametrize("year", [1922, 1992])
def test_nothing_turns_over_between_the_soviet_union_and_russia(year):
    """Their code changes; the actor, 365, does not."""
    assert same_actor("RUS", "SUN")
    then, now = (dict(power(at(y), "cinc").ranked()) for y in (year - LAG, year))
    by_code = share_turnover(then, now)
    found = turbulence(year, year)["share_turnover"].item()
    one, other = ("RUS", "SUN") if year == 1922 else ("SUN", "RUS")
    least = min(then[one], now[other])  # counted as lost by one and won by the other
    assert found < by_code - 0.9 * least


@files
def test_germany_of_1990_is_the_germany_of_1985():
    """COW gives it another number, 255 for 260; its code stays."""
    found = turbulence(1990, 1990)["share_turnover"].item()
    then, now = (dict(power(at(y), "cinc").ranked()) for y in (1985, 1990))
    assert found == pytest.approx(share_turnover(then, now))


@files
def test_turbulence_is_null_where_an_end_is_unknown():
    found = turbulence(2018, 2024)
    known = found.with_columns(pl.all().exclude("year").is_not_null())
    assert known["share_turnover"].to_list() == [True] * 5 + [False] * 2
    assert known["alliance_turnover"].to_list() == [True] + [False] * 6


def test_turnover_in_closed_form():
    then = (1900, {"A": 0.5, "B": 0.5}, {("A", "B")})
    now = (1900 + LAG, {"A": 0.75, "B": 0.25}, {("A", "B"), ("A", "C")})
    first, last = turnovers([then, now])
    assert set(first.values()) == {1900, None}
    assert last["share_turnover"] == 0.25
    assert last["alliance_turnover"] == 0.5
    nothing = turnovers([then, (1900 + LAG, None, None)])[1]
    assert [v for k, v in nothing.items() if k != "year"] == [None] * 3
