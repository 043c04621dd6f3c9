"""Figures: every state is on the map, every format is whole, and wrong input is refused."""

import json
import math
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.errors import DataError, FigureError, UnknownState
from multipolar.figure import GROUPS, UNKNOWN, Figure
from multipolar.figures import catalogue
from multipolar.figures.world_map import NO_DATA, breaks, world_map
from multipolar.typesetting import balance, readable, wrap

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = json.loads(files("multipolar").joinpath("data/map.json").read_text(encoding="utf-8"))
FACTS = {g["id"]: g["properties"] for g in SHAPES["objects"]["states"]["geometries"]}
STATES = sorted(code for code, facts in FACTS.items() if facts["fill"] == code)


@pytest.fixture(scope="module")
def shares() -> Figure:
    values = {state: 0.1 + i / 100 for i, state in enumerate(STATES)}
    values |= {"CHN": 23.9, "USA": 13.4, "PRK": math.nan}
    return world_map(
        values, title="Two states & a long tail", subtitle="Test", legend_title="Share, per cent"
    )


@pytest.fixture(scope="module")
def blocs() -> Figure:
    groups = {"USA": "West", "CAN": "West", "FRA": "West", "RUS": "East", "BLR": "East", "BRA": ""}
    return world_map(groups=groups, title="Two blocs", labels={"USA": "first <of> three"})


def marks(figure: Figure) -> dict[str, list[ET.Element]]:
    """Return the marks of each shape."""
    found: dict[str, list[ET.Element]] = {}
    for element in ET.fromstring(figure.svg()).iter():
        if "data-state" in element.attrib:
            found.setdefault(element.attrib["data-state"], []).append(element)
    return found


# The shapes ----------------------------------------------------------------------------------


def rings(shape: dict) -> list[list[list[tuple[float, float]]]]:
    """Return the polygons of a shape, each a list of rings of longitude and latitude."""
    scale, shift = SHAPES["transform"]["scale"], SHAPES["transform"]["translate"]

    def arc(index: int) -> list[tuple[float, float]]:
        points, x, y = [], 0, 0
        for dx, dy in SHAPES["arcs"][index if index >= 0 else ~index]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        return points if index >= 0 else points[::-1]

    arcs = shape.get("arcs", [])
    polygons = [arcs] if shape.get("type") == "Polygon" else arcs
    return [[[p for i in ring for p in arc(i)[:-1]] for ring in polygon] for polygon in polygons]


def signed_area(ring: list[tuple[float, float]]) -> float:
    """Return the area of a ring on the unit sphere, positive if its points run clockwise."""
    total = 0.0
    for (lon, lat), (lon2, lat2) in zip(ring, ring[1:] + ring[:1], strict=True):
        step = (lon2 - lon + 180) % 360 - 180
        total += math.radians(step) * (math.sin(math.radians(lat)) + math.sin(math.radians(lat2)))
    return total / 2


def test_the_states_of_the_map_are_the_197_of_the_package():
    table = files("multipolar").joinpath("data/states.csv").read_text(encoding="utf-8")
    assert [line.split(",")[0] for line in table.splitlines()[1:]] == STATES
    assert len(STATES) == 197


def test_every_shape_takes_its_fill_from_a_state_or_from_none():
    assert {facts["fill"] for facts in FACTS.values()} <= {"", *STATES}
    grey = {code for code, facts in FACTS.items() if not facts["fill"]}
    assert {"ESH", "SOL", "CYN", "KAS", "FLK"} <= grey
    assert FACTS["GRL"]["fill"] == "DNK"


def test_every_state_has_an_outline_or_a_dot():
    outlined = {g["id"] for g in SHAPES["objects"]["states"]["geometries"] if g.get("arcs")}
    assert {s for s in STATES if s not in outlined} <= {s for s in STATES if "dot" in FACTS[s]}


def test_no_polygon_is_inside_out():
    for shape in SHAPES["objects"]["states"]["geometries"]:
        for outline, *holes in rings(shape):
            assert 0 < signed_area(outline) < 2 * math.pi, shape["id"]
            assert all(signed_area(hole) < 0 for hole in holes), shape["id"]


def test_areas_are_near_the_true_ones():
    found = {}
    for shape in SHAPES["objects"]["states"]["geometries"]:
        found[shape["id"]] = sum(signed_area(r) for p in rings(shape) for r in p) * 6371.0088**2
    for state, km2 in {"BRA": 8_510_000, "DEU": 357_600, "LSO": 30_355, "AUS": 7_690_000}.items():
        assert found[state] == pytest.approx(km2, rel=0.02)


# The formats ---------------------------------------------------------------------------------


def test_png_is_960_pixels_and_margins_at_twice_the_scale(shares, tmp_path):
    content = shares.save(tmp_path / "map.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24])[0] == 2 * 1000


def test_svg_names_all_197_states_and_every_other_shape(shares):
    found = marks(shares)
    assert set(found) == set(FACTS)
    for state, elements in found.items():
        assert all(FACTS[state]["name"] in (e.findtext(f"{SVG}title") or "") for e in elements)
        assert len(elements) == (2 if "dot" in FACTS[state] else 1)


def test_svg_carries_its_fonts_and_is_the_same_each_time(shares):
    first = shares.svg()
    assert first.count("@font-face") == 2
    assert first == shares.svg()


def test_html_asks_the_network_for_nothing_and_runs_nothing(shares, tmp_path):
    path = shares.save(str(tmp_path / "map.HTML"))
    page = path.read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\"' )<>]*", page)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert '<html lang="en">' in page
    assert "<title>Two states &amp; a long tail</title>" in page
    assert page.count("<tr>") == 1 + 197
    assert path.stat().st_size < 1_000_000


def test_json_is_a_vega_lite_specification_with_its_data(shares, tmp_path):
    spec = json.loads(shares.save(tmp_path / "map.json").read_text(encoding="utf-8"))
    assert "vega-lite/v6" in spec["$schema"]
    assert len(spec["datasets"]["rows"]) == len(FACTS)


@pytest.mark.parametrize("name", ["map.gif", "map", "map.svg.gz"])
def test_an_unknown_suffix_is_named_with_those_allowed(shares, tmp_path, name):
    with pytest.raises(FigureError, match=r"cannot save .*\.png, \.svg, \.html, \.json"):
        shares.save(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_path_that_cannot_be_written_is_named(shares, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match=r"file/map.json: cannot be written"):
        shares.save(tmp_path / "file" / "map.json")


def test_saving_replaces_and_leaves_nothing_beside(shares, tmp_path):
    target = tmp_path / "map.json"
    target.write_text("old")
    shares.save(target)
    assert [p.name for p in tmp_path.iterdir()] == ["map.json"]
    assert json.loads(target.read_text(encoding="utf-8"))


def test_a_failed_save_leaves_the_old_file_alone(shares, tmp_path):
    target = tmp_path / "map.json"
    target.mkdir()
    with pytest.raises(DataError, match="cannot be written"):
        shares.save(target)
    assert [p.name for p in tmp_path.iterdir()] == ["map.json"]


def test_a_letter_the_font_lacks_is_named():
    figure = world_map({"USA": 1.0, "CHN": 2.0}, title="From one \N{RIGHTWARDS ARROW} two")
    with pytest.warns(UserWarning, match="lacks \N{RIGHTWARDS ARROW};"):
        figure.png(scale=0.2)


def test_a_notebook_shows_the_svg(blocs):
    assert blocs._repr_mimebundle_()["image/svg+xml"].startswith("<svg")
    assert repr(blocs) == "<Figure 'Two blocs', 197 rows>"


# What is drawn -------------------------------------------------------------------------------


def test_blocs_are_coloured_in_order_of_size_and_counted(blocs):
    names = [name for name, _ in blocs.legend]
    assert names == ["West (3)", "East (2)", "In no bloc (192)", "Disputed or unassigned"]
    found = marks(blocs)
    assert {e.get("fill") for s in ("USA", "FRA", "PRI", "NCL") for e in found[s]} == {GROUPS[0]}
    assert {e.get("fill") for s in ("RUS", "BLR") for e in found[s]} == {GROUPS[1]}


def test_a_label_stands_in_the_tooltip_and_in_the_table(blocs):
    assert marks(blocs)["USA"][0].findtext(f"{SVG}title") == "United States: first <of> three"
    assert ("United States", "USA", "West", "first <of> three") in blocs.rows


def test_nan_is_hatched_and_named_in_the_legend(shares):
    assert (NO_DATA, UNKNOWN) in shares.legend
    found = marks(shares)
    assert found["PRK"][0].get("fill") == "url(#no-data)"
    assert found["PRK"][0].findtext(f"{SVG}title") == f"North Korea: {NO_DATA}"
    assert shares.rows[-1] == ("North Korea", "PRK", NO_DATA)


def test_no_legend_entry_for_missing_data_where_none_is_missing():
    figure = world_map(dict.fromkeys(STATES, 1.0) | {"USA": 2.0}, title="All known")
    assert NO_DATA not in dict(figure.legend)


def test_rows_run_from_the_largest_number_down(shares):
    assert [row[1] for row in shares.rows[:2]] == ["CHN", "USA"]


def test_equal_numbers_make_one_class():
    figure = world_map(dict.fromkeys(STATES, 3.0), title="All equal")
    assert [name for name, _ in figure.legend] == ["3", "Disputed or unassigned"]


# What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "hint"), [("GER", "ISO 3166-1"), ("germany", "'DEU'"), ("dex", "or 'DEU'?")]
)
def test_an_unknown_state_is_named_with_a_suggestion(code, hint):
    with pytest.raises(UnknownState, match=rf"(?s){code}.*{re.escape(hint)}"):
        world_map({code: 1.0}, title="x")
    with pytest.raises(UnknownState, match=code):
        world_map({"USA": 1.0}, title="x", labels={code: "y"})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "exactly one"),
        ({"values": {"USA": 1.0}, "groups": {"USA": "a"}}, "exactly one"),
        ({"values": {}}, "no number"),
        ({"values": {"USA": math.nan}}, "no number"),
        ({"values": {"USA": math.inf}}, "finite"),
        ({"groups": {}}, "no bloc"),
        ({"groups": {"USA": ""}}, "no bloc"),
        ({"groups": {s: f"bloc {i}" for i, s in enumerate(STATES[:9])}}, "9 blocs.*8 colours"),
    ],
)
def test_nothing_to_draw_is_an_error(given, says):
    with pytest.raises(FigureError, match=says):
        world_map(**given, title="x")


def test_importing_the_figures_loads_no_drawing_library():
    program = (
        "import sys, multipolar.figures, multipolar.figures.world_map;"
        "print(sorted({'altair', 'vl_convert', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_the_catalogue_offers_the_map():
    assert "world_map" in catalogue.names()
    assert catalogue["world_map"] is world_map


# Words and classes ---------------------------------------------------------------------------


def numbers() -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(-1e15, 1e15).filter(lambda v: v == 0 or abs(v) > 1e-9), min_size=1)


@given(numbers())
def test_breaks_rise_within_the_numbers_and_differ_in_print(values):
    cuts = breaks(values)
    assert cuts == sorted(set(cuts))
    assert len(cuts) <= 6
    assert all(min(values) < cut <= max(values) for cut in cuts)
    assert len({readable(cut, 12) for cut in cuts}) == len(cuts)


@given(st.text(alphabet="abc mil\n", max_size=80), st.floats(60, 400))
def test_wrapping_keeps_every_word_in_order(text, width):
    assert " ".join(wrap(text, 20, width)).split() == text.split()
    assert " ".join(balance(text, 20, width)).split() == text.split()
    assert len(balance(text, 20, width)) == len(wrap(text, 20, width))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.5, "\N{MINUS SIGN}0.5"), (1234.5, "1,230"), (2.5e9, "2.5 billion")],
)
def test_numbers_are_written_for_people(value, text):
    assert readable(value) == text
