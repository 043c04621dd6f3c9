"""The figures of a report: what they draw is what they were given."""

import itertools
import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.charts import NARROW, VERDICTS, apart
from multipolar.errors import FigureError
from multipolar.figure import GROUPS
from multipolar.figures.bars import bars
from multipolar.figures.intervals import Interval, intervals
from multipolar.figures.lines import Line, lines
from multipolar.figures.network import network, places
from multipolar.figures.shares import shares
from multipolar.report import column, verdicts_by_year
from multipolar.report_figures import all_figures, bloc_colours
from multipolar.results import results

SVG = "{http://www.w3.org/2000/svg}"


@given(st.lists(st.floats(0, 100), max_size=12), st.floats(0.1, 10))
def test_labels_keep_apart_and_in_order(values, gap):
    placed = apart(values, gap)
    order = sorted(range(len(values)), key=lambda k: values[k])
    for a, b in itertools.pairwise(order):
        assert placed[b] - placed[a] >= gap - 1e-6


@pytest.mark.parametrize("width", [900, NARROW])
def test_every_figure_is_drawn_at_its_width_with_its_title(full, width):
    wide = all_figures(full)
    for key, drawn in wide.items():
        assert drawn[0].title
        assert len(drawn) == (1 if key.startswith("map") else 2)
    narrow = ET.fromstring(wide["shares"][1].drawing())
    assert float(narrow.get("width")) <= NARROW + 2


def test_a_gap_in_a_line_stays_a_gap():
    drawn = lines([Line("a", {2000: 1.0, 2001: math.nan, 2002: 2.0})], title="t")
    rows = drawn.spec["datasets"]["past"]
    assert [r["value"] for r in rows] == [1.0, None, 2.0]
    assert [r[0] for r in drawn.rows] == ["2000", "2002"]


def test_the_end_of_a_line_is_its_last_known_value():
    assert Line("a", {2000: 1.0, 2001: math.nan}).end == 1.0
    assert Line("a", {2000: 1.0}, {2001: (0, 1, 5, 6, 7)}).end == 5.0


def test_shares_fill_each_year_and_stop_at_a_gap():
    drawn = shares({1900: {"bipolar": 1.0}, 1902: {"multipolar": 1.0}}, colours=VERDICTS, title="t")
    rows = drawn.spec["datasets"]["parts"]
    assert len({r["run"] for r in rows}) == 2
    for year in (1900, 1902):
        ends = [r for r in rows if r["year"] == year]
        assert sum(r["high"] - r["low"] for r in ends) == pytest.approx(1)
    assert max(r["year"] for r in rows if r["run"] == 1) == 1901


def test_an_interval_beyond_the_axis_is_cut_and_told_whole():
    drawn = intervals([Interval("a", "s", -3.0, 0.5, 2.0)], title="t", colours={"s": "#000000"},
                      domain=(-1.0, 1.0), form="+.1f")  # fmt: skip
    (row,) = drawn.spec["datasets"]["rows"]
    assert (row["low"], row["high"]) == (-1.0, 1.0)
    assert drawn.rows[0][2:] == ("-3", "0.5", "2")
    assert "-3.0 to +2.0" in row["text"]


def test_no_state_of_the_network_stands_on_another_or_outside():
    rng = np.random.default_rng(3)
    radius = rng.uniform(4.5, 30, 44)
    groups = [str(k) for k in rng.integers(0, 5, 44)]
    at = places(groups, ["0", "1", "2", "3"], radius, 900, 540)
    assert np.array_equal(at, places(groups, ["0", "1", "2", "3"], radius, 900, 540))
    far = np.sqrt(((at[:, None] - at[None]) ** 2).sum(axis=2)) + np.eye(44) * 1e9
    assert (far - radius[:, None] - radius[None, :] > 0).all()
    assert (at > radius[:, None]).all()
    assert (at < np.array([900, 540]) - radius[:, None]).all()


def test_a_large_dot_has_its_name_on_it(full):
    (first, *_) = all_figures(full)["network"]
    svg = first.drawing()
    large = [r for r in first.spec["datasets"]["dots"] if r["inside"]]
    assert large
    for row in large:
        assert re.search(rf'<text[^>]*fill="{row["on"]}"[^>]*>{row["state"]}<', svg)


def test_the_network_and_the_map_give_a_bloc_one_colour(full):
    drawn = all_figures(full)
    of_map = {name.rpartition(" (")[0]: tint for name, tint in drawn["map-blocs"][0].legend}
    _, colours = bloc_colours(full)
    for name, tint in colours.items():
        assert of_map[name] == tint


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bars([], title="t"),
        lambda: lines([], title="t"),
        lambda: intervals([], title="t", colours={}),
        lambda: shares({}, colours={}, title="t"),
        lambda: network({}, {}, [], [], colours={}, title="t"),
    ],
    ids=["bars", "lines", "intervals", "shares", "network"],
)
def test_nothing_to_draw_is_an_error_that_says_so(draw):
    with pytest.raises(FigureError, match="nothing to draw in 't'"):
        draw()


def test_history_is_told_as_the_table_has_it(full):
    table = results()
    years = verdicts_by_year(full)
    assert set(table["year"].to_list()) <= set(years)
    assert years[full.summary.year] == dict(full.summary.polarity.verdicts)
    for parts in years.values():
        assert sum(parts.values()) == pytest.approx(1, abs=1e-3)
    past = column(table, "alliance_turnover")
    known = table.filter(table["alliance_turnover"].is_not_null())
    assert (min(past), max(past)) == (known["year"].min(), known["year"].max())


def test_a_line_without_a_colour_takes_none_that_another_has():
    past = {2000: 1.0, 2001: 2.0}
    drawn = lines([Line("a", past), Line("b", past, colour=GROUPS[0])], title="t")
    scale = drawn.spec["layer"][5]["encoding"]["color"]["scale"]
    assert len(set(scale["range"])) == 2
