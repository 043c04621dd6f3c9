"""Objects in a notebook: small, whole HTML that says what they hold."""

import xml.etree.ElementTree as ET

from multipolar.notebook import MOST, shown, small_fan


def test_a_world_shows_its_variables(measured):
    html = measured.world._repr_html_()
    root = ET.fromstring(html)
    assert f"World of {measured.world.year}" in root.find(".//b").text
    assert len(root.findall(".//tbody/tr")) == MOST
    assert f"and {len(measured.world.arrays) - MOST} more" in html


def test_a_comparison_shows_what_is_clear_of_chance(full):
    root = ET.fromstring(full.comparison._repr_html_())
    rows = ["".join(r.itertext()) for r in root.findall(".//tbody/tr")]
    clear = [d for d in full.comparison.differences if d.clear and d.error > 0]
    assert len(rows) == len(clear) > 0
    assert any(r.startswith("wars") for r in rows)


def test_cells_are_escaped_but_drawings_stand():
    fan = small_fan([[0.0, 0.1], [0.1, 0.2], [0.2, 0.4]], 0.4)
    root = ET.fromstring(shown("t", ("a", "b"), [["<b>", fan]]))
    cells = root.findall(".//td")
    assert cells[0].text == "<b>"
    assert cells[1].find("svg/polyline").get("points") == "0.0,20.0 120.0,14.0"
